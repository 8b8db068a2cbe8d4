"""Runs the benchmarks, prints their tables, and writes them into docs/performance.md where asked to.

python bench/suite.py [all] [--docs] [startup] [stages] [engines] [scaling]

Without "all" only what takes minutes is done.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from importlib import import_module

from measure import ROOT, Table, machine, markdown, plain

PARTS = ("startup", "stages", "engines", "scaling")
PAGE = ROOT / "docs" / "performance.md"


def put(page: str, part: str, text: str) -> str:
    """Return the page with new results between the marks of a part; an error where it has no such marks."""
    begin, end = f"<!-- bench: {part} -->", f"<!-- end: {part} -->"
    made, count = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}\n{text}\n{end}", page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{PAGE.name} has no place for {part}: {begin} ... {end}")
    return made


def written(tables: list[Table], thorough: bool) -> str:
    """Return results for the page, with what they were measured on."""
    how = "everything" if thorough else "the quick ones"
    return "\n\n".join([f"*{machine()}; {how}.*", *map(markdown, tables)])


def main(words: list[str]) -> None:
    given = set(words)
    wrong = given - {"all", "--docs", *PARTS}
    if wrong:
        sys.exit(f"{min(wrong)!r} is none of {', '.join(PARTS)}, all (the long ones too), --docs (write them down)")
    parts = [part for part in PARTS if part in given] or PARTS
    thorough = "all" in given
    with tempfile.TemporaryDirectory() as cache:
        os.environ["GAPCHECK_CACHE"] = cache
        for part in parts:
            tables = import_module(part).tables(thorough)
            for table in tables:
                print(plain(table), end="\n\n", flush=True)
            if "--docs" in given:
                PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), part, written(tables, thorough)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
