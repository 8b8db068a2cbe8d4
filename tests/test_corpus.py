"""`gapcheck corpus`: every policy once, however often a run is broken off, and what it comes to."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Result, toy

from gapcheck.corpus import judging, output, run
from gapcheck.corpus.records import Fields, source

MET = "We keep your toys for two years. You may write to us at toys@example.com.\n"
GAPS = "We like toys. We keep your toys forever.\n"


def corpus(path: object, out: object, *argv: object) -> Result:
    return toy("corpus", path, "--output", out, "--as-of", "2026-11-22", *argv)


def lines(path: Path, records: list[object]) -> Path:
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records))
    return path


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted((out / "findings").iterdir()) for line in path.read_text().splitlines()]


def files(out: Path) -> dict[str, bytes]:
    """Return everything that a run wrote."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return 23 policies, one of them not to be read."""
    records: list[object] = [{"id": f"shop-{n}", "text": (MET if n % 3 else GAPS) + "Toys. " * n} for n in range(23)]
    records[7] = '{"id": "broken", '
    return lines(tmp_path / "many.jsonl", records)


# --- what comes in ---


def test_a_row_for_each_finding_with_its_words(tmp_path: Path) -> None:
    given = lines(tmp_path / "in.jsonl", [{"id": "a", "text": "Hello.\n" + GAPS}, {"id": "b", "text": MET}])
    result = corpus(given, tmp_path / "out")
    assert result.code == 0 and result.err == ""
    found = rows(tmp_path / "out")
    assert {tuple(row) for row in found} == {judging.COLUMNS}
    assert [row["document"] for row in found if row["requirement"] == "TOY-1-keeping"] == ["a", "b"]
    keeping = next(row for row in found if row["requirement"] == "TOY-1-keeping")
    assert keeping == {
        "number": 0, "document": "a", "law": "toy", "requirement": "TOY-1-keeping", "level": "mandatory", "severity": "high",
        "status": "conflict", "confidence": "medium", "line": 2, "quote": "We keep your toys forever.", "error": None,
    }  # fmt: skip


def test_a_row_agrees_with_the_report_on_the_same_policy(tmp_path: Path) -> None:
    policies = tmp_path / "in"
    shutil.copytree(ROOT / "fixtures", policies, ignore=shutil.ignore_patterns("*.yaml", "complete-*", "*long*"))
    (tmp_path / "in" / "toys.txt").write_text(GAPS)
    assert corpus(policies, tmp_path / "out").code == 0
    found = {(row["document"], row["requirement"]): row for row in rows(tmp_path / "out")}
    reports = json.loads(toy("-f", "json", "--as-of", "2026-11-22", policies).out)["documents"]
    assert len(found) == sum(len(report["findings"]) for report in reports) > 20
    for report in reports:
        for finding in report["findings"]:
            row = found[Path(report["path"]).relative_to(policies).as_posix(), finding["id"]]
            assert {key: row[key] for key in ("status", "confidence", "law", "level")} == {
                key: finding[key] for key in row if key in ("status", "confidence", "law", "level")
            }
            assert row["line"] == (finding["evidence"][0]["line"] if finding["evidence"] else None)


def test_records_name_their_fields_and_files_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "a.md").write_text(GAPS)
    (tmp_path / "secret.txt").write_text(MET)
    given = lines(
        tmp_path / "policies" / "in.jsonl",
        [{"site": "x", "path": "a.md"}, "", {"site": 7, "body": MET}, {"path": "../secret.txt"}, {"path": str(tmp_path / "secret.txt")}],
    )
    result = corpus(given, tmp_path / "out", "--id-field", "site", "--text-field", "body")
    found = rows(tmp_path / "out")
    assert result.code == 2 and list(dict.fromkeys(row["document"] for row in found)) == ["x", "7", "2", "3"]
    assert {row["document"]: row["error"] for row in found if row["error"]} == dict.fromkeys(
        ("2", "3"), "the record names a file outside the folder of the corpus"
    )


def test_what_cannot_be_checked_has_a_row_that_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapcheck.corpus.records.LONGEST", 4000)
    records = [
        {"id": "a", "text": MET},
        "{",
        "[1]",
        {"id": "b"},
        {"id": "c", "text": 3},
        {"id": "d", "text": " "},
        {"id": "e", "text": "x" * 9000},
        {"id": "f", "text": MET},
    ]
    result = corpus(lines(tmp_path / "in.jsonl", records), tmp_path / "out")
    errors = {row["number"]: row["error"] for row in rows(tmp_path / "out") if row["error"]}
    assert result.code == 2 and "6 of 8 policies could not be checked" in result.err
    assert list(errors) == [1, 2, 3, 4, 5, 6]
    said = (
        "is no JSON from its character ",
        "is no JSON object",
        "no text in the field 'text', only 'id'; --text-field",
        "a text that is none",
        "the file is empty",
        "too long",
    )
    assert all(words in error for words, error in zip(said, errors.values(), strict=True))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["documents"], manifest["failed"]) == (True, 8, 6)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"[" * 100_000, "is no JSON: it is nested too deeply"),
        (b'{"id": ' + b"9" * 5000 + b"}", "is no JSON: it has a number of too many digits"),
        ('{"id": "caf\u00e9"}'.encode("latin-1"), "is no JSON: it is not in UTF-8 (byte 12)"),
        (b'{"path": "sub/none.md"}', "names a file that is not there: sub/none.md"),
    ],
)
def test_a_record_that_is_none_says_so_in_plain_words(line: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(line + b"\n")
    corpus(tmp_path / "in.jsonl", tmp_path / "out")
    assert rows(tmp_path / "out")[0]["error"].endswith(said)


def test_findings_in_the_folder_of_the_policies_are_no_policies(tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text(MET)
    first = corpus(tmp_path, tmp_path / "findings")
    assert first.code == 0 and first.out.startswith("1 policy, judged")
    assert corpus(tmp_path, tmp_path / "findings") == first
    assert [Path(one["path"]).name for one in json.loads(toy("-f", "json", tmp_path).out)["documents"]] == ["policy.txt"]


def test_a_full_disk_is_said_and_the_run_gone_on_with(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = corpus(many, tmp_path / "plain", "--shard-size", "5")
    settle = output._settle
    settled = []

    def full(file: Any) -> None:
        settled.append(file)
        if len(settled) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        settle(file)

    monkeypatch.setattr(output, "_settle", full)
    result = corpus(many, tmp_path / "out", "--shard-size", "5")
    assert result.code == 2 and "out: cannot be written to: No space left on device; what is finished is kept" in result.err
    assert corpus(many, tmp_path / "out", "--shard-size", "5") == plain._replace(err=plain.err.replace("plain", "out"))
    assert files(tmp_path / "out") == files(tmp_path / "plain")


def test_what_is_damaged_in_the_folder_is_made_anew(many: Path, tmp_path: Path) -> None:
    corpus(many, tmp_path / "out", "--shard-size", "5")
    before = files(tmp_path / "out")
    (tmp_path / "out" / "done" / "part-00001.json").write_text('{"docum')
    corpus(many, tmp_path / "out", "--shard-size", "5")
    assert files(tmp_path / "out") == before


def test_texts_are_read_as_said(tmp_path: Path) -> None:
    given = lines(tmp_path / "in.jsonl", [{"id": "a", "text": "<p>We keep your <b>toys</b> forever.</p>"}])
    for format, status in (("html", "conflict"), ("text", "missing")):
        corpus(given, tmp_path / format, "--text-format", format)
        assert [row["status"] for row in rows(tmp_path / format) if row["requirement"] == "TOY-1-keeping"] == [status]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("corpus", "none.jsonl", "--law", "toy", "-o", "out"), "no such file or folder"),
        (("corpus", "in.txt", "--law", "toy", "-o", "out"), "a corpus is a folder, or a file that ends in .jsonl"),
        (("corpus", "in.jsonl", "--law", "toy"), "name the folder for the findings"),
        (("corpus", "--law", "toy", "-o", "out"), "name one corpus"),
        (("corpus", "empty.jsonl", "--law", "toy", "-o", "out"), "holds no policies"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "in.txt"), "is no folder"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "other"), "holds other files (mine.txt)"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "other", "--fresh"), "holds other files (mine.txt)"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "theirs", "--fresh"), "is not of a gapcheck run"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "out", "--shard-size", "0"), "--shard-size needs"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "out", "--scheduler", "x", "--jobs", "2"), "give one of them"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "out", "--scheduler", "x", "--time-limit", "2"), "on a cluster nothing ends"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "out", "--time-limit", "0"), "--time-limit needs a number of seconds"),
        (("corpus", "in.jsonl", "--law", "toy", "-o", "out", "--jobs", "0"), "--jobs needs a number of processes"),
        (("--law", "toy", "--scheduler", "x", "in.txt"), "does not go with"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_nothing_is_touched(
    argv: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines(tmp_path / "in.jsonl", [{"text": MET}])
    for name in ("in.txt", "empty.jsonl"):
        (tmp_path / name).write_text("")
    for name in ("other/mine.txt", "other/findings/part-00000.jsonl", "theirs/manifest.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    result = toy(*[word for word in argv if word not in ("--law", "toy")])
    assert result.code == 2 and said in result.err and "internal error" not in result.err
    assert not (tmp_path / "out").exists() or said == "holds no policies"
    assert (tmp_path / "other" / "findings" / "part-00000.jsonl").read_text() == (tmp_path / "theirs" / "manifest.json").read_text() == "{}"


# --- broken off, and gone on with ---


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the work be done in this process, for tests that look into it."""
    monkeypatch.setattr(run, "spread", lambda pieces, make, given, workers, limit: map(make(given), pieces))


@pytest.mark.parametrize("argv", [("--jobs", "2"), ("--cache",), ("--cache", "--jobs", "2")], ids=" ".join)
def test_however_it_is_done_the_same_is_written(argv: tuple[str, ...], many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "kept"))
    plain = corpus(many, tmp_path / "plain", "--shard-size", "5")
    assert plain.code == 2 and len(list((tmp_path / "plain" / "findings").iterdir())) == 5
    for name in ("once", "again"):
        done = corpus(many, tmp_path / name, "--shard-size", "5", *argv)
        assert done.out == plain.out and files(tmp_path / name) == files(tmp_path / "plain")
    assert bool(list((tmp_path / "kept").rglob("*.result"))) == ("--cache" in argv)


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
@pytest.mark.parametrize("after", [0, 1, 9, 10, 22])
@pytest.mark.usefixtures("here")
def test_a_run_that_is_broken_off_is_gone_on_with(
    kind: str, after: int, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="gapcheck[corpus] is not installed")
    argv = ("--shard-size", "5", "--rows", kind)
    corpus(many, tmp_path / "whole", *argv)
    judged = []
    judge = judging._Judge.judge

    def dying(self: Any, item: Any) -> Any:
        if len(judged) == after and not broken:
            broken.append(True)
            raise KeyboardInterrupt
        judged.append(item.number)
        return judge(self, item)

    broken: list[bool] = []
    monkeypatch.setattr(judging._Judge, "judge", dying)
    with pytest.raises(KeyboardInterrupt):
        corpus(many, tmp_path / "out", *argv)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert not manifest["complete"]
    assert corpus(many, tmp_path / "out", *argv).code == 2
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert judged == [*range(after), *range(max(after - 1, 0) // 5 * 5, 23)]  # a shard is begun anew, and none that is finished


@pytest.mark.usefixtures("here")
def test_what_is_finished_is_not_judged_again(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = corpus(many, tmp_path / "out", "--shard-size", "5")
    monkeypatch.setattr(judging._Judge, "judge", None)
    assert corpus(many, tmp_path / "out", "--shard-size", "5") == first


def test_a_run_is_of_the_day_on_which_it_began(many: Path, tmp_path: Path) -> None:
    corpus(many, tmp_path / "out")
    assert "judged as of 2026-11-22" in toy("corpus", many, "--output", tmp_path / "out").out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--as-of", "2020-01-01"), "another run (--as-of 2026-11-22, now 2020-01-01);"),
        (("--ignore", "TOY-1-keeping"), "another run (other rules, or others of them: --rules, --select, --ignore);"),
        (("--shard-size", "6"), "another run (--shard-size 5, now 6);"),
        (("--text-format", "html", "--text-field", "body"), "another run (--text-field text, now body; --text-format text, now html);"),
    ],
)
def test_findings_of_another_run_are_not_mixed_in(change: tuple[str, ...], said: str, many: Path, tmp_path: Path) -> None:
    corpus(many, tmp_path / "out", "--shard-size", "5")
    before = files(tmp_path / "out")
    result = corpus(many, tmp_path / "out", "--shard-size", "5", *change)
    assert result.code == 2 and said in result.err and "--fresh" in result.err and files(tmp_path / "out") == before
    assert corpus(many, tmp_path / "out", "--shard-size", "5", *change, "--fresh").err.count("\n") == 1
    corpus(many, tmp_path / "other", "--shard-size", "5", *change)
    assert files(tmp_path / "out") == files(tmp_path / "other")


def test_another_version_of_the_program_begins_anew(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus(many, tmp_path / "out")
    monkeypatch.setattr(run, "__version__", "9.9")
    result = corpus(many, tmp_path / "out")
    assert result.code == 2 and "another run (gapcheck 0.1.0, now 9.9);" in result.err


@pytest.mark.parametrize("change", ["text", "id", "less", "more"])
def test_another_input_is_noticed(change: str, many: Path, tmp_path: Path) -> None:
    corpus(many, tmp_path / "out", "--shard-size", "5")
    text = many.read_text()
    changed = {"text": text.replace("forever", "for ages", 1), "id": text.replace("shop-3", "shop-x"), "more": text + '{"text": "More."}\n'}
    many.write_text(changed.get(change) or "".join(text.splitlines(keepends=True)[:15]))
    before = files(tmp_path / "out")
    result = corpus(many, tmp_path / "out", "--shard-size", "5")
    assert result.code == 2 and re.search("policies from number (0|15|20) on are not those", result.err)
    written = files(tmp_path / "out")
    kept = {name: data for name, data in written.items() if change != "more" or name.startswith(("findings", "done"))}
    assert kept == {name: before[name] for name in kept}


def test_two_runs_do_not_write_to_one_folder(many: Path, tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="there is no such lock here")
    held = output.Output(str(tmp_path / "out"), {"rows": "jsonl"}, False)
    result = corpus(many, tmp_path / "out")
    assert result.code == 2 and "another run is writing here" in result.err
    held.held.close()
    assert corpus(many, tmp_path / "out").err.count("\n") == 1


# --- what never ends ---


def hanging(given: judging.Given) -> Callable[[Any], judging.Answer]:
    """Return, in a worker, what judges every policy but two, which it never comes to an end with."""
    judge = judging.make(given)

    def work(item: Any) -> judging.Answer:
        while item.number in (3, 4):
            time.sleep(1)
        return judge(item)

    return work


@pytest.mark.parametrize("jobs", [(), ("--jobs", "2")], ids=" ".join)
def test_a_policy_that_hangs_has_a_row_that_says_so(
    jobs: tuple[str, ...], many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus(many, tmp_path / "plain")
    monkeypatch.setattr(run, "make", hanging)
    result = corpus(many, tmp_path / "out", "--time-limit", "2", *jobs)
    assert result.code == 2 and "3 of 23 policies could not be checked" in result.err
    found = rows(tmp_path / "out")
    given_up = {row["number"]: row["error"] for row in found if row["number"] in (3, 4)}
    assert given_up == dict.fromkeys((3, 4), "it was given up after 2 seconds; --time-limit gives it longer")
    assert [row for row in found if row["number"] not in given_up] == [
        row for row in rows(tmp_path / "plain") if row["number"] not in given_up
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["documents"], manifest["failed"]) == (True, 23, 3)


# --- Parquet ---


def test_parquet_in_and_out_holds_the_same_as_json_lines(many: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="gapcheck[corpus] is not installed")
    import pyarrow

    texts = [MET, GAPS, None, "caf\u00e9 " + GAPS, ""]
    names = ["a", "b", "c", "\u00e9", "e"]
    table = pyarrow.table({"name": names, "body": texts, "other": [1] * 5})
    parquet.write_table(table, tmp_path / "in.parquet")
    given = lines(tmp_path / "in.jsonl", [{"name": name, "body": text} for name, text in zip(names, texts, strict=True)])
    argv = ("--id-field", "name", "--text-field", "body", "--shard-size", "2")
    assert corpus(given, tmp_path / "plain", *argv).code == 2
    for out, more in (("a.parquet", ()), ("b", ("--rows", "parquet", "--jobs", "2"))):
        assert corpus(tmp_path / "in.parquet", tmp_path / out, *argv, *more).code == 2
        shards = sorted((tmp_path / out / "findings").iterdir())
        assert [shard.suffix for shard in shards] == [".parquet"] * 3
        assert [row for shard in shards for row in parquet.read_table(shard).to_pylist()] == rows(tmp_path / "plain")
    missing = corpus(tmp_path / "in.parquet", tmp_path / "c", "--text-field", "bodi")
    assert missing.code == 2 and "has no column 'bodi', did you mean 'body'?" in missing.err
    parquet.write_table(pyarrow.table({"text": ["Toys. " * n for n in range(99)]}), tmp_path / "bad.parquet", compression=None)
    damaged = bytearray((tmp_path / "bad.parquet").read_bytes())
    damaged[4:200] = b"\xff" * 196
    (tmp_path / "bad.parquet").write_bytes(damaged)
    bad = corpus(tmp_path / "bad.parquet", tmp_path / "e")
    assert bad.code == 2 and "bad.parquet: is damaged; it cannot be read from policy number 0 on" in bad.err
    (tmp_path / "no.parquet").write_text("no")
    assert "no Parquet file that can be read" in corpus(tmp_path / "no.parquet", tmp_path / "d").err


def test_without_pyarrow_it_says_what_to_install(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    result = corpus(many, tmp_path / "out", "--rows", "parquet")
    assert result.code == 2 and "pip install 'gapcheck[corpus]'" in result.err
    assert not (tmp_path / "out").exists()


def test_without_dask_it_says_what_to_install(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    result = corpus(many, tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert result.code == 2 and "pip install 'gapcheck[dask]'" in result.err


# --- what it comes to ---


def test_the_summary_says_what_share_of_policies_has_each_gap(many: Path, tmp_path: Path) -> None:
    result = corpus(many, tmp_path / "out", "--width", "100")
    assert result.out.startswith("23 policies, 1 of which could not be checked, judged as of 2026-11-22.")
    (line,) = (line for line in result.out.splitlines() if line.startswith("TOY-1-keeping"))
    assert line.split()[1:] == ["36.4", "%", "36.4", "%", "22", "#" * 9]
    page = (tmp_path / "out" / "summary.html").read_text()
    assert 'aria-label="conflict 36.4 %"' in page and "src=" not in page and "href=" not in page
    told = next(
        one for one in json.loads((tmp_path / "out" / "manifest.json").read_text())["requirements"] if one["requirement"] == "TOY-1-keeping"
    )
    assert told["policies"]["conflict"] == 8 and sum(told["policies"].values()) == 22
    assert corpus(many, tmp_path / "quiet", "-q").out == ""
    assert all(len(line) <= 60 for line in corpus(many, tmp_path / "out", "--width", "60").out.splitlines()[2:])


def test_what_could_not_be_decided_does_not_count_as_free_of_gaps(tmp_path: Path) -> None:
    german = "Wir speichern die Daten, die Sie uns geben, und wir geben sie nicht an Dritte weiter, wenn Sie das nicht wollen. " * 9
    given = lines(tmp_path / "in.jsonl", [{"text": german}, {"text": GAPS}])
    result = corpus(given, tmp_path / "out", "--width", "100")
    assert "In 1 nothing could be decided: texts that are not English, say." in result.out
    (line,) = (line for line in result.out.splitlines() if line.startswith("TOY-1-keeping"))
    assert line.split()[1:6] == ["100.0", "%", "100.0", "%", "1"]


def test_how_many_policies_there_are_is_guessed_from_what_was_read(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(MET)
    many = lines(tmp_path / "many.jsonl", [{"text": MET}, {"text": MET}, "", {"text": MET * 2}])
    for path, guesses in ((tmp_path, [3, 3, 3]), (many, [4, 4, 3])):
        policies = source(str(path), Fields())
        assert [policies.total for _ in policies] == guesses
    assert policies.total == 3


def test_folders_are_read_in_one_order(tmp_path: Path) -> None:
    for name in ("b/x.md", "a.txt", "b/a.html", "c.json", ".git/x.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(MET)
    assert [(item.number, item.id) for item in source(str(tmp_path), Fields())] == [(0, "a.txt"), (1, "b/a.html"), (2, "b/x.md")]
