"""Word policies: the words in the order they are read, one line a paragraph, under the structure that Word gives them."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from gapcheck.links import in_html
from gapcheck.reading.blocks import Block
from gapcheck.reading.clauses import claused
from gapcheck.reading.docxparts import TARGET, TOO_DEEP, Parts
from gapcheck.reading.docxstyles import W
from gapcheck.reading.docxwords import DEEPEST, FOOTER, HEADER, LINK, MORE, TOC, Words
from gapcheck.reading.html import html_blocks
from gapcheck.reading.outline import Outlined, outline
from gapcheck.reading.refusal import refused

NOTE = "read from a Word file: places are lines of its text, one line a paragraph, list item or table row"
_MISSING = "to read Word files, gapcheck needs mammoth: pip install 'gapcheck[docx]'; or save the policy as plain text or Markdown"
_STYLE_MAP = f"p.{TOC} => nav > p:fresh\np.{HEADER} => header > p:fresh\np.{FOOTER} => footer > p:fresh\nbr[type='page'] =>\n"
_STYLE_MAP += "\n".join(f"p.{MORE}{depth} => {'ul|ol > li > ' * depth}p:fresh" for depth in range(1, DEEPEST + 1))
_WORDS = re.compile(r"\S+")
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    b"</Types>"
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_IS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def read_docx(data: bytes, path: str) -> tuple[str, Outlined, tuple[int, ...]]:
    """Return the text of a Word file, its sections and statements, and where links to other pages begin in it."""
    parts = Parts(data, path)
    try:
        page = _page(Words(parts).body, parts)
    except ImportError:
        raise refused(path, _MISSING) from None
    except RecursionError:  # tables in tables: each takes the converter some steps
        raise refused(path, TOO_DEEP) from None
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        raise refused(path, f"the Word file is not put together as Word does it ({said}); open it in Word and save it again") from error
    blocks, words = html_blocks(page)
    text, moved, links = _set_in_lines(words, blocks, in_html(page, words))
    return text, outline(text, claused(text, moved)), links


def _page(body: Element, parts: Parts) -> str:
    """Return the body as HTML; the converter is given nothing but what was checked."""
    from mammoth import convert_to_html

    links = Element(_RELATED + "Relationships")
    for number, link in enumerate(body.iter(LINK)):
        target = link.attrib.pop(TARGET)
        if target.startswith(("mailto:", "http:", "https:")):
            link.set(_ID, f"r{number}")
            SubElement(links, _RELATED + "Relationship", {"Id": f"r{number}", "Target": target, "Type": _IS_LINK, "TargetMode": "External"})
        else:
            link.set(W + "anchor", "place")
    document = Element(W + "document")
    SubElement(document, W + "body").extend(body)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELATIONS)
        made.writestr("word/_rels/document.xml.rels", tostring(links, "utf-8"))
        made.writestr("word/document.xml", tostring(document, "utf-8"))
        for name, part in (("styles", parts.styles), ("numbering", parts.numbering)):
            if part:
                made.writestr(f"word/{name}.xml", part)
    html: str = convert_to_html(archive, style_map=_STYLE_MAP, include_embedded_style_map=False).value
    return html


def _set_in_lines(words: str, blocks: Sequence[Block], links: Sequence[int]) -> tuple[str, list[Block], tuple[int, ...]]:
    """Return the words with one space or line end between them, cells of a row apart by bars, and the blocks and links moved there."""
    rows = [block for block in blocks if block.kind == "row"]
    bars = {end for row in rows for _, end in row.cells if row.start < end < row.end}
    edges = [row.start for row in rows]
    made: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    ends: list[int] = []
    at, before = 0, 0
    for match in _WORDS.finditer(words):
        if made:
            row = bisect_right(edges, match.start() - 1) - 1
            in_row = row >= 0 and rows[row].start < match.start() < rows[row].end
            gap = " | " if in_row and before in bars else "\n" if not in_row and "\n" in words[before : match.start()] else " "
            made.append(gap)
            at += len(gap)
        starts.append(match.start())
        places.append(at)
        made.append(match[0])
        at += len(match[0])
        ends.append(at)
        before = match.end()

    def moved(offset: int) -> int:
        word = bisect_right(starts, offset) - 1
        return min(places[word] + offset - starts[word], ends[word]) if word >= 0 else 0

    text = "".join(made) + "\n"
    return text, [block.moved(moved) for block in blocks], tuple(map(moved, links))
