"""Work over processes: all answers, in order, once each, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import struct
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
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


def broken_off(folder: str) -> Callable[[int], bytes]:
    """Return work after which, once, a worker dies in the midst of its answer."""
    send = crew._send

    def half(pipe: Connection, kind: str, number: int, answer: object) -> None:
        mark = Path(folder) / "died"
        if number == 20 and not mark.exists():
            mark.touch()
            os.write(pipe.fileno(), struct.pack("!i", 500_000) + b"x" * 9)
            os.kill(os.getpid(), signal.SIGKILL)
        send(pipe, kind, number, answer)

    crew._send = half
    return largely(None)


def largely(_: object) -> Callable[[int], bytes]:
    """Return work with answers that no pipe holds at once."""
    return lambda piece: (piece if isinstance(piece, bytes) else b"%d" % piece) * 300_000


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


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_worker_that_dies_in_the_midst_of_an_answer_stops_nobody(tmp_path: Path) -> None:
    answers = [answer[:2] for answer in spread(range(10, 60), broken_off, str(tmp_path), 2)]
    assert answers == [b"%d" % number for number in range(10, 60)] and (tmp_path / "died").exists()


def slow(folder: str) -> Callable[[int], int]:
    """Return work that notes in a file that it was begun; some pieces never come to an end."""

    def work(piece: int) -> int:
        with open(Path(folder) / str(piece), "a") as file:
            file.write(".")
        while piece in (5, 6, 40):
            time.sleep(1)
        return piece

    return work


@pytest.mark.parametrize("workers", [1, 2])
def test_a_piece_that_hangs_is_given_up_once_and_the_others_are_done(workers: int, tmp_path: Path) -> None:
    answers = list(spread(range(60), slow, str(tmp_path), workers, 1.5))
    assert [answer for answer in answers if not isinstance(answer, Lost)] == [n for n in range(60) if n not in (5, 6, 40)]
    assert [answers[number].says for number in (5, 6, 40)] == ["it was given up after 1.5 seconds; --time-limit gives it longer"] * 3
    assert {path.read_text() for path in tmp_path.iterdir()} == {"."}  # nothing was tried twice


def test_only_the_time_for_which_an_answer_is_waited_for_counts() -> None:
    answers = spread(range(40), _nap, 0.1, 2, 2)
    assert [next(answers) for _ in range(2)] == [0, 1]
    time.sleep(3)  # whoever asked has other things to do, or all of us were stopped
    assert list(answers) == list(range(2, 40))


def _nap(seconds: float) -> Callable[[int], int]:
    def work(piece: int) -> int:
        time.sleep(seconds)
        return piece

    return work


def test_pieces_and_answers_may_be_larger_than_pipes() -> None:
    pieces = [bytes([number]) * 5 for number in range(65, 90)]
    assert list(spread((piece * 100_000 for piece in pieces), _length, None, 2)) == [500_000] * len(pieces)
    assert [answer[:5] for answer in spread(pieces, largely, None, 2)] == pieces


def _length(_: object) -> Callable[[bytes], int]:
    return len


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
