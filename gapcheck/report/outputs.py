"""Which report goes where: a format for each file from its name, one for the terminal, and files written whole."""

from __future__ import annotations

import os

from gapcheck.errors import GapcheckError, Problem
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import BINARY

if TYPE_CHECKING:
    from collections.abc import Sequence

TERMINAL = "-"
# What the end of a file's name stands for. Where that may be several formats, --format says which, else it is the first.
SUFFIXES = {
    ".txt": ("table", "matrix", "concise", "github"),
    ".html": ("html",),
    ".htm": ("html",),
    ".xlsx": ("xlsx",),
    ".csv": ("csv",),
    ".md": ("markdown",),
    ".markdown": ("markdown",),
    ".json": ("json", "sarif"),
    ".sarif": ("sarif",),
    ".xml": ("junit",),
}


class Outputs(Record):
    """The format of each file to write, and of what is printed: "" for nothing."""

    files: tuple[tuple[str, str], ...]
    terminal: str

    @property
    def formats(self) -> frozenset[str]:
        """Every format wanted."""
        return frozenset(format for _, format in self.files) | {self.terminal} - {""}


def outputs(names: Sequence[str], format: str, quiet: bool = False) -> Outputs:
    """Return what to write where; raise GapcheckError where that is not clear or not possible.

    A format that a file gets is not printed too.
    """
    files = tuple((name, _format_of(name, format)) for name in names if name != TERMINAL)
    places = [os.path.realpath(name) for name, _ in files]
    twice = next((name for at, (name, _) in enumerate(files) if places[at] in places[:at]), "")
    if twice:
        raise _error(f"--output names {twice} twice")
    printed = TERMINAL in names or format not in {format for _, format in files}
    wanted = Outputs(files, format if printed and not quiet else "")
    if wanted.terminal in BINARY:
        raise _error(f"{format} is no text, so it needs a file: --output report.{format}")
    if "xlsx" in wanted.formats:
        from importlib.util import find_spec  # only where it matters

        if find_spec("xlsxwriter") is None:
            raise _error("xlsx needs XlsxWriter, which is not installed; install it with: pip install 'gapcheck[xlsx]'")
    return wanted


def _format_of(name: str, format: str) -> str:
    suffix = os.path.splitext(name)[1].lower()
    if not suffix:
        return format
    if suffix not in SUFFIXES:
        raise _error(f"--output cannot tell the format of {name} from its suffix; known are: {', '.join(SUFFIXES)}")
    formats = SUFFIXES[suffix]
    return format if format in formats else formats[0]


def save(report: str | bytes, path: str) -> list[str]:
    """Write `report` to `path`, whole or not at all; return what went wrong, if anything did."""
    target = os.path.realpath(path)
    partial = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.tmp")
    data = report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target):
            with open(target, "wb") as device:  # such as /dev/null: nothing to replace
                device.write(data)
            return []
        try:
            with open(partial, "xb") as file:
                file.write(data)
            os.replace(partial, target)
        finally:
            if os.path.lexists(partial):
                os.unlink(partial)
    except (OSError, ValueError) as error:
        return [f"gapcheck: the report cannot be written to {path}: {getattr(error, 'strerror', None) or error}"]
    return []


def _error(message: str) -> GapcheckError:
    return GapcheckError(Problem("gapcheck", 0, 0, message))
