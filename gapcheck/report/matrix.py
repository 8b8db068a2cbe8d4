"""Many policies against several laws at a glance: how many gaps each has, and in which topics."""

from __future__ import annotations

from textwrap import wrap

from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.outcome import counts, findings_of, is_advice, packs_of
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import Style
from gapcheck.report.notes import notes
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import Pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapcheck.finding import Status

# What stands for a policy where there are several: a letter, a small one for what is only advised.
_LETTERS: dict[Status, str] = {"missing": "M", "conflict": "C", "partial": "P", "undecided": "?", "met": "+", "not-applicable": "-"}
HEADS: dict[Status, str] = {
    "missing": "miss",
    "conflict": "conf",
    "partial": "part",
    "undecided": "und.",
    "met": "met",
    "not-applicable": "n.a.",
}
_LEGEND = (
    "A letter stands for a policy, by its number, and says the worst that was found on the topic: M missing, C conflict, P partial, "
    "? undecided, + met, - not applicable; m, c, p: the same in what is only advised; w: waived or known; x: not checked; "
    "blank: the law asks for nothing there."
)
_COUNTED = "Counted is what the law requires, always or in the case at hand; what is only advised is not."
_EXCUSED = "Under waiv. are gaps that are waived or known from the baseline, which count nowhere else."
_WAIVED = "waiv."
# The head of the column for checks that hold whatever the law.
_ITSELF = ("against", " itself")
_GAP = "   "
_GROUP = 10
_LABEL = 24
_LEAST = 20
_PATH = 48


class Column(Record):
    """One law's lines, heads first; `size` is how wide each is on the screen."""

    size: int
    lines: list[str]


def write(report: Report, style: Style) -> str:
    """Return a table of policies by laws, with counts, and one of topics by laws, with the worst that was found."""
    excused = any(one.excuse and one.status in GAPS for checked in report.documents for one in checked.findings)
    counted = f"{_COUNTED} {_EXCUSED}" if excused else _COUNTED
    blocks = [*_policies(report, style), _prose(counted, style), *_topics(report, style)]
    if len(report.documents) > 1:
        blocks.append(_prose(_LEGEND, style))
    said = [_prose(note, style) for note in _notes(report)]
    return "\n\n".join([*blocks, *(["\n".join(said)] if said else [])]) + "\n"


def _notes(report: Report) -> list[str]:
    """Return why policies could not be checked, and the notes, each once after the numbers of the policies that it is about."""
    found: dict[str, list[int]] = {}
    failed = []
    for number, checked in enumerate(report.documents, 1):
        if checked.error:
            failed.append(f"{number}: could not check: {printable(checked.error)}")
            continue
        for note in notes(checked, packs_of(checked, report)):
            found.setdefault(note, []).append(number)
    return failed + [f"{', '.join(map(str, numbers))}: note: {note}" for note, numbers in found.items()]


def _policies(report: Report, style: Style) -> Iterator[str]:
    """Yield tables with a row for each policy: for each law the number of duties of each status."""
    laws = [pack for pack in report.packs if pack.requirements]
    found = [[_duties(checked, pack, report) for checked in report.documents] for pack in laws]
    undecided = any(one["undecided"] for of_law in found for one in of_law if one)
    shown = [status for status in STATUSES if status != "undecided" or undecided]
    excused = [[_excused(checked, pack) for checked in report.documents] for pack in laws]
    waived = any(any(of_law) for of_law in excused)
    heads = " ".join([*(HEADS[status] for status in shown), *([_WAIVED] if waived else [])])
    columns = []
    for pack, of_law, waivers in zip(laws, found, excused, strict=True):
        law = _end(printable(pack.law), len(heads))
        law = law.center(len(heads)).replace(law, paint(law, "bold", style.color))
        cells = [
            (_counted(one, shown, style.color) + (f" {count or '.':>{len(_WAIVED)}}" if waived else ""))
            if one
            else _why(checked).ljust(len(heads))
            for checked, one, count in zip(report.documents, of_law, waivers, strict=True)
        ]
        columns.append(Column(len(heads), [law, heads, "-" * len(heads), *cells]))
    columns += [_contradictions(pack, report, style.color) for pack in report.packs if pack.checks]
    digits = len(str(len(report.documents)))
    room = _room(columns, digits + 2, style.width)
    names = [_end(printable(checked.path), min(room, _PATH)) for checked in report.documents]
    size = max(map(len, ["policy", *names]))
    numbered = [f"{number:>{digits}}  {name:{size}}" for number, name in enumerate(names, 1)]
    blank = " " * (digits + 2)
    yield from _beside(["", f"{blank}policy", blank + "-" * size, *numbered], columns, style.width)


def _room(columns: Sequence[Column], before: int, width: int) -> int:
    """Return how wide names may be: as wide as they can be without a further table."""
    fewest = len(_tables(columns, _LEAST, width))
    widest = width - max((len(_GAP) + column.size for column in columns), default=0)
    widths = range(min(_PATH + before, widest), _LEAST, -1)
    return next((size for size in widths if len(_tables(columns, size, width)) == fewest), _LEAST) - before


def _why(checked: Checked) -> str:
    """Return why there are no counts."""
    return "could not check" if checked.error else "not asked for"


def _contradictions(pack: Pack, report: Report, color: bool) -> Column:
    """Return the column that counts where each policy contradicts itself."""
    counted = [sum(not finding.excuse for finding in findings_of(checked, pack)) for checked in report.documents]
    size = len(_ITSELF[1])
    cells = [paint(f"{count or '.':>{size}}", "conflict", color and count > 0) for count in counted]
    for number, checked in enumerate(report.documents):
        if checked.error:
            cells[number] = f"{'x':>{size}}"
    return Column(size, [*(f"{line:>{size}}" for line in _ITSELF), "-" * size, *cells])


def _duties(checked: Checked, pack: Pack, report: Report) -> dict[Status, int] | None:
    """Return how many duties of a law have each status, or None where the policy was not checked against it."""
    asked = any(pack.law == one.law for one in packs_of(checked, report))
    return (
        None if checked.error or not asked else counts(one for one in findings_of(checked, pack) if not is_advice(one) and not one.excuse)
    )


def _excused(checked: Checked, pack: Pack) -> int:
    """Return how many gaps in duties of a law are waived, or known from the baseline."""
    return sum(one.excuse is not None and not is_advice(one) for one in findings_of(checked, pack))


def _counted(found: dict[Status, int], shown: Sequence[Status], color: bool) -> str:
    cells = [(status, f"{found[status] or '.':>{len(HEADS[status])}}") for status in shown]
    return " ".join(paint(cell, status, color and status in GAPS and found[status] > 0) for status, cell in cells)


def _topics(report: Report, style: Style) -> Iterator[str]:
    """Yield tables with a row for each topic: for each law the worst that was found in each policy."""
    laws = [pack for pack in report.packs if pack.requirements]
    if not laws:
        return
    topics = sorted({rule.topic for pack in laws for rule in pack.requirements})
    labels = [topic if len(topic) <= _LABEL else topic[: _LABEL - 3] + "..." for topic in map(printable, topics)]
    size = max(map(len, ["policies 00-00", *labels]))
    # As many policies beside each other as leave each law its column; the others come in further tables.
    room = (style.width - size) // len(laws) - len(_GAP)
    groups = -(-len(report.documents) // _GROUP)
    tables = -(-groups // max((room + 1) // (_GROUP + 1), 1))
    step = -(-groups // tables) * _GROUP
    for start in range(0, len(report.documents), step):
        documents = report.documents[start : start + step]
        columns = [_column(pack, topics, documents, start, style) for pack in laws]
        which = [f"policies {start + 1}-{start + len(documents)}"] if len(report.documents) > 1 else []
        yield from _beside(["topic", *which, "-" * size, *labels], columns, style.width)


def _column(pack: Pack, topics: Sequence[str], documents: Sequence[Checked], start: int, style: Style) -> Column:
    """Return one law's column of the topics: for a single policy words, for several a letter each."""
    asked = {rule.topic for rule in pack.requirements}
    worst = [{} if checked.error else _by_topic(findings_of(checked, pack)) for checked in documents]
    law = printable(pack.law)
    head = paint(law, "bold", style.color)
    if start == 0 and len(documents) == 1:
        size = max(len(law), len("not-applicable"))
        cells = [_word(worst[0].get(topic), size, style.color) if topic in asked else " " * size for topic in topics]
        return Column(size, [head + " " * (size - len(law)), "-" * size, *cells])
    ruler = _grouped([str(number % 10) for number in range(start + 1, start + len(documents) + 1)])
    size = max(len(law), len(ruler))
    rest = " " * (size - len(ruler))
    cells = [_grouped([_letter(of.get(topic), style.color) for of in worst]) + rest if topic in asked else " " * size for topic in topics]
    return Column(size, [head + " " * (size - len(law)), ruler + rest, "-" * size, *cells])


def _by_topic(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Return the worst finding of each topic: gaps in duties first, then in advice, then waived ones, then what is settled."""

    def rank(finding: Finding) -> tuple[bool, bool, bool, int]:
        settled = finding.status in ("met", "not-applicable")
        return settled, finding.excuse is not None, is_advice(finding) and not settled, STATUSES.index(finding.status)

    return {finding.requirement.topic: finding for finding in sorted(findings, key=rank, reverse=True)}


def _letter(finding: Finding | None, color: bool) -> str:
    if finding is None:
        return "x"
    if finding.excuse:
        return "w"
    letter = _LETTERS[finding.status]
    return letter.lower() if is_advice(finding) else paint(letter, finding.status, color)


def _word(finding: Finding | None, size: int, color: bool) -> str:
    if finding is None:
        return "x".ljust(size)
    word = "waived" if finding.excuse else "advice" if is_advice(finding) and finding.status in GAPS else finding.status
    return paint(word, finding.status, color) + " " * (size - len(word))


def _beside(labels: Sequence[str], columns: Sequence[Column], width: int) -> Iterator[str]:
    """Yield tables of as many columns beside their labels as fit the width; rows that are blank in all of them are left out."""
    lead = max(map(len, labels))
    for table in _tables(columns, lead, width):
        rows = zip(labels, *(column.lines for column in table), strict=True)
        yield "\n".join(_GAP.join([f"{label:{lead}}", *cells]).rstrip() for label, *cells in rows if any(map(str.strip, cells)))


def _tables(columns: Sequence[Column], lead: int, width: int) -> list[list[Column]]:
    """Return the columns by tables: as many beside labels of the width `lead` as fit, at least one."""
    tables: list[list[Column]] = []
    for column in columns:
        if not tables or lead + sum(len(_GAP) + one.size for one in (*tables[-1], column)) > width:
            tables.append([])
        tables[-1].append(column)
    return tables


def _grouped(letters: Sequence[str]) -> str:
    return " ".join("".join(letters[start : start + _GROUP]) for start in range(0, len(letters), _GROUP))


def _end(text: str, size: int) -> str:
    """Return `text`, or where it is long its end, which tells one path from another."""
    return text if len(text) <= size else "..." + text[len(text) - size + 3 :]


def _prose(text: str, style: Style) -> str:
    return "\n".join(wrap(text, style.width, subsequent_indent="  ", break_on_hyphens=False))
