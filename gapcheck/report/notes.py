"""What there is to say about a policy beside its findings: how it was read, and which laws it names."""

from __future__ import annotations

from gapcheck.document import Lines, where
from gapcheck.finding import Checked
from gapcheck.record import TYPE_CHECKING
from gapcheck.report.terminal import one_line, printable
from gapcheck.rule import Pack

if TYPE_CHECKING:
    from collections.abc import Sequence


def notes(checked: Checked, packs: Sequence[Pack]) -> list[str]:
    """Return the notes on one policy, a sentence each, fit to print."""
    if checked.document is None:
        return []
    text = checked.document.quoted
    said = [printable(note) for note in checked.document.notes]
    said += map(printable, checked.notes)
    laws = ",".join(pack.law for pack in packs if pack.requirements)
    for law, title, span in checked.suggested:
        place = where(checked.document, Lines(checked.document.text, checked.document.parts), span.start)
        quote = one_line(text[span.start : span.end])
        both = f"checked: {laws.replace(',', ', ')}; to check that law too: --law {laws}," if laws else "to check that law: --law "
        said.append(f'this policy names the {printable(title)} ({printable(place)}: "{quote}"); {both}{printable(law)}')
    return said
