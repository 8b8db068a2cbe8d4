"""The command line: one table of options, from which arguments are read and the help is written.

argparse would cost as much as starting Python does, which a hook that runs on every commit would notice.
"""

from __future__ import annotations

from gapcheck.errors import GapcheckError, Problem, did_you_mean
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.loader import LawName


class UsageError(GapcheckError):
    """The command line cannot be understood."""

    def __init__(self, message: str) -> None:
        super().__init__(Problem("gapcheck", 0, 0, message))


class Option(Record):
    """One option: `value` names what it takes, empty for a switch; `choices` are the words it accepts, if fixed."""

    name: str
    short: str
    value: str
    commands: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()


class Command(Record):
    """One command, as the help shows it; `takes` names what follows it, and `words` are those that it accepts there, if fixed."""

    name: str
    usage: str
    help: str
    takes: str = "FILE"
    words: tuple[str, ...] = ()


class Arguments(Record):
    """What was asked for. `wanted` is the text to print instead of working: help or version."""

    command: str
    names: tuple[str, ...]
    laws: tuple[str, ...] = ()
    format: str = "table"
    output: tuple[str, ...] = ()
    fail_on: str | None = None
    together: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: str | None = None
    as_of: str | None = None
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    jobs: str | None = None
    time_limit: str | None = None
    cache: bool = False
    rows: str | None = None
    id_field: str | None = None
    text_field: str | None = None
    text_format: str = "text"
    shard_size: str | None = None
    fresh: bool = False
    scheduler: str | None = None
    write_hook: bool = False
    quiet: bool = False
    verbose: bool = False
    closest: bool = False
    statistics: bool = False
    color: str = "auto"
    width: str | None = None
    help: bool = False
    version: bool = False


CHECK = "check"
FORMATS = ("table", "matrix", "concise", "json", "markdown", "html", "csv", "xlsx", "sarif", "junit", "github", "hook")
FAIL_ON = ("mandatory", "recommended", "critical", "high", "medium", "low", "info", "never")
SHELLS = ("bash", "zsh", "fish")
COMMANDS = (
    Command(CHECK, "gapcheck --law LAW [options] FILE...", "check policies: files, folders, or - for standard input"),
    Command("diff", "gapcheck diff OLD NEW --law LAW", "what a new version lost and gained; HEAD~1:privacy.md is a file in Git"),
    Command(
        "corpus",
        "gapcheck corpus INPUT --law LAW --output DIR",
        "rows of findings on a great many policies: a folder, JSONL or Parquet",
        "FILE",
    ),
    Command("explain", "gapcheck explain ID...", "what a requirement asks, its citation, remedy, model clause and examples", "ID"),
    Command("rules", "gapcheck rules [--law LAW]", "the laws and requirements there are", ""),
    Command("config", "gapcheck config show [FILE...]", "the settings that hold for a policy, and where each is made", "FILE", ("show",)),
    Command("selftest", "gapcheck selftest [--law LAW] [--rules DIR]", "check the rules, and every rule's own examples", ""),
    Command(
        "init", "gapcheck init [FOLDER] [--law LAW]", "write a gapcheck.yaml for the policies in a folder, and show the commit hook", "DIR"
    ),
    Command("new-rule", "gapcheck new-rule ID --law LAW [--rules DIR]", "write a requirement of your own, to be filled in", ""),
    Command("completion", "gapcheck completion bash|zsh|fish", "print a script that completes gapcheck's words in a shell", "", SHELLS),
)
_EVERY = tuple(command.name for command in COMMANDS)
_SHOWN = (CHECK, "diff", "corpus", "explain", "rules")
_SET = (CHECK, "diff", "config")
_JUDGED = (CHECK, "diff")
_CHOSEN = (*_JUDGED, "corpus")
_CORPUS = ("corpus",)
OPTIONS = (
    Option("--law", "-l", "LAW", _EVERY, "law to check against; may be repeated, takes commas, or 'all'"),
    Option("--format", "-f", "FORMAT", _JUDGED, "how to report on the terminal [default: table]", FORMATS),
    Option("--output", "-o", "FILE", (CHECK, "corpus"), "write a report to FILE too, in the format of its suffix; may be repeated"),
    Option("--fail-on", "", "WHAT", _JUDGED, "gaps that make the exit code 1 [default: mandatory]", FAIL_ON),
    Option("--together", "", "", (CHECK,), "judge the files as one policy: a notice with its cookie policy, say"),
    Option("--select", "", "ID", _CHOSEN, "only these requirements; GDPR-13 stands for all of GDPR-13-..."),
    Option("--ignore", "", "ID", _CHOSEN, "leave these requirements out"),
    Option("--rules", "", "DIR", _EVERY, "folder of rules of your own, added to those built in"),
    Option("--as-of", "", "DATE", _CHOSEN, "date to judge by, such as 2026-11-22 [default: today]"),
    Option("--config", "", "FILE", _SET, "configuration to use [default: the one nearest to each policy]"),
    Option("--isolated", "", "", _SET, "use no configuration, and no waivers in policies"),
    Option("--baseline", "", "FILE", (CHECK,), "known gaps, which neither show nor count"),
    Option("--write-baseline", "", "FILE", (CHECK, "init"), "write the gaps there are to FILE, and take out those no longer there"),
    Option("--write-hook", "", "", ("init",), "also write the hook into .pre-commit-config.yaml"),
    Option("--jobs", "-j", "N", (CHECK, "corpus"), "check N policies at once, in processes; auto: one a processor"),
    Option("--time-limit", "", "SECONDS", (CHECK, "corpus"), "give up a policy that takes longer [default in processes: 300]"),
    Option("--cache", "", "", (CHECK, "corpus"), "recall what the same rules found in the same policy before"),
    Option("--rows", "", "FORMAT", _CORPUS, "format of the findings on a corpus [default: jsonl]", ("jsonl", "parquet")),
    Option("--id-field", "", "NAME", _CORPUS, "where a record has its id [default: id]"),
    Option("--text-field", "", "NAME", _CORPUS, "where a record has the text of its policy [default: text]"),
    Option("--text-format", "", "FORMAT", _CORPUS, "how that text is read [default: text]", ("text", "markdown", "html")),
    Option("--shard-size", "", "N", _CORPUS, "policies to a file of rows [default: 1000]"),
    Option("--fresh", "", "", _CORPUS, "begin anew: delete what an earlier run wrote to the folder"),
    Option("--scheduler", "", "ADDRESS", _CORPUS, "work on a Dask cluster, such as tcp://host:8786"),
    Option("--quiet", "-q", "", (*_CHOSEN, "selftest"), "print errors only; the exit code says the rest"),
    Option("--verbose", "-v", "", _EVERY, "more: what is met, its evidence, remedies, examples; tracebacks of bugs"),
    Option("--closest", "", "", (CHECK,), "for what is missing, also the passage that comes closest: a place to read"),
    Option("--statistics", "", "", (CHECK,), "also counts per law, and the requirements that the most policies miss"),
    Option("--color", "", "WHEN", _SHOWN, "colour the table [default: auto]", ("auto", "always", "never")),
    Option("--width", "", "COLUMNS", _SHOWN, "width of the table [default: that of the terminal]"),
    Option("--version", "-V", "", _EVERY, "print the version"),
    Option("--help", "-h", "", _EVERY, "print this help"),
)
_LISTS = {"--law": "laws", "--select": "select", "--ignore": "ignore"}
_SPELLINGS = {"--colour": "--color", "--laws": "--law"}
_NAMED = {spelling: option for option in OPTIONS for spelling in (option.name, option.short) if spelling}
# Commands that go by options alone: a folder of rules without --rules before it would be passed over.
_NAMELESS = ("rules", "selftest")
_ON_A_LINE = 8

HEAD = "gapcheck tests privacy policies against the disclosures that a law requires."
TAIL = """\
What makes the exit code 1 (--fail-on):
  mandatory     any gap in what the law requires, always or in the case at hand
  recommended   also gaps in what is only advised
  critical, high, medium, low, info
                gaps in what the law requires that are at least this severe
  never         nothing

A suffix of --output stands for a format: .html .xlsx .csv .md .sarif .json .xml (junit) .txt.

Exit codes: 0 no such gaps, 1 gaps, 2 something could not be checked."""


def read_arguments(argv: Sequence[str]) -> Arguments:
    """Return what `argv` asks for; raise UsageError where it cannot be understood."""
    words, given = _split(argv)
    command = CHECK
    if words and words[0] in _EVERY[1:] and argv[0] != "--":
        command, words = words[0], words[1:]
    fields: dict[str, object] = {}
    for option, value in given:
        if command not in option.commands:
            raise UsageError(f"{option.name} does not go with {command!r}; see: gapcheck --help")
        if option.name in _LISTS:
            field = _LISTS[option.name]
            fields[field] = (*fields.get(field, ()), *_listed(option, value))  # type: ignore[misc]
        elif option.name == "--output":
            fields["output"] = (*fields.get("output", ()), _checked(option, value))  # type: ignore[misc]
        else:
            fields[option.name[2:].replace("-", "_")] = _checked(option, value) if option.value else True
    if words and command in _NAMELESS and not fields.get("help"):
        raise UsageError(f"{command} takes no {words[0]!r}; it is: {next(one.usage for one in COMMANDS if one.name == command)}")
    return Arguments(command, tuple(words), **fields)  # type: ignore[arg-type]


def _split(argv: Sequence[str]) -> tuple[list[str], list[tuple[Option, str]]]:
    """Return the plain words of `argv`, and its options with their values."""
    words: list[str] = []
    given: list[tuple[Option, str]] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            words.extend(rest)
        elif not word.startswith("-") or word == "-":
            words.append(word)
        else:
            name, equals, value = word.partition("=")
            option = _option(name)
            if not option.value and equals:
                raise UsageError(f"{option.name} takes no value")
            if option.value and not equals:
                value = next(rest, "--")
                if value.startswith("--"):
                    raise UsageError(f"{option.name} needs a value: {option.name} {option.value}")
            given.append((option, value))
    return words, given


def _option(name: str) -> Option:
    option = _NAMED.get(_SPELLINGS.get(name, name))
    if option is None:
        raise UsageError(f"unknown option {name!r}{did_you_mean(name, _NAMED)}; see: gapcheck --help")
    return option


def _listed(option: Option, value: str) -> list[str]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not parts:
        raise UsageError(f"{option.name} needs a value: {option.name} {option.value}")
    return parts


def _checked(option: Option, value: str) -> str:
    if option.choices and value not in option.choices:
        hint = did_you_mean(value, option.choices) or f"; there are: {', '.join(option.choices)}"
        raise UsageError(f"{option.name} does not know {value!r}{hint}")
    if not value:
        raise UsageError(f"{option.name} needs a value: {option.name} {option.value}")
    return value


def no_law(known: Iterable[LawName]) -> str:
    """Return what to say where no law is named."""
    shown = ", ".join(f"{law.law} ({law.title})" for law in known)
    return (
        f"say which law to check against with --law; there are rules for {shown}; a gapcheck.yaml can name it too; gapcheck init writes one"
    )


def help_text() -> str:
    """Return the help, written from the table of options."""
    lines = [HEAD, "", "Usage:"]
    for command in COMMANDS:
        lines += [f"  {command.usage}", f"      {command.help}"]
    lines += ["", "Options:"]
    for option in OPTIONS:
        names = f"{option.short}, {option.name}" if option.short else f"    {option.name}"
        lines.append(f"  {names} {option.value}".ljust(24) + "  " + option.help)
        for start in range(0, len(option.choices), _ON_A_LINE):
            lines.append(" " * 26 + " | ".join(option.choices[start : start + _ON_A_LINE]))
    return "\n".join([*lines, "", TAIL, ""])
