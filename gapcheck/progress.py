"""How far a long run is: a line on the terminal, once a run takes long enough for anybody to wonder."""

from __future__ import annotations

import os
import time

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO, TypeVar

    T = TypeVar("T")

PATIENCE = 1.0  # seconds


def watched(items: Iterator[T], total: int, stderr: TextIO) -> Iterator[T]:
    """Yield `items`; where they take long, `stderr` shows count, rate and time left, and nothing of it when all are done."""
    started = time.monotonic()
    done = 0
    for item in items:
        yield item
        done += 1
        if done < total and time.monotonic() - started >= PATIENCE:
            break
    if done < total:
        yield from _shown(items, done, total, started, stderr)


def _shown(items: Iterator[T], done: int, total: int, started: float, stderr: TextIO) -> Iterator[T]:
    try:
        from tqdm import tqdm
    except ImportError:  # an installation without it does its work all the same
        yield from items
        return
    tqdm.monitor_interval = 0  # no thread: a later fork may not find one
    form = "{n_fmt}/{total_fmt} policies |{bar}| {rate_noinv_fmt}, {remaining} left"
    bar = tqdm(
        total=total,
        initial=done,
        file=stderr,
        leave=False,
        dynamic_ncols=True,
        bar_format=form,
        unit=" policies",
        smoothing=0,
        delay=1e-9,  # not before what is set below
        ascii=not _takes_blocks(stderr),
    )
    # What was done before there was anything to show counts for the rate.
    bar.initial, bar.start_t = 0, bar.start_t - (time.monotonic() - started)
    with bar:
        bar.refresh()
        for item in items:
            yield item
            bar.update()


def _takes_blocks(stderr: TextIO) -> bool:
    return "utf" in (stderr.encoding or "").lower() and os.environ.get("TERM") != "linux"
