"""What stays the same of a gap while the text around it changes."""

from __future__ import annotations

from gapcheck.digest import sha256
from gapcheck.document import Document
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Check

if TYPE_CHECKING:
    from gapcheck.finding import Finding


def fingerprint(finding: Finding, document: Document) -> str:
    """Return a digest of the requirement, the status, and what is absent or, where nothing is, the words found.

    What is missing has no words. What is incomplete stays the same gap while its sentence is edited and no other part is lost.
    """
    parts = [finding.requirement.id, finding.status]
    if finding.status == "partial" and finding.absent:
        parts += [looked.element for looked in finding.absent]
    elif finding.status != "missing":
        # Of what is said in several places, the first stands for all.
        sides = 1 if isinstance(finding.requirement, Check) and finding.requirement.passage else 2
        spans = list(dict.fromkeys(evidence.span for evidence in finding.evidence))[:sides]
        parts += [" ".join(document.read[span.start : span.end].lower().split()) for span in spans]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
