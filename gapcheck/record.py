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

    class _Meta(type):
        """Turns the annotations of a class body into fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            fields = tuple(space.get("__annotations__", ()))
            space["_field_defaults"] = {field: space[field] for field in fields if field in space}
            space.update((field, _field(field, number)) for number, field in enumerate(fields))
            space["_fields"] = space["__match_args__"] = fields
            space["__slots__"] = ()
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
