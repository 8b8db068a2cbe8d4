"""What `functools`, `operator` and `datetime` take from modules that Python has in it: those take time to import, these none."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from functools import cached_property, reduce
    from operator import and_, or_
else:
    try:
        from _functools import reduce
        from _operator import and_, or_
    except ImportError:  # another Python
        from functools import reduce
        from operator import and_, or_

    try:
        from _datetime import date
    except ImportError:
        from datetime import date

    class cached_property:
        """A property that is worked out once for each object."""

        def __init__(self, make):
            self.make, self.name = make, make.__name__

        def __get__(self, owner, kind=None):
            if owner is None:
                return self
            value = owner.__dict__[self.name] = self.make(owner)
            return value


__all__ = ["and_", "cached_property", "date", "or_", "reduce"]
