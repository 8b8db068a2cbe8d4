"""The parts of a Word file that hold words, taken out of their archive within limits and checked before anything reads them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from gapcheck.reading.docxstyles import W
from gapcheck.reading.refusal import refused

TARGET = "target"  # where a link leads: an attribute of ours
MAX_MEMBERS = 2_000
MAX_PART = 20_000_000  # bytes of one part, unpacked
MAX_UNPACKED = 200_000_000  # bytes of all, as the archive states them
MAX_RATIO = 200  # unpacked to packed; text in XML is seldom packed tighter than 30 to 1
MAX_ELEMENTS = 300_000
MAX_DEPTH = 200
TOO_DEEP = "the Word file is nested deeper than any policy; save its text as a new Word file"
_SMALL = 1_000_000  # what is no larger does no harm, however tightly it was packed
_MAIN = "word/document.xml"
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BOMB = "the Word file unpacks to far more than a policy holds; save the policy alone as a new Word file"
_BROKEN = "the Word file is damaged ({}); open it in Word and save it again"


class Parts:
    """The parts of one Word file: the body, what its notes, headers and footers say, and its styles and numbering, if any."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._elements = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = self._checked(archive)
                main = self._main(archive, names)
                self.body = self._tree(archive, main)
                self.styles = self._bytes(archive, _STYLES) if _STYLES in names else b""
                self.numbering = self._bytes(archive, _NUMBERING) if _NUMBERING in names else b""
                self._lead_on(self.body, archive, names, main)
                self.notes = {name[5:-4]: self._tree(archive, name) for name in _NOTES if name in names}
                self.running = [(name[5:11], self._tree(archive, name)) for name in sorted(names) if _RUNNING.fullmatch(name)]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise refused(path, _BROKEN.format("its archive cannot be unpacked")) from error
        except (expat.ExpatError, ParseError, LookupError, RecursionError) as error:
            raise refused(path, _BROKEN.format("its XML cannot be read")) from error
        except RuntimeError as error:  # what zipfile raises where a member has a password
            raise refused(path, "the Word file is encrypted; save it without a password") from error

    def _checked(self, archive: zipfile.ZipFile) -> frozenset[str]:
        """Return the names in the archive, once its directory promises nothing outrageous."""
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        tight = any(m.file_size > _SMALL and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members)
        if len(members) > MAX_MEMBERS or total > MAX_UNPACKED or tight:
            raise refused(self.path, _BOMB)
        return frozenset(member.filename for member in members)

    def _main(self, archive: zipfile.ZipFile, names: frozenset[str]) -> str:
        """Return the name of the part that holds the body; a few programs call it otherwise than Word does."""
        if _MAIN in names:
            return _MAIN
        if "_rels/.rels" in names:
            for relation in fromstring(self._bytes(archive, "_rels/.rels")):
                target = relation.get("Target", "").lstrip("/")
                if relation.get("Type", "").endswith("/officeDocument") and target in names and target.startswith("word/"):
                    return target
        raise refused(self.path, "this is a ZIP archive, but no Word file; unpack it and give the policy in it")

    def _bytes(self, archive: zipfile.ZipFile, name: str) -> bytes:
        """Return a part unpacked; no more is unpacked than one may hold, whatever the archive says of it."""
        with archive.open(name) as file:
            data = file.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise refused(self.path, _BOMB)
        data = data.replace(_STRICT, _USUAL)
        self._elements += _measured(data, self.path)
        if self._elements > MAX_ELEMENTS:
            raise refused(self.path, "the Word file has more parts than any policy; save the policy alone as a new Word file")
        return data

    def _lead_on(self, tree: Element, archive: zipfile.ZipFile, names: frozenset[str], part: str) -> None:
        """Note at every link of a part where it leads."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        if relations in names:
            targets = {one.get("Id", ""): one.get("Target", "") for one in fromstring(self._bytes(archive, relations))}
            for link in tree.iter(W + "hyperlink"):
                link.set(TARGET, targets.get(next((value for name, value in link.items() if name.endswith("}id")), ""), ""))

    def _tree(self, archive: zipfile.ZipFile, name: str) -> Element:
        return fromstring(self._bytes(archive, name))


def _measured(data: bytes, path: str) -> int:
    """Return the number of elements of an XML part; raise ReadError where it declares entities or nests without end."""
    parser = expat.ParserCreate(namespace_separator=" ")  # else a prefix without a meaning is noticed only later
    depth = count = 0

    def declared(*_: object) -> None:
        raise refused(path, "the Word file declares XML entities, which no Word program writes; open it in Word and save it again")

    def opened(_: str, __: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH:
            raise refused(path, TOO_DEEP)
        if count > MAX_ELEMENTS:
            raise refused(path, "the Word file has more parts than any policy; save the policy alone as a new Word file")

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.Parse(data, True)
    return count


def is_word(data: bytes) -> bool:
    """Return whether the archive that `data` begins is a Word file, by the names of its members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("word/") for name in archive.namelist()[:MAX_MEMBERS])
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return False
