"""A corpus on a Dask cluster: the same work as in processes of one machine, and nothing that a dead worker had is lost."""

from __future__ import annotations

import pickle
from collections import deque
from concurrent.futures import CancelledError
from threading import Lock
from typing import TYPE_CHECKING, Any

from gapcheck.corpus.judging import Answer, Given, failed, make
from gapcheck.crew import BATCH, Lost
from gapcheck.digest import blake2b
from gapcheck.errors import GapcheckError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gapcheck.corpus.records import Item

# So many batches for each thread of the cluster are on their way at once.
_AHEAD = 3
_PATIENCE = "30s"
_given: dict[str, bytes] = {}
_made: dict[str, Callable[[Item], Answer]] = {}
_lock = Lock()


def on_cluster(address: str, items: Iterable[Item], given: Given) -> Iterator[Answer | Lost]:
    """Yield the answer to each policy, in order; policies are read here, so that workers need not see the same files."""
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
    except ImportError:
        raise _error("--scheduler", "needs Dask, which is not installed; install it with: pip install 'gapcheck[dask]'") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _error("--scheduler", f"no scheduler answers at {address}: {error}") from None
    packed = pickle.dumps(given, pickle.HIGHEST_PROTOCOL)
    key = blake2b(packed, digest_size=16).hexdigest()
    with client:
        try:
            _prepare(client, key, packed)
            yield from _answers(client, key, iter(items), given)
        except (CancelledError, CommClosedError):
            said = f"the cluster at {address} is no longer there; what is finished is kept, and the same command goes on from there"
            raise _error("--scheduler", said) from None


def _prepare(client: Any, key: str, packed: bytes) -> None:
    """Give the rules to every worker there is, and to every one that comes."""
    from distributed import WorkerPlugin

    class Rules(WorkerPlugin):  # type: ignore[misc]
        """Brings the rules to a worker."""

        name = f"gapcheck-{key}"

        def __init__(self, key: str, packed: bytes) -> None:
            self.key, self.packed = key, packed

        def setup(self, worker: Any) -> None:
            from gapcheck.corpus import cluster

            cluster.know(self.key, self.packed)

    client.register_plugin(Rules(key, packed))


def know(key: str, packed: bytes) -> None:
    """Take note, in a worker, of what there is to work with."""
    _given[key] = packed


def judge(key: str, batch: list[Item]) -> list[Answer]:
    """Return, in a worker, the answers to some policies."""
    with _lock:
        if key not in _made:
            _made.clear()
            _made[key] = make(pickle.loads(_given[key]))
    return [_made[key](item) for item in batch]


def _answers(client: Any, key: str, items: Iterator[Item], given: Given) -> Iterator[Answer | Lost]:
    sent: deque[tuple[list[Item], Any]] = deque()
    while True:
        while len(sent) < _AHEAD * max(1, sum(client.nthreads().values())):
            batch = [item.loaded() for _, item in zip(range(BATCH), items, strict=False)]
            if not batch:
                break
            sent.append((batch, client.submit(judge, key, batch, pure=False)))
        if not sent:
            return
        yield from _gathered(client, key, *sent.popleft(), given.rows)


def _gathered(client: Any, key: str, batch: list[Item], future: Any, rows: str) -> Iterator[Answer | Lost]:
    """Yield the answers of a batch; where it cost several workers their lives, each policy is tried by itself."""
    from distributed import KilledWorker

    try:
        yield from future.result()
        return
    except KilledWorker:
        pass
    for item in batch:
        try:
            yield from client.submit(judge, key, [item], pure=False).result()
        except KilledWorker:
            says = "several workers of the cluster were ended while they checked it; check it by itself"
            yield failed(item.number, item.id, item.digest(), says, rows)


def _error(path: str, message: str) -> GapcheckError:
    return GapcheckError(Problem(path, 0, 0, message))
