"""Whether a policy gets the same verdicts in every form: real Markdown policies, rewritten by programs that people use for that.

python bench/forms.py [FORM...]    with -v, each verdict that differs too

Needs the policies that may lie beside the project (../shared), and pandoc, lynx and w3m, of which any may be absent.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from measure import SHARED, Table, plain

from gapcheck.engine import check
from gapcheck.errors import GapcheckError
from gapcheck.loader import find_rules, load_together
from gapcheck.reading import read_path
from gapcheck.rule import Check

# What each form is called, how a file of it ends, and the program that writes it from HTML on its standard input; none for HTML itself.
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "html": (".html", ()),
    "markdown": (".md", ("pandoc", "-f", "html", "-t", "gfm", "--wrap=none")),
    "word": (".docx", ("pandoc", "-f", "html", "-t", "docx", "-o", "-")),
    "text": (".txt", ("pandoc", "-f", "html", "-t", "plain", "--columns=72")),
    "lynx": (".txt", ("lynx", "-dump", "-nolist", "-width=80", "-stdin", "-assume_charset=utf-8", "-display_charset=utf-8")),
    "w3m": (".txt", ("w3m", "-dump", "-T", "text/html", "-cols", "80", "-I", "utf-8", "-O", "utf-8")),
}
FEWEST = 20  # requirements that a text must be judged on, to be a policy


class Verdicts(NamedTuple):
    """The verdict on each requirement of one policy as it was found, and in other forms; None for a form that could not be made or read."""

    name: str
    original: dict[str, str]
    others: dict[str, dict[str, str] | None]


def judged(path: Path) -> dict[str, str] | None:
    """Return the verdict on each requirement of all laws; None where the file could not be read."""
    rules = find_rules()
    try:
        findings = check(read_path(str(path)), load_together(rules, ["gdpr", "ccpa", "pipa-ab"]))
    except GapcheckError:
        return None
    return {finding.requirement.id: finding.status for finding in findings if not isinstance(finding.requirement, Check)}


def in_forms(source: Path, forms: list[str]) -> Verdicts:
    """Return the verdicts on a Markdown policy and on what programs make of it."""
    body = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).render(source.read_text(encoding="utf-8"))
    page = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
    others: dict[str, dict[str, str] | None] = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in forms:
            ending, command = FORMS[form]
            made = subprocess.run(command, input=page, capture_output=True, check=False, timeout=60).stdout if command else page
            path = Path(folder, form + ending)
            path.write_bytes(made)
            others[form] = judged(path)
    return Verdicts(source.stem, judged(source) or {}, others)


def table(policies: list[Verdicts], forms: list[str]) -> Table:
    rows: list[tuple[str, ...]] = []
    for form in forms:
        pairs = [(one.original, other) for one in policies if (other := one.others[form]) is not None]
        differ = sum(original[id] != other.get(id) for original, other in pairs for id in original)
        every = sum(len(original) for original, _ in pairs)
        rows.append((form, str(len(pairs)), f"{every:,}", str(differ), f"{100 * differ / max(every, 1):.1f} %"))
    return Table("Verdicts that differ from those on the source", ("form", "policies", "verdicts", "differ", "share"), rows)


def main(words: list[str]) -> None:
    named = [word for word in words if word != "-v"]
    wrong = [word for word in named if word not in FORMS]
    if wrong:
        sys.exit(f"{wrong[0]!r} is none of {', '.join(FORMS)}, -v")
    asked = named or list(FORMS)
    forms = [form for form in asked if not FORMS[form][1] or shutil.which(FORMS[form][1][0])]
    for form in asked:
        if form not in forms:
            print(f"{form} was left out: {FORMS[form][1][0]} is not installed", file=sys.stderr)
    sources = sorted(SHARED.glob("corpora/raw/md/*.md"))
    if not sources:
        sys.exit(f"there are no policies in {SHARED}")
    with ProcessPoolExecutor() as workers:
        policies = list(workers.map(in_forms, sources, [forms] * len(sources)))
    policies = [one for one in policies if sum(status != "undecided" for status in one.original.values()) > FEWEST]
    if "-v" in words:
        for one in policies:
            for form, other in one.others.items():
                for id, status in one.original.items():
                    if other is not None and other.get(id) != status:
                        print(f"{one.name} in {form}: {id} is {other.get(id)}, and {status} in the source")
    print(plain(table(policies, forms)))


if __name__ == "__main__":
    main(sys.argv[1:])
