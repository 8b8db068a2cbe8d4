"""HTML that cannot be got wrong: whatever is not known to be markup is text, and is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from gapcheck.report.terminal import INVISIBLE, printable

_SPACE = re.compile(r"\s+")
_EMPTY = frozenset({"meta", "input", "br", "col"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def shown(text: str) -> str:
    """Return `text` fit to show: spaces as one, no invisible characters, and all other controls written as escapes."""
    return printable(_SPACE.sub(" ", text.translate(INVISIBLE)))


def text(*parts: str) -> Markup:
    """Return `parts` one after the other; those that are not markup are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(shown(part)) for part in parts))


def join(parts: Iterable[str], between: str = "") -> Markup:
    """Return `parts` with `between` between them; what is not markup is escaped."""
    return Markup(text(between).join(text(part) for part in parts))


def tag(name: str, /, *parts: str, **attributes: str | int | bool | None) -> Markup:
    """Return an element. `cls` is its class; in other attributes `_` stands for `-`; None and False are left out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    head = f"<{name}{written}>"
    return Markup(head if name in _EMPTY else f"{head}{text(*parts)}</{name}>")


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = "class" if key == "cls" else key.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(shown(str(value)))}"'
