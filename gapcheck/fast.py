"""What `functools` and `operator` take from modules that Python has in it: those take time to import, these none."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from functools import reduce
    from operator import and_, or_
else:
    try:
        from _functools import reduce
        from _operator import and_, or_
    except ImportError:  # another Python
        from functools import reduce
        from operator import and_, or_

__all__ = ["and_", "or_", "reduce"]
