"""Findings with their places worked out, for the formats that write one row or one message a finding."""

from __future__ import annotations

from gapcheck.document import Document, Lines, file_name, where
from gapcheck.expression import expression
from gapcheck.finding import GAPS, STATUSES, Checked, Evidence, Finding
from gapcheck.outcome import excused, is_advice, is_known
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report.terminal import one_line
from gapcheck.rule import SEVERITIES, Check, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator


class At(Record):
    """A place by line and column, and as people read it, in full and in short: with its page where there are pages.

    `path` is the file, and `name` its short name where the policy is several.
    """

    line: int = 1
    column: int = 1
    said: str = "line 1"
    short: str = "1"
    path: str = ""
    name: str = ""


_OPEN = GAPS | {"undecided"}
_ALL = 10_000
_NEXT = expression(r"(?:(?P<cell></t[dh]\s*>\s*<t[dh])|</li\s*>\s*<li)\b", "i")


class Placed(Record):
    """One finding, with its place and the passages to quote: text on one line, and where each begins.

    What is missing has no place: it is put at the beginning of the policy, and its passages say why it is due. A passage that
    shows several things is quoted once.
    """

    finding: Finding
    place: At
    passages: tuple[tuple[Evidence, At, str], ...]


def placed(checked: Checked, limit: int = _ALL) -> Iterator[Placed]:
    """Yield the findings on one policy, in their order; passages longer than `limit` are cut to the words around what matched."""
    if checked.document is None:
        return
    document = checked.document
    text, lines = barred(document, document.quoted), Lines(document.text, document.parts)

    def at(offset: int) -> At:
        path, name = document.part(offset).document.path, one_line(file_name(document, offset))
        said, short = (one_line(where(document, lines, offset, short)) for short in (False, True))
        return At(*lines.place(offset), said, short, path, name)

    top = At(path=document.part(0).document.path)

    for finding in checked.findings:
        first = {evidence.span: evidence for evidence in reversed(finding.evidence)}
        passages = tuple(
            (evidence, at(evidence.span.start), excerpt(text, evidence, limit))
            for evidence in finding.evidence
            if first[evidence.span] is evidence
        )
        there = passages and finding.status != "missing"
        yield Placed(finding, passages[0][1] if there else top, passages)


def open_ones(checked: Checked, limit: int = _ALL) -> list[Placed]:
    """Return the gaps, but for known ones, and what is undecided, the worst first: duties before advice, then by status and severity."""
    found = [one for one in placed(checked, limit) if one.finding.status in _OPEN and not is_known(one.finding)]
    return sorted(found, key=lambda one: urgency(one.finding))


def urgency(finding: Finding) -> tuple[int, int, int]:
    """Return what to sort by: duties before advice, both before what is waived, then status, then severity."""
    return is_advice(finding) + 2 * bool(finding.excuse), STATUSES.index(finding.status), SEVERITIES.index(finding.requirement.severity)


def said(finding: Finding) -> str:
    """Return one sentence on a finding: what is absent, or what was found; and why it does not count, if it does not."""
    return excused(_said(finding), finding)


def _said(finding: Finding) -> str:
    absent = "; ".join(looked.says for looked in finding.absent)
    if finding.status == "missing" and absent:
        return f"no statement found: {absent}"
    if finding.status == "partial" and absent:
        return f"not found: {absent}"
    return finding.reason


def lead(finding: Finding) -> str:
    """Return what to say before a quote: nothing can show what is missing, and there, the passages show why it is due."""
    return "due because of: " if finding.status == "missing" else ""


def excerpt(text: str, evidence: Evidence, limit: int) -> str:
    """Return the passage on one line, or where it is long, the words around what matched; dots stand for what is left out."""
    (start, end), (before, after) = evidence.span, evidence.cut
    words = _flowing(text[start:end]).strip("|• ")
    if len(words) > limit:
        match, matched = (len(_flowing(text[start:end])) for end in evidence.match)
        # From its beginning, if what matched comes soon.
        first = 0 if matched <= limit * 3 // 4 else max(0, min(match - limit // 3, len(words) - limit))
        first = first and max(words.find(" ", first, match), first)
        last = min(len(words), first + limit)
        if last < len(words):
            space = words.rfind(" ", first + 1, last)
            last = space if space > first else last
        before, after = before or first > 0, after or last < len(words)
        words = words[first:last].strip("|• ")
    return ("... " if before else "") + words + (" ..." if after else "")


def barred(document: Document, text: str) -> str:
    """Return the text, as it is quoted or read; in HTML, with bars between the cells of tables, and bullets between items of lists."""
    letters: list[str] = []
    for start, file in document.files:
        for found in _NEXT.finditer(file.text) if file.format == "html" else ():
            letters = letters or list(text)
            letters[start + found.start() + 1] = "|" if found["cell"] else "•"
    return "".join(letters) or text


def _flowing(text: str) -> str:
    """Return a passage on one line; the line breaks of a cell in Markdown are spaces."""
    for mark in ("<br>", "<br/>", "<br />") if "<br" in text else ():
        text = text.replace(mark, " ")
    return one_line(text)


def meanings(rule: Requirement | Check) -> dict[str, str]:
    """Return what each element of a requirement or check proves, by the element's name."""
    if isinstance(rule, Check):
        elements = (*rule.sides, *rule.values, *rule.passage)
    else:
        elements = (*rule.require, *rule.partial, *rule.weakens, *rule.conflict)
    return {
        "applies": "what makes it due",
        "closest": "to be read: it was not taken for the disclosure",
        **{element.name: element.says for element in elements},
    }
