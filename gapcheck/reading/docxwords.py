"""What of a Word file is its text: tracked insertions but no deletions, text boxes and notes in their places, no comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from gapcheck.reading.docxparts import TARGET, Parts
from gapcheck.reading.docxstyles import PLAIN, Style, W, is_on, read_styles, unmarked_levels, value
from gapcheck.reading.titles import rank

TOC, HEADER, FOOTER, MORE = "GapcheckContents", "GapcheckHeader", "GapcheckFooter", "GapcheckMore"
DEEPEST = 5  # list in a list
LINK = W + "hyperlink"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE = _MC + "AlternateContent"
_BOX = W + "txbxContent"
# Elements whose contents count as if they stood there alone.
_OPENED = frozenset(W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir", "sdtContent"))
_PICTURES = frozenset(W + name for name in ("drawing", "pict", "object")) | {_ALTERNATE}
_IN_RUN = frozenset(W + name for name in ("t", "tab", "br", "cr", "sym", "noBreakHyphen", "softHyphen", "ptab"))
_REFERENCES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_KEPT_OF_PARAGRAPH = frozenset(W + name for name in ("pStyle", "numPr"))


class Words:
    """The body of a Word file, made anew from what counts."""

    def __init__(self, parts: Parts) -> None:
        self.styles = read_styles(parts.styles)
        self._unmarked = unmarked_levels(parts.numbering)
        self._notes = {
            (part, value(note, "id")): note
            for part, tree in parts.notes.items()
            for note in tree
            if value(note, "type") not in ("separator", "continuationSeparator", "continuationNotice")
        }
        self._cited: list[Element] = []  # notes of the section being read: they are read at its end
        self._boxes: list[Element] = []  # text boxes of the paragraph being read: they are read behind it
        self.body = Element(W + "body")
        running = {kind: list(self._running(parts, kind)) for kind in ("header", "footer")}
        self.body.extend(running["header"])
        body = parts.body.find(W + "body")
        self._cited.clear()
        for block in self._blocks(body if body is not None else ()):
            if self._level(block):
                self._end_section()
            self.body.append(block)
        self._end_section()
        self.body.extend(running["footer"])

    def _running(self, parts: Parts, kind: str) -> Iterator[Element]:
        """Yield what the headers or footers say, each line once."""
        seen = set()
        for _, tree in (one for one in parts.running if one[0] == kind):
            for paragraph in (found for block in self._blocks(tree) for found in block.iter(W + "p")):
                words = said(paragraph)
                if any(map(str.isalpha, words)) and words not in seen:
                    seen.add(words)
                    _restyle(paragraph, HEADER if kind == "header" else FOOTER)
                    yield paragraph

    def _end_section(self) -> None:
        cited, self._cited = self._cited, []
        for note in cited:
            self.body.extend(self._blocks(note))

    def _level(self, block: Element) -> int:
        name = value(block.find(f"{W}pPr/{W}pStyle")) if block.tag == W + "p" else ""
        return int(name[7:]) if name.startswith("Heading") and name[7:].isdecimal() else 0

    def _blocks(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Yield the paragraphs and tables that count, text boxes behind the paragraphs they are anchored in."""
        for element in elements:
            if element.tag == W + "p":
                outer, self._boxes = self._boxes, []
                yield self._paragraph(element)
                boxes, self._boxes = self._boxes, outer
                for box in boxes:
                    yield from self._blocks(box)
            elif element.tag == W + "tbl":
                yield self._table(element)
            elif element.tag == W + "sdt":
                yield from self._blocks(element.findall(W + "sdtContent"))
            elif element.tag in _OPENED:
                yield from self._blocks(element)
            elif element.tag == _ALTERNATE:
                yield from self._blocks(_chosen(element))

    def _table(self, table: Element) -> Element:
        made = Element(W + "tbl")
        for row in _inside(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            new = SubElement(made, W + "tr")
            if properties is not None:
                new.append(properties)
            for cell in _inside(row, "tc"):
                if cell.find(f"{W}tcPr/{W}cellDel") is None:
                    own = SubElement(new, W + "tc")
                    own.extend(cell.findall(W + "tcPr"))
                    own.extend(self._blocks(cell))
        return made

    def _paragraph(self, paragraph: Element) -> Element:
        properties = paragraph.find(W + "pPr")
        style = self.styles.get(value(paragraph.find(f"{W}pPr/{W}pStyle")), PLAIN)
        made = Element(W + "p")
        new = SubElement(made, W + "pPr")
        if properties is not None:
            new.extend(child for child in properties if child.tag in _KEPT_OF_PARAGRAPH)
            mark = properties.find(W + "rPr")
            if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
                SubElement(SubElement(new, W + "rPr"), W + "del")
        made.extend(self._runs(paragraph, style))
        outline = value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
        if style.toc:
            _restyle(made, TOC)
        elif level:
            _restyle(made, f"Heading{min(level, 6)}")
        elif (style.numbered or new.find(W + "numPr") is not None) and _is_title(made):
            _restyle(made, f"Heading{min(5 + self._depth(new), 6)}")  # below those that have a style
        elif (value(new.find(f"{W}numPr/{W}numId")), str(self._depth(new))) in self._unmarked:
            _restyle(made, f"{MORE}{min(self._depth(new) + 1, DEEPEST)}")
        return made

    @staticmethod
    def _depth(properties: Element) -> int:
        depth = value(properties.find(f"{W}numPr/{W}ilvl"))
        return int(depth) if depth.isdecimal() else 0

    def _runs(self, elements: Iterable[Element], style: Style) -> Iterator[Element]:
        """Yield the runs that count; what is a comment, was deleted or is hidden is left out."""
        for element in elements:
            if element.tag == W + "r":
                yield from self._run(element, style)
            elif element.tag == W + "sdt":
                yield from self._runs(element.findall(W + "sdtContent"), style)
            elif element.tag == LINK:
                link = Element(LINK, {TARGET: element.get(TARGET, "")})
                link.extend(self._runs(element, style))
                yield link
            elif element.tag in _OPENED:
                yield from self._runs(element, style)
            elif element.tag == _ALTERNATE and not any(True for _ in element.iter(_BOX)):
                yield from self._runs(_chosen(element), style)
            elif element.tag in _PICTURES:
                self._boxes += _boxes(element)

    def _run(self, run: Element, style: Style) -> Iterator[Element]:
        properties = run.find(W + "rPr")
        own = self.styles.get(value(run.find(f"{W}rPr/{W}rStyle")), PLAIN)
        hidden = is_on(properties, "vanish")
        if (own.hidden or style.hidden) if hidden is None else hidden:
            return
        said = is_on(properties, "b")
        bold = (own.bold or style.bold) if said is None else said
        made = Element(W + "r")
        # Italics and underlines set a title apart as bold type does.
        if bold or is_on(properties, "i") or is_on(properties, "u"):
            SubElement(SubElement(made, W + "rPr"), W + ("b" if bold else "i"))
        for child in run:
            if child.tag in (W + "cr", W + "ptab"):
                SubElement(made, W + ("br" if child.tag == W + "cr" else "tab"))
            elif child.tag in _IN_RUN:
                made.append(child)
            elif child.tag in _REFERENCES:
                note = self._notes.pop((_REFERENCES[child.tag], value(child, "id")), None)
                self._cited += [] if note is None else [note]
            elif child.tag == _ALTERNATE and not any(True for _ in child.iter(_BOX)):
                made.extend(inner for inner in _chosen(child) if inner.tag in _IN_RUN)
            elif child.tag in _PICTURES:
                self._boxes += _boxes(child)
        yield made


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or cells of a row, those in content controls and tracked changes too."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag == W + "sdt":
            yield from (found for content in child.findall(W + "sdtContent") for found in _inside(content, name))
        elif child.tag in _OPENED:
            yield from _inside(child, name)


def _chosen(alternate: Element) -> Element:
    """Return the first of the renderings that are given for the same thing."""
    choice = alternate.find(_MC + "Choice")
    return choice if choice is not None else Element("none")


def _boxes(picture: Element) -> list[Element]:
    """Return the outermost text boxes of a picture, of one rendering only; those inside them are found when they are read."""
    found: list[Element] = []
    for child in picture:
        if child.tag == _BOX:
            found.append(child)
        elif child.tag != _MC + "Fallback" or not found:
            found += _boxes(child)
    return found


def said(paragraph: Element) -> str:
    """Return the words of a paragraph."""
    return " ".join("".join(text.text or "" for text in paragraph.iter(W + "t")).split())


def _restyle(paragraph: Element, name: str) -> None:
    """Give a paragraph the style `name` and take it out of its list."""
    properties = paragraph.find(W + "pPr")
    assert properties is not None
    for child in [child for child in properties if child.tag in _KEPT_OF_PARAGRAPH]:
        properties.remove(child)
    SubElement(properties, W + "pStyle").set(W + "val", name)


def _is_title(paragraph: Element) -> bool:
    """Return whether a numbered paragraph heads what follows: it is set apart throughout, short, and worded as a title."""
    words = said(paragraph)
    bold = all(run.find(f"{W}rPr") is not None for run in paragraph.iter(W + "r") if said(run))
    return bool(words) and len(words) <= 100 and bold and rank(words) > 0
