"""What a corpus comes to: the share of its policies with each gap, as a table, and as a page with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tabulate import tabulate

from gapcheck.report.markup import Markup, join, tag
from gapcheck.report.terminal import printable
from gapcheck.rule import COMMON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.finding import Status
    from gapcheck.report import Style

_GAPS: tuple[Status, ...] = ("missing", "conflict", "partial")
_BAR = 30
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --dim: #59636e; --rule: #d1d9e0;
  --missing: #b42318; --conflict: #8250df; --partial: #b7791f; --rest: #e6eaef }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #14181d; --dim: #9198a1; --rule: #3d444d;
    --missing: #f47067; --conflict: #b083f0; --partial: #daaa3f; --rest: #2a313a }
}
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
caption, th, td { text-align: left }
th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--rule); vertical-align: top }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
svg { width: 12rem; height: .9rem; background: var(--rest) }
.id { color: var(--dim); white-space: nowrap }
.missing { fill: var(--missing) } .conflict { fill: var(--conflict) } .partial { fill: var(--partial) }
.key svg { width: .9rem; margin: 0 .3rem 0 1rem; vertical-align: -.1rem }
"""


class Row(NamedTuple):
    """One requirement: of how many policies `judged`, which it applies to and for which it was decided, each gap is the worst that
    was found."""

    law: str
    id: str
    title: str
    advice: bool
    judged: int
    gaps: dict[Status, int]

    @property
    def share(self) -> float:
        """The share of policies with a gap, of those that it applies to."""
        return sum(self.gaps.values()) / self.judged if self.judged else 0.0


class Summary(NamedTuple):
    """A whole corpus; `laws` are the packs' names and titles, and in policies that are `undecided` no requirement could be decided."""

    documents: int
    failed: int
    undecided: int
    as_of: str
    laws: dict[str, str]
    rows: tuple[Row, ...]


def summary(manifest: dict[str, Any]) -> Summary:
    """Return what a manifest says of the gaps."""
    laws = {pack["law"]: f"{pack['title']} ({pack['law']} {pack['version']})" for pack in manifest["packs"]}
    sound = manifest["documents"] - manifest["failed"] - manifest["undecided"]
    rows = tuple(_row(one, sound) for one in manifest["requirements"])
    return Summary(manifest["documents"], manifest["failed"], manifest["undecided"], manifest["run"]["as_of"], laws, rows)


def _row(one: dict[str, Any], sound: int) -> Row:
    found = one["policies"]
    # What is looked for in vain is a requirement's gap, and no finding of a check: a check applies to every policy.
    judged = sum(found.values()) - found["not-applicable"] - found["undecided"] if one["law"] != COMMON else sound
    gaps: dict[Status, int] = {status: found[status] for status in _GAPS}
    return Row(one["law"], one["requirement"], one["title"], one["level"] == "recommended", judged, gaps)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def said(found: Summary) -> str:
    """Return one sentence on how many policies there are."""
    policies = "policy" if found.documents == 1 else "policies"
    failed = f", {found.failed} of which could not be checked" if found.failed else ""
    undecided = f" In {found.undecided} nothing could be decided: texts that are not English, say." if found.undecided else ""
    return f"{found.documents} {policies}{failed}, judged as of {found.as_of}.{undecided}"


_COUNTED = "Shares are of the policies that a requirement applies to, and for which it could be decided."


def table(found: Summary, style: Style) -> str:
    """Return a table of the requirements with gaps, the most frequent first within each law."""
    blocks = [f"{said(found)} {_COUNTED}"]
    for law, title in found.laws.items():
        rows = sorted((row for row in found.rows if row.law == law and row.share), key=lambda row: -row.share)
        blocks.append(printable(title) + "\n" + _lines(rows, style.width))
    return "\n\n".join(blocks) + "\n\n* only advised\n"


def _lines(rows: Sequence[Row], width: int) -> str:
    """Return the lines of a table, with bars where there is room for them, and without the kinds of gaps where there is little."""
    if not rows:
        return "no gaps"
    names = {row.id + "*" * row.advice: row for row in rows}
    short = [[name, _percent(sum(row.gaps.values()), row.judged), str(row.judged)] for name, row in names.items()]
    kinds = [[_percent(row.gaps[gap], row.judged) if row.gaps[gap] else "" for gap in _GAPS] for row in rows]
    full = [[*cells[:2], *more, cells[2]] for cells, more in zip(short, kinds, strict=True)]
    lines = _aligned(["requirement", "any gap", *_GAPS, "applies to"], full)
    if len(lines[1]) > width:
        lines = _aligned(["requirement", "any gap", "applies to"], short)
    room = min(_BAR, width - len(lines[1]) - 2)
    bars = ["", "-" * room, *("#" * round(room * row.share) for row in rows)] if room > 4 else [""] * len(lines)
    return "\n".join(f"{line}  {bar}".rstrip() for line, bar in zip(lines, bars, strict=True))


def _aligned(heads: list[str], cells: list[list[str]]) -> list[str]:
    return tabulate(cells, heads, disable_numparse=True, colalign=("left", *["right"] * (len(heads) - 1))).split("\n")


def page(found: Summary) -> str:
    """Return a page that needs nothing else: a table a law, with a bar for each requirement."""
    key = join(tag("span", _box(gap), gap) for gap in _GAPS)
    tables = [_table(law, title, found) for law, title in found.laws.items()]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("title", "Gaps in a corpus of policies"),
        tag("style", Markup(_STYLE)),
    )
    lead = tag("p", said(found), " ", _COUNTED, " The key: ", tag("span", key, cls="key"))
    return "<!doctype html>\n" + tag("html", head, tag("body", tag("h1", "Gaps in a corpus of policies"), lead, *tables), lang="en") + "\n"


def _box(gap: str) -> Markup:
    return tag("svg", tag("rect", cls=gap, width=8, height=8), viewBox="0 0 8 8", role="img", aria_hidden="true")


def _table(law: str, title: str, found: Summary) -> Markup:
    heads = ("Requirement", "Title", "Applies to", "With a gap", "", "missing, conflict, partial")
    rows = []
    for row in (row for row in found.rows if row.law == law):
        said = ", ".join(f"{gap} {_percent(row.gaps[gap], row.judged)}" for gap in _GAPS if row.gaps[gap])
        cells = (tag("td", str(row.judged), cls="n"), tag("td", _percent(sum(row.gaps.values()), row.judged), cls="n"))
        name = tag("th", row.id, scope="row", cls="id")
        advice = " (advice)" if row.advice else ""
        rows.append(tag("tr", name, tag("td", row.title + advice), *cells, tag("td", _bar(row, said)), tag("td", said)))
    top = tag("thead", tag("tr", *(tag("th", one, scope="col") for one in heads)))
    return tag("table", tag("caption", tag("h2", title)), top, tag("tbody", join(rows, "\n")))


def _bar(row: Row, said: str) -> Markup:
    parts, at = [], 0.0
    for gap in _GAPS:
        width = 100 * row.gaps[gap] / row.judged if row.judged else 0
        if width:
            parts.append(tag("rect", cls=gap, x=f"{at:.2f}", y=0, width=f"{width:.2f}", height=8))
        at += width
    return tag("svg", *parts, viewBox="0 0 100 8", preserveAspectRatio="none", role="img", aria_label=said or "no gaps")
