"""Work spread over processes, any of which may die or hang at any time: each piece is answered exactly once, in their order.

Each worker has a pipe of its own, and answers piece by piece. So it is known of a dead one which piece it was at, nothing that
it had answered is lost, and no lock that it held can stop the others; a pool of `multiprocessing` has none of that.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcheck.errors import GapcheckError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    # What a worker makes, from what it is given, to work with: a function from a piece to its answer.
    Make = Callable[[Any], Callable[[Any], Any]]

# A worker is given so many pieces at once, in the end; few at first, so that a short run is shared fairly.
BATCH = 16
# So many batches for each worker may be ahead of the oldest piece that has no answer yet.
AHEAD = 4
# A piece that so many workers died of is given to no other.
DEATHS = 2
# A worker that is at one piece for longer is ended; no piece has any business taking so many seconds.
LIMIT = 300.0
_STILLBORN = 3
_TICK = 0.5


class Lost(NamedTuple):
    """What stands for the answer to a piece that cost workers their lives: `code` is how the last one ended, and `limit` how many
    seconds it was given where it was ended for taking longer.
    """

    code: int | None
    limit: float | None = None

    @property
    def says(self) -> str:
        """One sentence on it."""
        if self.limit is not None:
            return f"it was given up after {self.limit:g} seconds; --time-limit gives it longer"
        how = f" (signal {-self.code})" if self.code and self.code < 0 else f" (exit code {self.code})" if self.code else ""
        return f"the process that checked it was ended{how}, and so was the next one; check it by itself"


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def spread(pieces: Iterable[Any], make: Make, given: Any, workers: int, limit: float = LIMIT) -> Iterator[Any]:
    """Yield the answer to each piece, or Lost; pieces are taken as they are needed, and none is worked at for more than `limit` seconds.

    `make(given)` is called once in each worker, and must be importable there; everything must be possible to pickle.
    """
    crew = _Crew(pieces, pickle.dumps((make, given), pickle.HIGHEST_PROTOCOL), workers, limit)
    try:
        yield from crew.answers()
    finally:
        crew.end()


class _Worker:
    """One process; `todo` are the pieces that it was given and has not answered, in its order, and `waited` is for how many seconds
    the first of them was waited for.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a copy of a process that has threads may never come to life
        self.pipe: Connection
        self.pipe, end = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(end,), daemon=True)
        self.process.start()
        end.close()  # so that its death closes the pipe
        self.todo: deque[tuple[int, Any]] = deque()
        self.waited = 0.0
        self.ready = False
        self.batch = 1

    def end(self) -> int | None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        return code


class _Crew:
    """The workers, and where each piece stands."""

    def __init__(self, pieces: Iterable[Any], setup: bytes, workers: int, limit: float) -> None:
        self.source = enumerate(pieces)
        self.setup = setup
        self.most = workers
        self.limit = limit
        self.workers: list[_Worker] = []
        self.again: deque[tuple[int, Any]] = deque()
        self.deaths: dict[int, int] = {}
        self.answered: dict[int, Any] = {}
        self.first = 0  # the oldest piece that was not yielded
        self.taken = 0  # how many pieces were taken from their source
        self.exhausted = False
        self.stillborn = 0

    def answers(self) -> Iterator[Any]:
        """Yield the answers in order."""
        self._refill()
        while self.workers:
            for worker in self._heard():
                self._hear(worker)
            while self.first in self.answered:
                yield self.answered.pop(self.first)
                self.first += 1
            self._refill()

    def end(self) -> None:
        """End every worker."""
        while self.workers:
            self.workers.pop().end()

    def _heard(self) -> list[_Worker]:
        """Return the workers that say something or are dead; those that have been silent for too long are ended."""
        begun = time.monotonic()
        pipes = wait([worker.pipe for worker in self.workers], _TICK)
        # Only what was waited here counts: not the time in which answers were used, nor that in which all of us were stopped.
        passed = min(time.monotonic() - begun, _TICK)
        silent = [worker for worker in self.workers if worker.todo and worker.pipe not in pipes]
        for worker in silent:
            worker.waited += passed
            if worker.waited >= self.limit:
                self._give_up(worker)
        return [worker for worker in self.workers if worker.pipe in pipes]

    def _hear(self, worker: _Worker) -> None:
        """Take one message from a worker, or notice that it is dead."""
        try:
            kind, number, answer = pickle.loads(worker.pipe.recv_bytes())
            if kind == "begun":
                worker.pipe.send_bytes(self.setup)
                return
        except (EOFError, OSError):
            self._bury(worker)
            return
        if kind == "failed":
            raise RuntimeError(answer)
        if kind == "ready":
            worker.ready = True
            return
        worker.todo.popleft()
        worker.waited = 0.0
        self.answered[number] = answer
        self.stillborn = 0

    def _give_up(self, worker: _Worker) -> None:
        """End a worker that is too long at a piece, which would take the next one as long."""
        self.workers.remove(worker)
        number = worker.todo.popleft()[0]
        self.answered[number] = Lost(worker.end(), self.limit)
        self._give_back(worker)

    def _bury(self, worker: _Worker) -> None:
        """Keep what a dead worker had not answered for the others."""
        self.workers.remove(worker)
        code = worker.end()
        if worker.todo:
            number = worker.todo[0][0]
            self.deaths[number] = self.deaths.get(number, 0) + 1
            if self.deaths[number] >= DEATHS:
                worker.todo.popleft()
                self.answered[number] = Lost(code)
        elif not worker.ready:
            self.stillborn += 1
            if self.stillborn >= _STILLBORN:
                raise GapcheckError(Problem("--jobs", 0, 0, f"processes cannot be started here (exit code {code}); leave --jobs out"))
        self._give_back(worker)

    def _give_back(self, worker: _Worker) -> None:
        self.again.extend(worker.todo)
        self.again = deque(sorted(self.again, key=lambda piece: piece[0]))

    def _refill(self) -> None:
        """Give pieces to those workers that have none, let those go for whom there are none, and start such as are lacking."""
        for worker in [worker for worker in self.workers if not worker.todo and worker.ready]:
            batch = self._take(worker.batch)
            if not batch:
                if self.exhausted:
                    self.workers.remove(worker)
                    worker.end()
                continue
            worker.todo.extend(batch)
            worker.batch = min(2 * worker.batch, BATCH)
            with suppress(OSError):  # it is dead, which the next look at its pipe will find
                worker.pipe.send_bytes(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
        if len(self.workers) < self.most:
            starting = sum(not worker.ready for worker in self.workers)
            waiting = self._take(self.most - len(self.workers) + starting)
            self.again.extendleft(reversed(waiting))
            self.workers += [_Worker() for _ in waiting[starting:]]

    def _take(self, most: int) -> list[tuple[int, Any]]:
        """Return the next pieces, at the most so many: first those that come back from the dead."""
        taken: list[tuple[int, Any]] = []
        while len(taken) < most:
            if self.again:
                taken.append(self.again.popleft())
                continue
            if self.exhausted or self.taken >= self.first + AHEAD * BATCH * self.most:
                break
            piece = next(self.source, None)
            if piece is None:
                self.exhausted = True
                break
            self.taken = piece[0] + 1
            taken.append(piece)
        return taken


def _serve(pipe: Connection) -> None:
    """Be a worker: make what the first message says, then answer pieces until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt reaches the whole group; the first process ends the others
    gc.enable()  # the program disables it for short runs
    try:
        _send(pipe, "begun", -1, None)
        try:
            make, given = pickle.loads(pipe.recv_bytes())
            work = make(given)
            gc.freeze()  # what was made stays: no need to look at it ever again
            _send(pipe, "ready", -1, None)
            while True:
                for number, piece in pickle.loads(pipe.recv_bytes()):
                    _send(pipe, "answer", number, work(piece))
        except (EOFError, OSError):
            raise
        except Exception:
            import traceback

            _send(pipe, "failed", -1, traceback.format_exc())
    except (EOFError, OSError, KeyboardInterrupt):
        pass  # nobody is there any more who would want an answer


def _send(pipe: Connection, kind: str, number: int, answer: Any) -> None:
    pipe.send_bytes(pickle.dumps((kind, number, answer), pickle.HIGHEST_PROTOCOL))
