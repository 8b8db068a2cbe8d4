"""How far a long run is: a line on the terminal, once a run takes long enough for anybody to wonder."""

from __future__ import annotations

import os
import time

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO, TypeVar

    T = TypeVar("T")

PATIENCE = 1.0  # seconds
_COUNTED = "{n_fmt}/{total_fmt} policies |{bar}| {rate_noinv_fmt}, {remaining} left"
_SHARE = "{percentage:3.0f} % |{bar}| {n_fmt} policies, {rate_noinv_fmt}, {remaining} left"


def seen(stderr: TextIO, quiet: bool) -> bool:
    """Return whether anybody would see how far a run is."""
    return not quiet and os.environ.get("TERM") != "dumb" and stderr.isatty()


def watched(items: Iterator[T], total: int | Callable[[], int], stderr: TextIO, before: int = 0) -> Iterator[T]:
    """Yield `items`; where they take long, `stderr` shows how far they are, the rate and the time left, and nothing of it in the end.

    A total that is only guessed, better and better, is a function. `before` is how many were done in an earlier run.
    """
    started = time.monotonic()
    done = 0
    for item in items:
        yield item
        done += 1
        if time.monotonic() - started >= PATIENCE and (callable(total) or done < total):
            break
    else:
        return
    yield from _shown(items, done, total, started, stderr, before)


def _shown(items: Iterator[T], done: int, total: int | Callable[[], int], started: float, stderr: TextIO, before: int) -> Iterator[T]:
    try:
        from tqdm import tqdm
    except ImportError:  # an installation without it does its work all the same
        yield from items
        return
    tqdm.monitor_interval = 0  # no thread: a later fork may not find one
    bar = tqdm(
        total=total() if callable(total) else total,
        initial=before + done,
        file=stderr,
        leave=False,
        dynamic_ncols=True,
        bar_format=_SHARE if callable(total) else _COUNTED,
        unit=" policies",
        smoothing=0,
        delay=1e-9,  # not before what is set below
        ascii=not _takes_blocks(stderr),
    )
    # What was done before there was anything to show counts for the rate.
    bar.initial, bar.start_t = before, bar.start_t - (time.monotonic() - started)
    with bar:
        bar.refresh()
        for item in items:
            yield item
            if callable(total):
                bar.total = total()
            bar.update()


def _takes_blocks(stderr: TextIO) -> bool:
    return "utf" in (stderr.encoding or "").lower() and os.environ.get("TERM") != "linux"
