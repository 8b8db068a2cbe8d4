"""Rules are read strictly: every mistake, in one run, with its place and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rules_for_tests import PACK, RULE, TERMS, rule_of, rules_with

from gapcheck import cache, phrases
from gapcheck.errors import RuleError
from gapcheck.loader import find_rules, law_names, laws, load_packs
from gapcheck.merging import laid_out
from gapcheck.packreader import compile_pack
from gapcheck.rule import Pack
from gapcheck.selftest import run


def problems_of(tmp_path: Path, rule: str, **files: str) -> list[str]:
    """Return the problems of a pack, with paths relative to it."""
    with pytest.raises(RuleError) as caught:
        compile_pack(rules_with(tmp_path, rule, **files), "toy")
    return [str(problem).replace(str(tmp_path) + os.sep, "") for problem in caught.value.problems]


def test_a_good_pack_loads(tmp_path: Path) -> None:
    loaded = compile_pack(rules_with(tmp_path), "toy")
    (rule,) = loaded.pack.requirements
    assert (rule.id, rule.level, rule.require[0].says) == ("TOY-1", "mandatory", "how long data are kept")
    assert [example.status for example in loaded.examples] == ["met", "missing"]


def test_all_mistakes_come_in_one_run_each_with_its_place(tmp_path: Path) -> None:
    rule = RULE.replace("level: mandatory", "level: mandatry").replace("remedy:", "remdy:").replace("{number}", "{nunber}")
    found = problems_of(tmp_path, rule)
    assert found == [
        "toy/1-retention.yaml:2:1: the key 'remedy' is missing",
        "toy/1-retention.yaml:5:8: level is one of mandatory, conditional, recommended, prohibited, not 'mandatry', did you mean 'mandatory'?",
        "toy/1-retention.yaml:9:1: unknown key 'remdy', did you mean 'remedy'?",
        "toy/1-retention.yaml:14:28: no list is called {nunber}, did you mean 'number'?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: TOY-1", "id: TOY-2", "the file name must start with '2'"),
        ("id: TOY-1", "id: toy 1", "is no id"),
        ("topic: retention", "topic: Data Retention", "topic is lower case words joined by '-'"),
        ("topic: retention", "topic: retention\neffective: 2027-13-01", "effective is a date such as 2027-01-01, not '2027-13-01'"),
        ("title: Retention period", "title: !ours x", "tags such as !ours are not allowed"),
        ("title: Retention period", "title: [a]", "title takes a text"),
        ("title: Retention period", "title: a\ntitle: b", "the key 'title' stands twice (first in line 3)"),
        ("severity: critical", "severity: huge", "severity is one of"),
        ("level: mandatory", "level: conditional", "needs applies:, its trigger"),
        ("topic: retention", "topic: retention\napplies: [x]", "only a conditional requirement has applies:"),
        ("topic: retention", "topic: retention\nconfidence: low", "the key 'doubt' is missing"),
        ("    says: how long data are kept\n", "", "the key 'says' is missing"),
        ("any: [", "anny: [", "unknown key 'anny', did you mean 'any'?"),
        ("any: [", "within: sentense\n    any: [", "within is one of sentence, paragraph, block, section, document"),
        ("any: [", "use: nothing\n    any: [", "a pattern has exactly one of"),
        ("    any: ['(keep|kept) ... {number} (day|days)']", "    use: kepd", "no claim is called 'kepd'"),
        ("(day|days)", "(day|days", "'(' is not closed"),
        (
            "    any: ['(keep|kept) ... {number} (day|days)']",
            "    regex: '(a'\n    anchor: [b]",
            "is no regular expression",
        ),
        ("    any: ['(keep|kept) ... {number} (day|days)']", "    regex: 'a'", "regex needs `anchor:`"),
        (
            "    any: ['(keep|kept) ... {number} (day|days)']",
            "    at_least: 3\n    of: [a, b]",
            "at_least 3 of 2 can never hold",
        ),
        ("    any: ['(keep|kept) ... {number} (day|days)']", "    near: [a, b]", "needs `words:`"),
        ("  missing: ['We keep your data.']", "", "examples need missing:"),
        ("summary: How", "summary: &x How", ""),
        ("summary: How long data are kept.", "summary: *x", "is not YAML"),
        ("summary: How long data are kept.", "summary: 'open", "is not YAML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RULE
    if not message:
        compile_pack(rules_with(tmp_path, RULE.replace(old, new)), "toy")
        return
    assert any(message in line for line in problems_of(tmp_path, RULE.replace(old, new, 1)))


def test_aliases_that_could_explode_are_refused(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True))
    assert any("aliases are not allowed" in line for line in problems_of(tmp_path, RULE, common__claims=bomb))


def test_lists_that_use_themselves_or_multiply_are_refused(tmp_path: Path) -> None:
    ring = TERMS + "\nring: ['{ring} x']\n"
    rule = rule_of("any: ['{ring}']")
    assert any("uses itself: ring -> ring" in line for line in problems_of(tmp_path, rule, common__terms=ring))
    words = ", ".join(f"w{n} w{n}" for n in range(60))
    many = TERMS + f"\na: [{words}]\nb: ['{{a}} {{a}} {{a}} {{a}} {{a}} {{a}} {{a}} {{a}}']\n"
    rule = rule_of("any: ['" + "{b} " * 80 + "']")
    assert any("stands for too many words" in line for line in problems_of(tmp_path, rule, common__terms=many))


def test_negation_lists_must_be_there_and_without_gaps(tmp_path: Path) -> None:
    assert any("must have the list 'negators'" in line for line in problems_of(tmp_path, RULE, common__terms="month: [may]"))
    loose = TERMS.replace("no later than", "'no ... later than'")
    assert any("must have no gaps" in line for line in problems_of(tmp_path, RULE, common__terms=loose))


def test_two_requirements_with_one_id(tmp_path: Path) -> None:
    rules_with(tmp_path, RULE, name="1-again.yaml")
    assert any("the id TOY-1 is taken" in line for line in problems_of(tmp_path, RULE))


def test_no_rules_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="holds no rules"):
        laws(str(tmp_path))
    with pytest.raises(RuleError, match="no rules directory here"):
        find_rules(str(tmp_path / "none"))
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "pack.yaml").write_text(PACK)
    with pytest.raises(RuleError, match="holds no requirement"):
        compile_pack(str(tmp_path), "toy")


def test_a_law_is_found_by_name_alias_or_all_and_a_typo_gets_a_suggestion(tmp_path: Path) -> None:
    rules = rules_with(tmp_path)
    for name in ("toy", "TOY", "toy-act", "all"):
        assert [pack.law for pack in load_packs(rules, [name])] == ["toy"]
    with pytest.raises(RuleError, match="did you mean 'toy'"):
        load_packs(rules, ["tyo"])


def test_names_are_phrases_with_their_place_and_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(names: str) -> list[str]:
        return problems_of(tmp_path / "bad", RULE, toy__pack=PACK + f"names: {names}\n")

    assert said("[act (on]") == ["toy/pack.yaml:13:13: in the phrase 'act (on': '(' is not closed by ')'"]
    assert said("[{a: b}]") == ["toy/pack.yaml:13:9: names holds phrases only: strings"]
    assert "no list is called {month}" in said("['act of {month}']")[0]
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    rules = rules_with(tmp_path / "good", toy__pack=PACK + "names: [act on toys, TOYA]\n")
    first = law_names(rules, [])
    assert first and [law[:2] for law in first.laws] == [("toy", "Toy Act")]
    monkeypatch.setattr("gapcheck.packreader.read_names", lambda *_: pytest.fail("compiled again"))
    assert law_names(rules, []) == first and law_names(rules, ["toy"]) is None


def test_selftest_reports_failing_examples_and_unused_names(tmp_path: Path) -> None:
    rule = RULE.replace("met: ['We keep", "met: ['We drop")
    result = run(rules_with(tmp_path, rule, common__claims="spare: [a word]"))
    assert (result.requirements, result.examples) == (1, 2)
    lines = [str(problem) for problem in result.problems]
    assert any("this example should be met but is missing" in line for line in lines)
    assert any("the claim 'spare' is used nowhere" in line for line in lines)
    assert len(lines) == 2


def test_the_cache_gives_the_same_pack_and_notices_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    rules = rules_with(tmp_path / "rules")
    made = compile_pack(rules, "toy")
    (fresh,) = laid_out([(made.pack, made.nodes)])
    assert load_packs(rules, ["toy"]) == (fresh,)
    assert list((tmp_path / "cache").glob("toy-*.rules"))
    monkeypatch.setattr("gapcheck.packreader.compile_pack", lambda *_: pytest.fail("compiled again"))
    assert load_packs(rules, ["toy"]) == (fresh,)
    monkeypatch.undo()
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    rules_with(tmp_path / "rules", RULE.replace("critical", "low"))
    assert load_packs(rules, ["toy"])[0].requirements[0].severity == "low"


def test_rules_that_nobody_touched_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "MANY", 1)
    rules = rules_with(tmp_path / "rules")
    load_packs(rules, ["toy"])
    assert not list((tmp_path / "cache").glob("*.seen")), "a file changed just now may change again at the same time"
    monkeypatch.setattr(cache, "SETTLED", -1)
    (fresh,) = load_packs(rules, ["toy"])
    read = cache._key
    monkeypatch.setattr(cache, "_key", lambda *_: pytest.fail("read again"))
    assert load_packs(rules, ["toy"]) == (fresh,)
    monkeypatch.setattr(cache, "_key", read)
    rules_with(tmp_path / "rules", RULE.replace("critical", "low"))
    assert load_packs(rules, ["toy"])[0].requirements[0].severity == "low"
    for seen in (tmp_path / "cache").glob("*.seen"):
        seen.write_bytes(b"spoilt")
    assert load_packs(rules, ["toy"])[0].requirements[0].severity == "low"


def test_a_phrase_is_read_once_in_all_runs_and_again_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    parsed: list[str] = []
    real = phrases.parse
    monkeypatch.setattr(phrases, "parse", lambda text: parsed.append(text) or real(text))

    def in_a_new_run(rule: str) -> tuple[Pack, list[str]]:
        phrases._parsed.cache_clear()
        parsed.clear()
        return load_packs(rules_with(tmp_path / "rules", rule), ["toy"])[0], list(parsed)

    first, all_of_them = in_a_new_run(RULE)
    assert len(all_of_them) > 5 and len(set(all_of_them)) == len(all_of_them)
    assert in_a_new_run(RULE.replace("critical", "low"))[1] == []
    changed, again = in_a_new_run(RULE.replace("(keep|kept) ...", "(store|stored) ..."))
    assert again == ["(store|stored) ... {number} (day|days)"] and changed.plan != first.plan
    for path in (tmp_path / "cache").glob("*.rules"):
        if not path.name.startswith("phrases"):
            path.unlink()
    assert in_a_new_run(RULE) == (first, [])
    (tmp_path / "words.py").write_text("# another way to spell")
    monkeypatch.setattr(phrases.words, "__file__", str(tmp_path / "words.py"))
    assert len(in_a_new_run(RULE.replace("critical", "medium"))[1]) == len(all_of_them)


def test_a_spoilt_or_foreign_cache_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GAPCHECK_CACHE", str(folder))
    rules = rules_with(tmp_path / "rules")
    phrases._parsed.cache_clear()
    (fresh,) = load_packs(rules, ["toy"])
    kept = {path: path.read_bytes() for path in folder.glob("*.rules")}
    assert {path.name.split("-")[0] for path in kept} == {"laws", "toy", "together_toy", "phrases"}
    for spoil in (lambda _: b"", lambda good: good[:40], lambda good: good[:-5] + b"12345", lambda _: b"\0" * 5000):
        for path, good in kept.items():
            path.write_bytes(spoil(good))
        phrases._parsed.cache_clear()
        assert load_packs(rules, ["toy"]) == (fresh,)
    for path, good in kept.items():
        path.write_bytes(good)
    for file in folder.iterdir():
        file.chmod(0o666)
    monkeypatch.setattr(cache.marshal, "loads", lambda _: pytest.fail("read what others could have written"))
    assert load_packs(rules, ["toy"]) == (fresh,)


def test_no_place_for_a_cache_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_with(tmp_path / "rules")
    (tmp_path / "file").write_text("")
    for place in ("", str(tmp_path / "file"), "/proc/nowhere"):
        monkeypatch.setenv("GAPCHECK_CACHE", place)
        assert load_packs(rules, ["toy"])


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
def test_what_has_no_end_is_no_rule(tmp_path: Path) -> None:
    rules = rules_with(tmp_path)
    os.mkfifo(tmp_path / "toy" / "2-pipe.yaml")
    with pytest.raises(RuleError, match=r"2-pipe\.yaml: is no ordinary file"):
        load_packs(rules, ["toy"])
    (tmp_path / "toy" / "2-pipe.yaml").unlink()
    os.mkfifo(tmp_path / "common" / "more.yaml")
    assert load_packs(rules, ["toy"])
