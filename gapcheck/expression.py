"""Regular expressions that are made ready when first used, and then without `re`, whose import takes half as long as Python's start.

What `re` compiles an expression to is a list of numbers, which the engine that runs it takes (and checks) as it stands. So that
`re` need not be asked in every run, those numbers are kept between runs as compiled rules are. Where that cannot be done,
because this Python has another engine or there is no place to keep anything, `re` does all as usual.
"""

from __future__ import annotations

from gapcheck.cache import added
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Pattern
    from typing import Any

    # Flags, code as packed numbers, number of groups, names of groups.
    Code = tuple[int, bytes, int, tuple[tuple[str, int], ...]]

_METHODS = ("match", "fullmatch", "search", "findall", "finditer", "sub", "split", "groupindex")
_sources: list[str] = []
_codes: dict[str, Code | None] = {}


def expression(source: str, flags: str = "") -> Pattern[str]:
    """Return a regular expression with the methods that are used here; `flags` are letters, as in `(?i)`."""
    if flags:
        source = f"(?{flags}){source}"
    _sources.append(source)
    made: Any = _Expression(source)
    return made  # type: ignore[no-any-return]


class _Expression:
    """Has no method until one is asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        pattern = _pattern(self._source)
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def _pattern(source: str) -> Pattern[str]:
    if source not in _codes:
        # All that are there by now: most are used together.
        new = [one for one in _sources if one not in _codes]
        _codes.update(added("expressions", new, lambda sources: zip(sources, compiled(*sources), strict=True)))
    code = _codes[source]
    try:
        made = code and ready(source, code)
    except (ImportError, RuntimeError, TypeError, ValueError, OverflowError):
        made = None
    if made is None:
        import re

        made = re.compile(source)
    return made


def compiled(*sources: str) -> tuple[Code | None, ...]:
    """Return what `re` compiles each source to, or None for those where that does not work without it."""
    return tuple(_compiled(source) for source in sources)


def _compiled(source: str) -> Code | None:
    import re

    wanted = re.compile(source)
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(source)
        code = memoryview(bytearray(4 * len(numbers := _compiler._code(parsed, 0)))).cast("I")
        for place, number in enumerate(numbers):
            code[place] = number
        made = (wanted.flags, code.tobytes(), wanted.groups, tuple(wanted.groupindex.items()))
        return made if ready(source, made) == wanted else None
    except Exception:  # another Python, whose `re` is built in another way
        return None


def ready(source: str, code: Code) -> Pattern[str]:
    """Return the expression that was compiled to `code`."""
    import _sre  # type: ignore[import-not-found]

    flags, numbers, groups, names = code
    by_group: list[str | None] = [None] * (groups + 1)
    for name, group in names:
        by_group[group] = name
    made: Pattern[str] = _sre.compile(source, flags, memoryview(numbers).cast("I").tolist(), groups, dict(names), tuple(by_group))
    return made
