"""Workers and runs that are killed midway, in earnest: `make cluster`, for it takes minutes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, gapcheck
from test_corpus import files, rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")

SHORT = ("shop-notice", "small-saas-short", "nearly-empty", "near-misses", "it-services-bullets")
POLICIES = 300
ARGV = ("--law", "gdpr", "--as-of", "2026-11-22", "--shard-size", "100")


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a corpus of several hundred policies, all different."""
    texts = [next((ROOT / "fixtures" / name).glob("policy.*")).read_text() for name in SHORT]
    path = tmp_path_factory.mktemp("corpus") / "policies.jsonl"
    records = [{"id": f"p{number}", "text": f"Notice {number}.\n\n{texts[number % len(texts)]}"} for number in range(POLICIES)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture(scope="session")
def plain(policies: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what one process writes that nobody kills."""
    out = tmp_path_factory.mktemp("plain") / "out"
    assert gapcheck("corpus", policies, *ARGV, "--output", out).code == 0
    return out


def command(*argv: object) -> list[str]:
    return [sys.executable, "-m", "gapcheck", *map(str, argv)]


def until(what: Callable[[], Any], seconds: float = 120) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def midway(out: Path) -> bool:
    """Return whether the second shard is being written."""
    return any(path.stat().st_size for path in out.glob("findings/part-00001.*.tmp"))


def children(pid: int) -> list[int]:
    """Return the workers of a process."""
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return [child for child in found if "multiprocessing-fork" in Path(f"/proc/{child}/cmdline").read_text()]


def exactly_once(out: Path) -> None:
    seen = Counter((row["document"], row["law"], row["requirement"]) for row in rows(out) if row["law"] != "common")
    assert set(seen.values()) == {1} and {document for document, _, _ in seen} == {f"p{number}" for number in range(POLICIES)}


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="workers are found in /proc")


@needs_proc
def test_a_worker_process_that_is_killed_midway_loses_and_doubles_nothing(policies: Path, plain: Path, tmp_path: Path) -> None:
    run = subprocess.Popen(command("corpus", policies, *ARGV, "--output", tmp_path / "out", "--jobs", 2), cwd=ROOT, stdout=subprocess.PIPE)
    until(lambda: midway(tmp_path / "out"))
    for _ in range(2):
        before = until(lambda: children(run.pid))
        os.kill(before[0], signal.SIGKILL)
        until(lambda killed=before[0]: killed not in children(run.pid))
    run.communicate(timeout=300)
    assert run.returncode == 0
    exactly_once(tmp_path / "out")
    assert files(tmp_path / "out") == files(plain)


@needs_proc
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_midway_is_gone_on_with(jobs: int, policies: Path, plain: Path, tmp_path: Path) -> None:
    argv = command("corpus", policies, *ARGV, "--output", tmp_path / "out", "--jobs", jobs)
    run = subprocess.Popen(argv, cwd=ROOT)
    until(lambda: midway(tmp_path / "out"))
    workers = children(run.pid)
    run.kill()
    run.wait()
    assert len(workers) == jobs
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))  # they do not live on
    finished = (tmp_path / "out" / "findings" / "part-00000.jsonl").stat().st_mtime_ns
    assert subprocess.run(argv, cwd=ROOT, capture_output=True, timeout=300, check=False).returncode == 0
    assert (tmp_path / "out" / "findings" / "part-00000.jsonl").stat().st_mtime_ns == finished
    assert files(tmp_path / "out") == files(plain)


@needs_proc
def test_a_worker_that_is_killed_changes_no_report(policies: Path, tmp_path: Path) -> None:
    for number, line in enumerate(policies.read_text().splitlines()[:100]):
        (tmp_path / f"{number:03}.md").write_text(json.loads(line)["text"])
    argv = ("--law", "gdpr", "--as-of", "2026-11-22", "-f", "json", tmp_path)
    run = subprocess.Popen(command(*argv, "--jobs", 2), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker = until(lambda: children(run.pid))[0]
    until(lambda: int(Path(f"/proc/{worker}/stat").read_text().split()[13]) > 60)  # it has worked for a while
    os.kill(worker, signal.SIGKILL)
    out, _ = run.communicate(timeout=300)
    assert out == gapcheck(*argv).out


@pytest.mark.parametrize("format", ["table", "matrix", "concise", "json", "html", "sarif", "csv", "markdown", "junit", "github", "hook"])
def test_every_format_is_the_same_over_all_fixtures(format: str) -> None:
    argv = ("--law", "all", "--as-of", "2026-11-22", "-f", format, ROOT / "fixtures")
    assert gapcheck(*argv, "--jobs", 2) == gapcheck(*argv)


# --- Dask ---


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Return a real cluster of two worker processes."""
    distributed = pytest.importorskip("distributed", reason="gapcheck[dask] is not installed")
    import dask

    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "60s"}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made,
    ):
        yield made


@pytest.mark.filterwarnings("default")
def test_a_dask_worker_that_is_killed_midway_loses_and_doubles_nothing(policies: Path, plain: Path, tmp_path: Path, cluster: Any) -> None:
    out = tmp_path / "out"
    pids = [worker.pid for worker in cluster.workers.values()]
    killed = []

    def kill() -> None:
        until(lambda: midway(out))
        os.kill(pids[0], signal.SIGKILL)
        killed.append(pids[0])

    killer = threading.Thread(target=kill)
    killer.start()
    result = gapcheck("corpus", policies, *ARGV, "--output", out, "--scheduler", cluster.scheduler_address)
    killer.join()
    assert killed and result.code == 0, result.err
    exactly_once(out)
    assert files(out) == files(plain)


@pytest.mark.filterwarnings("default")
def test_a_policy_that_kills_dask_workers_is_recorded_and_the_rest_go_on(policies: Path, plain: Path, tmp_path: Path, cluster: Any) -> None:
    from distributed import Client, WorkerPlugin

    class Poison(WorkerPlugin):
        """Makes one policy deadly, on every worker that ever comes."""

        def setup(self, worker: object) -> None:
            from gapcheck.corpus import judging

            check_read = judging.check_read

            def deadly(path: str, run: Any, data: Any, bug: Any) -> Any:
                if data().startswith(b"Notice 37."):
                    os.kill(os.getpid(), signal.SIGKILL)
                return check_read(path, run, data, bug)

            if check_read.__name__ != "deadly":
                judging.check_read = deadly

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        client.register_plugin(Poison())
        result = gapcheck("corpus", policies, *ARGV, "--output", tmp_path / "out", "--scheduler", cluster.scheduler_address)
    assert result.code == 2 and f"1 of {POLICIES} policies could not be checked" in result.err
    found, wanted = rows(tmp_path / "out"), rows(plain)
    assert [row for row in found if row["document"] != "p37"] == [row for row in wanted if row["document"] != "p37"]
    (bad,) = (row for row in found if row["document"] == "p37")
    assert "several workers of the cluster were ended" in bad["error"]


def test_where_no_scheduler_answers(policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="gapcheck[dask] is not installed")
    from gapcheck.corpus import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", "2s")
    result = gapcheck("corpus", policies, *ARGV, "--output", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert result.code == 2 and "no scheduler answers at tcp://127.0.0.1:9" in result.err
