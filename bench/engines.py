"""The engine alone beside regular expressions: every phrase of every pack, looked for in every statement of 40 KB of policy.

Other programs are measured where they are: $RIPGREP and $PROSELINT may name them (several with a colon between), else they are looked for.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from measure import Table, gapcheck, megabytes, ms, policies, processor_time, rate, run, sample, times, usual
from regexes import AS_WRITTEN, FOLDED, Regexes, asked_for, lines

from gapcheck.loader import find_rules, load_together
from gapcheck.matcher import Matcher
from gapcheck.reading import read_bytes
from gapcheck.view import View, positions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapcheck.document import Document
    from gapcheck.rule import Plan

WAYS = (("folded words", FOLDED), ("as written", AS_WRITTEN))
COLUMNS = ("engine", "compile, ms", "search, ms", "MB/s", "times gapcheck", "pairs lacking, too many")
# So much real text for what is quick enough for it.
MUCH = 1_500_000
_LIMITS = ("--regex-size-limit", "10G", "--dfa-size-limit", "10G")


class Took(NamedTuple):
    """What an engine took, in seconds: None where that is not known by itself."""

    name: str
    search: float
    compile: float | None = None
    agrees: str = ""


class Job(NamedTuple):
    """What every engine has to find: the phrases of a plan in the statements of a document."""

    plan: Plan
    document: Document
    numbers: list[int]

    def search(self) -> list[int]:
        """Return, for each phrase, the statements that hold it, as bits: with all that it takes, from cutting the text into words on."""
        matcher = Matcher(View(self.document), self.plan)
        return [matcher.hits(number) for number in self.numbers]


def compared(job: Job, ways: Sequence[tuple[str, Any]] = WAYS) -> list[tuple[int, int, int, int]]:
    """Return, for each way to write expressions: pairs of phrase and statement, pairs lacking and too many, statements that differ."""
    wanted = job.search()
    answers = []
    for _, way in ways:
        expressions = Regexes(job.plan, way)
        texts = list(lines(View(job.document), expressions))
        answers.append(difference(wanted, _answer(texts, _compiled(re, expressions, job.numbers))))
    return answers


def difference(wanted: list[int], found: list[int]) -> tuple[int, int, int, int]:
    pairs = sum(bits.bit_count() for bits in wanted)
    lacking = sum((one & ~other).bit_count() for one, other in zip(wanted, found, strict=True))
    extra = sum((other & ~one).bit_count() for one, other in zip(wanted, found, strict=True))
    differing = 0
    for one, other in zip(wanted, found, strict=True):
        differing |= one ^ other
    return pairs, lacking, extra, len(positions_of(differing))


def _compiled(module: Any, expressions: Regexes, numbers: Sequence[int]) -> list[Any]:
    flags = module.IGNORECASE if expressions.way.any_case else 0
    return [module.compile(expressions.whole(number), flags) for number in numbers]


def _answer(texts: Sequence[str], compiled: Sequence[Any]) -> list[int]:
    """Return, for each expression, the texts in which it is found, as bits."""
    found = []
    for one in compiled:
        search, bits = one.search, 0
        for number, text in enumerate(texts):
            if search(text):
                bits |= 1 << number
        found.append(bits)
    return found


def rows(found: Sequence[Took], size: int) -> list[tuple[str, ...]]:
    """Return the cells of what engines took for so many bytes, each beside the first."""
    return [
        (
            one.name,
            "" if one.compile is None else ms(one.compile),
            ms(one.search),
            rate(size, one.search),
            times(one.search / found[0].search),
            one.agrees,
        )
        for one in found
    ]


def tables(thorough: bool) -> list[Table]:
    plan = load_together(find_rules(None), ("all",))[0].plan
    text = sample()
    job = Job(plan, read_bytes(text.encode(), "policy.txt"), Regexes(plan).phrases())
    wanted = job.search()
    own = [usual(job.search, 9)]
    found: list[Took] = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy40.txt")
        Path(path).write_text(text, encoding="utf-8")
        for others in (_libraries(job, wanted, thorough), _ripgreps(job, [job.document], folder), _programs(path)):
            found += others
            own.append(usual(job.search, 9))  # in turns, for the machine is not always as busy
    size = len(text.encode())
    notes = (
        f"{len(job.numbers):,} phrases, {len(job.document.statements)} statements, {sum(bits.bit_count() for bits in wanted):,} pairs of a "
        f"phrase and a statement that holds it; {len(asked_for(plan)) - len(job.numbers)} phrases with values that only the words around "
        "tell (postal addresses, say) are left out for all.",
        "gapcheck's time is with cutting the text into words and folding these; for expressions over folded words that was done before.",
        "ripgrep says only which lines have any phrase at all; its time, and that of whole programs, is from start to end. "
        "proselint has its own checks, and is here for scale.",
        *_absent(),
    )
    title = f"Every phrase of every pack in {size / 1000:.0f} KB, processor time"
    whole = [Table(title, COLUMNS, rows([Took("gapcheck", median(own)), *found], size), notes)]
    return [*whole, *_much(plan, job.numbers)] if thorough else whole


def _libraries(job: Job, wanted: list[int], thorough: bool) -> Iterator[Took]:
    """Yield what `re` took, and `regex` where there is the time."""
    import regex

    for name, module in (("re", re), ("regex", regex)) if thorough else (("re", re),):
        for said, way in WAYS:
            expressions = Regexes(job.plan, way)
            texts = list(lines(View(job.document), expressions))
            compiled: list[Any] = []
            building = processor_time(lambda: compiled.extend(_compiled(module, expressions, job.numbers)))  # noqa: B023 - called at once
            found: list[list[int]] = []
            taken = [processor_time(lambda: found.append(_answer(texts, compiled))) for _ in range(3 if thorough else 1)]  # noqa: B023
            _, lacking, extra, differing = difference(wanted, found[0])
            same = len(texts) - differing
            agree = f"{lacking}, {extra} ({same} of {len(texts)} statements alike)"
            yield Took(f"{name}, {said}", median(taken), building, agree)


def _ripgreps(job: Job, documents: Sequence[Document], folder: str) -> Iterator[Took]:
    for program in _named("RIPGREP", "rg"):
        for said, way in WAYS:
            expressions = Regexes(job.plan, way)
            patterns, texts = os.path.join(folder, "patterns"), os.path.join(folder, "lines")
            Path(patterns).write_text("".join(as_bytes(expressions.whole(number)) + "\n" for number in job.numbers), encoding="ascii")
            with open(texts, "w", encoding="utf-8") as file:
                file.writelines(line + "\n" for document in documents for line in lines(View(document), expressions))
            case = ("--ignore-case",) if way.any_case else ()
            command = [program, "--count", "--threads=1", "--no-config", "--no-unicode", *_LIMITS, *case, "-f", patterns, texts]
            yield Took(f"{_version(program)}, {said}", run(command).processor)


def as_bytes(expression: str) -> str:
    """Return an expression with what is not ASCII as bytes, as ripgrep takes it without Unicode, which makes it much faster."""
    return "".join(letter if letter.isascii() else "".join(f"\\x{byte:02X}" for byte in letter.encode()) for letter in expression)


def _programs(path: str) -> Iterator[Took]:
    """Yield what whole programs took."""
    commands = [("gapcheck --law all, whole process", [gapcheck(), "--law", "all", "--format", "concise", path])]
    commands += [(f"{_version(program)}, whole process", [program, "check", path]) for program in _named("PROSELINT", "proselint")]
    for name, command in commands:
        run(command)
        yield Took(name, median(run(command).processor for _ in range(5)))


def _much(plan: Plan, numbers: list[int]) -> list[Table]:
    """Return what is left of the differences where one process searches much text, and so makes ready what it searches for only once."""
    texts: list[str] = []
    length = 0
    for text in policies():
        if length < MUCH:
            texts.append(text)
            length += len(text.encode())
    if not texts:
        return []
    documents = [read_bytes(text.encode(), "policy.txt") for text in texts]
    found = [Took("gapcheck", processor_time(lambda: [Job(plan, document, numbers).search() for document in documents]))]
    with tempfile.TemporaryDirectory() as folder:
        found += _ripgreps(Job(plan, documents[0], numbers), documents, folder)
    cells = [row[:1] + row[2:5] for row in rows(found, length)]
    return [Table(f"The same in {len(texts)} real policies ({megabytes(texts)})", COLUMNS[:1] + COLUMNS[2:5], cells)]


def _named(variable: str, program: str) -> list[str]:
    given = os.environ.get(variable)
    found = given.split(os.pathsep) if given else [shutil.which(program)]
    return [path for path in found if path]


def _version(program: str) -> str:
    """Return a program's name and version, as it says them itself."""
    for word in ("--version", "version"):
        done = subprocess.run([program, word], capture_output=True, text=True, check=False)
        if not done.returncode and done.stdout.strip():
            return re.sub(r"\s*\(rev.*|,? version", "", done.stdout.split("\n")[0]).strip()
    return os.path.basename(program)


def _absent() -> tuple[str, ...]:
    programs = (("ripgrep", "RIPGREP", "rg"), ("proselint", "PROSELINT", "proselint"))
    return tuple(f"{name} is not installed here, and was not measured." for name, *where in programs if not _named(*where))
