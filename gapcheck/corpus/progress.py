"""How far a corpus run is, on a line of the terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from gapcheck.corpus.records import Source

_EVERY = 0.2
_BAR = 24


class Progress:
    """A bar with rate and remaining time; nothing where there is no terminal."""

    def __init__(self, stream: TextIO, policies: Source, quiet: bool) -> None:
        self.stream = stream if stream.isatty() and not quiet else None
        self.policies = policies
        self.begun = self.shown = time.monotonic()
        self.share = 0.0  # of what an earlier run had finished
        self.steps = 0

    def step(self) -> None:
        """Note that one more policy is judged."""
        self.steps += 1
        self.share = self.share if self.steps > 1 else self.policies.done
        now = time.monotonic()
        if self.stream and now - self.shown >= _EVERY:
            self.shown = now
            self.stream.write("\r" + self.line(now) + "\x1b[K")
            self.stream.flush()

    def line(self, now: float) -> str:
        """Return what is shown."""
        done, passed = self.policies.done, now - self.begun
        bar = "#" * int(_BAR * done)
        rate = self.steps / passed if passed else 0.0
        left = passed * (1 - done) / (done - self.share) if done > self.share else 0.0
        remaining = f", {_spoken(left)} left" if left else ""
        return f"[{bar:<{_BAR}}] {100 * done:3.0f} %  {self.steps} policies, {rate:.1f}/s{remaining}"

    def close(self) -> None:
        """Take the line away."""
        if self.stream:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def _spoken(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
