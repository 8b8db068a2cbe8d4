"""A program run in a terminal of its own, as a user would see it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class InTerminal:
    """A program whose standard streams are a terminal of `columns`; `seen` is what it has written there so far."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path, stdout: int | None = None, columns: int = 100) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.process = subprocess.Popen(
            list(command),
            stdin=slave,
            stdout=slave if stdout is None else stdout,
            stderr=slave,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait_for(self, wanted: str, seconds: float = 30) -> str:
        """Return what is written until `wanted` is there, from the last call on."""
        start, end = len(self.seen), time.monotonic() + seconds
        while wanted not in self.seen[start:]:
            assert time.monotonic() < end, f"waited for {wanted!r}, saw {self.seen[start:]!r}"
            if not self._read(0.2):
                raise AssertionError(f"it ended before {wanted!r}: {self.seen[start:]!r}")
        return self.seen[start:]

    def _read(self, seconds: float) -> bool:
        """Take in what there is; return whether there may be more."""
        if select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:  # the other end is closed
                return False
            self.seen += data.decode("utf-8", "replace")
            return bool(data)
        return True

    def finish(self, seconds: float = 60) -> int:
        """Return the exit code, once everything is read."""
        end = time.monotonic() + seconds
        while self._read(0.2) and time.monotonic() < end:
            pass
        return self.process.wait(max(1, end - time.monotonic()))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)
