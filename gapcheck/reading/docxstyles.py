"""What the styles of a Word file mean: which are headings and of which rank, which are a table of contents, which are bold."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])")
_LONGEST = 20  # styles that build on each other


class Style(NamedTuple):
    """A style with what it inherits; `level` is that of a heading, 0 for none."""

    level: int = 0
    toc: bool = False
    bold: bool = False
    hidden: bool = False
    numbered: bool = False


PLAIN = Style()


def value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(W + name, "")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return whether a property is switched on or off, None where nothing is said of it."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else value(found).lower() not in ("0", "false", "off", "none")


def read_styles(data: bytes) -> dict[str, Style]:
    """Return the styles by their ids."""
    if not data:
        return {}
    written = {value(style, "styleId"): style for style in fromstring(data).iter(W + "style")}
    return {name: _style(name, written) for name in written}


def _style(name: str, written: dict[str, Element]) -> Style:
    level, toc, numbered = 0, False, False
    bold: bool | None = None
    hidden: bool | None = None
    for _ in range(_LONGEST):
        style = written.get(name)
        if style is None:
            break
        called = value(style.find(W + "name")).lower()
        heading = _HEADING.fullmatch(called)
        outline = value(style.find(f"{W}pPr/{W}outlineLvl"))
        if not level and heading:
            level = int(heading[1])
        elif not level and outline.isdecimal() and int(outline) < 9:
            level = int(outline) + 1
        elif not level and called == "title":
            level = 1
        toc = toc or called.startswith("toc ")
        numbered = numbered or style.find(f"{W}pPr/{W}numPr") is not None
        own = style.find(W + "rPr")
        bold = is_on(own, "b") if bold is None else bold
        hidden = is_on(own, "vanish") if hidden is None else hidden
        name = value(style.find(W + "basedOn"))
    return Style(level if not toc else 0, toc, bool(bold), bool(hidden), numbered)


def unmarked_levels(data: bytes) -> frozenset[tuple[str, str]]:
    """Return the numbers and levels of lists that show no bullet: their paragraphs go on with the item above."""
    if not data:
        return frozenset()
    root = fromstring(data)
    unmarked: dict[str, list[str]] = {}
    for definition in root.iter(W + "abstractNum"):
        levels = [value(level, "ilvl") for level in definition.iter(W + "lvl") if _is_unmarked(level)]
        unmarked[value(definition, "abstractNumId")] = levels
    return frozenset(
        (value(number, "numId"), level)
        for number in root.iter(W + "num")
        for level in unmarked.get(value(number.find(W + "abstractNumId")), ())
    )


def _is_unmarked(level: Element) -> bool:
    form, text = level.find(W + "numFmt"), level.find(W + "lvlText")
    return value(form) == "none" or (value(form) == "bullet" and text is not None and not value(text).strip())
