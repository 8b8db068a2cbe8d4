"""Work over processes: all answers, in order, once each, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from gapcheck import crew
from gapcheck.crew import Lost, spread
from gapcheck.errors import GapcheckError


def make(folder: str) -> Callable[[int], tuple[int, int]]:
    """Return work that notes in a file that it was begun; some pieces are the end of those who try, once or always."""

    def work(piece: int) -> tuple[int, int]:
        path = Path(folder) / str(piece)
        before = path.read_text() if path.exists() else ""
        path.write_text(before + ".")
        if (piece % 50 == 13 and not before) or piece == 77:
            os.kill(os.getpid(), signal.SIGKILL)
        if piece == -1:
            raise ValueError("no such piece")
        return piece, piece * piece

    return work


def unwilling(_: object) -> Callable[[int], int]:
    os._exit(7)


def plainly(offset: int) -> Callable[[int], int]:
    return lambda piece: piece + offset


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_workers_that_are_killed_cost_nothing_but_the_piece_that_kills_twice(tmp_path: Path) -> None:
    answers = list(spread(range(200), make, str(tmp_path), 2))
    assert [answer for number, answer in enumerate(answers) if number != 77] == [(n, n * n) for n in range(200) if n != 77]
    assert isinstance(answers[77], Lost) and "signal 9" in answers[77].says
    begun = {int(path.name): len(path.read_text()) for path in tmp_path.iterdir()}
    assert begun == {**dict.fromkeys(range(200), 1), **dict.fromkeys((13, 63, 113, 163, 77), 2)}


def test_answers_are_in_order_and_pieces_are_taken_as_they_are_needed() -> None:
    taken = []

    def pieces() -> object:
        for number in range(2000):
            taken.append(number)
            yield number

    answers = spread(pieces(), plainly, 5, 2)
    assert [next(answers) for _ in range(50)] == list(range(5, 55))
    assert len(taken) <= 50 + 2 * crew.AHEAD * crew.BATCH
    assert list(answers) == list(range(55, 2005))


def test_few_pieces_and_many_workers() -> None:
    assert list(spread([1], plainly, 0, 8)) == [1]
    assert list(spread([], plainly, 0, 8)) == []


def test_a_bug_in_a_worker_is_said_and_not_hung_on(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such piece"):
        list(spread([1, -1, 2], make, str(tmp_path), 2))


def test_workers_that_never_begin_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_serve", unwilling)
    with pytest.raises(GapcheckError, match="processes cannot be started here"):
        list(spread(range(5), plainly, 0, 2))


def test_workers_end_with_the_one_who_asked() -> None:
    answers = spread(range(1000), _pid, None, 2)
    pids = {next(answers) for _ in range(100)}
    answers.close()  # type: ignore[attr-defined]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _pid(_: object) -> Callable[[int], int]:
    return lambda piece: os.getpid()
