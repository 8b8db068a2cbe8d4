"""Named tuples without `typing`, whose import alone takes as long as the check of a short policy.

A type checker sees `typing.NamedTuple`; what runs is the part of it that is used here. For the same reason, names that only
a type checker reads are imported under TYPE_CHECKING, which is false here too.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Self
    from typing import NamedTuple as Record
else:

    def _field(name: str, number: int) -> property:
        return property(lambda record: tuple.__getitem__(record, number), doc=f"field {number}: {name}")

    if sys.implementation.name == "cpython":
        from _collections import _tuplegetter  # what namedtuple itself uses: twice as fast

        def _field(name: str, number: int) -> object:
            return _tuplegetter(number, name)

    _tuple = tuple.__new__
    # Most records are small and made by the thousand: for them, a function of just so many arguments, which get the fields' names.
    _MAKERS = {
        2: lambda cls, a, b: _tuple(cls, (a, b)),
        3: lambda cls, a, b, c: _tuple(cls, (a, b, c)),
        4: lambda cls, a, b, c, d: _tuple(cls, (a, b, c, d)),
        5: lambda cls, a, b, c, d, e: _tuple(cls, (a, b, c, d, e)),
        8: lambda cls, a, b, c, d, e, f, g, h: _tuple(cls, (a, b, c, d, e, f, g, h)),
        9: lambda cls, a, b, c, d, e, f, g, h, i: _tuple(cls, (a, b, c, d, e, f, g, h, i)),
    }

    def _maker(fields: tuple[str, ...], defaults: dict[str, Any]) -> Any:
        maker = _MAKERS[len(fields)]
        code = maker.__code__.replace(co_varnames=("cls", *fields), co_name="__new__")
        return type(maker)(code, globals(), "__new__", tuple(defaults.values()))

    class _Meta(type):
        """Turns the annotations of a class body into fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            fields = tuple(space.get("__annotations__", ()))
            space["_field_defaults"] = defaults = {field: space[field] for field in fields if field in space}
            space.update((field, _field(field, number)) for number, field in enumerate(fields))
            space["_fields"] = space["__match_args__"] = fields
            space["__slots__"] = ()
            if len(fields) in _MAKERS:
                space["__new__"] = _maker(fields, defaults)
            return type.__new__(cls, name, bases, space)

    class Record(tuple, metaclass=_Meta):
        """A tuple whose places have names."""

        def __new__(cls, *values: Any, **named: Any) -> Self:
            if named or len(values) != len(cls._fields):
                values = cls._complete(values, named)
            return _tuple(cls, values)

        @classmethod
        def _complete(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
            """Return a value for each field, those left out by their defaults; TypeError where there is none, or one too many."""
            left = cls._fields[len(values) :]
            given = {**cls._field_defaults, **named}
            if len(values) > len(cls._fields) or not named.keys() <= set(left) or not given.keys() >= set(left):
                raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
            return values + tuple([given[field] for field in left])

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self:
            return cls(*values)

        def _replace(self, **named: Any) -> Self:
            return type(self)(**{**self._asdict(), **named})

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"


__all__ = ["TYPE_CHECKING", "Record"]
