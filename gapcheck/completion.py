"""Scripts that complete gapcheck's words in bash, zsh and fish, written from the table of the command line."""

from __future__ import annotations

from gapcheck.arguments import CHECK, COMMANDS, OPTIONS, SHELLS, Arguments, Option, UsageError
from gapcheck.jobs import all_ids
from gapcheck.loader import laws
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OTHERS = tuple(command for command in COMMANDS if command.name != CHECK)


class Words(Record):
    """The words that rules give: laws, and ids of requirements."""

    laws: tuple[str, ...]
    ids: tuple[str, ...]

    def of(self, value: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words for what is called `value` in the table, none where anything goes."""
        return choices or {"LAW": self.laws, "ID": self.ids}.get(value, ())


def completion(arguments: Arguments, rules: str) -> str:
    """Return the script for the shell named."""
    if len(arguments.names) != 1 or arguments.names[0] not in SHELLS:
        raise UsageError(f"name a shell: gapcheck completion {'|'.join(SHELLS)}")
    # No shell may find anything but words in them.
    words = Words(*(tuple(filter(_is_word, found)) for found in ((*(law.law for law in laws(rules, [])), "all"), all_ids(rules))))
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.names[0]](words)


def _is_word(text: str) -> bool:
    return text.replace("-", "").replace(".", "").replace("_", "").isalnum() and text.isascii()


def _spellings(option: Option) -> list[str]:
    return [spelling for spelling in (option.short, option.name) if spelling]


def _is_list(value: str) -> bool:
    """Return whether several may be given with commas between."""
    return value in ("LAW", "ID")


def _cases(pairs: Iterable[tuple[str, str]], indent: int) -> str:
    """Return the branches of a `case`."""
    return "\n".join(f"{' ' * indent}{pattern}) {command} ;;" for pattern, command in pairs)


def _bash(words: Words) -> str:
    valued = "|".join(spelling for option in OPTIONS if option.value for spelling in _spellings(option))
    values = [
        ("|".join(_spellings(option)), _bash_value(option.value, words.of(option.value, option.choices)))
        for option in OPTIONS
        if option.value
    ]
    options = [(command.name, f'_gapcheck_add -W "{_offered(command.name)}"') for command in COMMANDS]
    operands = [(command.name, _bash_value(command.takes, words.of(command.takes, command.words), command.takes)) for command in _OTHERS]
    names = " ".join(command.name for command in _OTHERS)
    return f"""\
# Completion of gapcheck in bash. In ~/.bashrc: eval "$(gapcheck completion bash)"
_gapcheck_add() {{
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$@" -- "$cur")
}}
_gapcheck_files() {{
    compopt -o filenames 2>/dev/null
    _gapcheck_add "$@"
}}
_gapcheck_list() {{
    local before=""
    case $cur in *,*) before=${{cur%,*}}, cur=${{cur##*,}} ;; esac
    _gapcheck_add -P "$before" -W "$1"
}}
_gapcheck() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command="" i
    local laws="{" ".join(words.laws)}" ids="{" ".join(words.ids)}"
    if [ "$cur" = "=" ]; then
        cur=""
    elif [ "$prev" = "=" ]; then
        prev=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${{COMP_WORDS[i]}} in
            {valued})
                if [ "${{COMP_WORDS[i+1]}}" = "=" ]; then i=$((i + 1)); fi
                i=$((i + 1)) ;;
            -*) ;;
            *) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    case $prev in
{_cases(((pattern, f"{command}; return") for pattern, command in values), 8)}
    esac
    case $cur in
        -*)
            case $command in
{_cases(((name, command) for name, command in options if name != CHECK), 16)}
                *) {dict(options)[CHECK]} ;;
            esac ;;
        *)
            case $command in
                "") _gapcheck_files -f -W "{names}" ;;
{_cases(operands, 16)}
                *) _gapcheck_files -f ;;
            esac ;;
    esac
}}
complete -F _gapcheck gapcheck
"""


def _bash_value(value: str, words: tuple[str, ...], takes: str = "") -> str:
    """Return the command that offers what may stand for `value`; beside the fixed words of a command its files may follow too."""
    said = {"FILE": "_gapcheck_files -f", "DIR": "_gapcheck_files -d"}.get(value, ":")
    if not words:
        return said
    listed = {"LAW": "$laws", "ID": "$ids"}.get(value, " ".join(words))
    if _is_list(value) and not takes:
        return f'_gapcheck_list "{listed}"'
    return f'_gapcheck_add -W "{listed}"' + (f"; {said}" if takes == "FILE" else "")


def _offered(command: str) -> str:
    return " ".join(spelling for option in OPTIONS if command in option.commands for spelling in _spellings(option))


def _zsh(words: Words) -> str:
    branches = []
    for command in COMMANDS:
        specs = [spec for option in OPTIONS if command.name in option.commands for spec in _zsh_option(option, words)]
        if command.name == CHECK:
            specs += ["'1: :_gapcheck_first'", "'*:file:_files'"]
        else:
            action = _zsh_action(command.takes, words.of(command.takes, command.words), False)
            specs += [f"'1: :({command.name})'", f"'*:{command.takes.lower() or 'word'}:{action}'"]
        head = "*" if command.name == CHECK else command.name
        branches.append((head, "_arguments -S \\\n                " + " \\\n                ".join(specs)))
    branches = [*branches[1:], branches[0]]
    valued = "|".join(spelling for option in OPTIONS if option.value for spelling in _spellings(option))
    described = "\n".join(f"        {_single(f'{command.name}:{command.help}')}" for command in _OTHERS)
    return f"""\
#compdef gapcheck
# Completion of gapcheck in zsh. In ~/.zshrc, behind compinit: eval "$(gapcheck completion zsh)"
_gapcheck_first() {{
    local -a commands
    commands=(
{described}
    )
    _describe -t commands command commands
    _files
}}
_gapcheck() {{
    local command="" i
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
            {valued}) i=$((i + 1)) ;;
            -*) ;;
            *) command=$words[i]; break ;;
        esac
    done
    case $command in
{_cases(branches, 8)}
    esac
}}
if [ "$funcstack[1]" = _gapcheck ]; then _gapcheck "$@"; else compdef _gapcheck gapcheck; fi
"""


def _zsh_option(option: Option, words: Words) -> Iterator[str]:
    """Yield what `_arguments` is told of an option."""
    said = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    for spelling in _spellings(option):
        if option.value:
            joined = spelling + ("=" if spelling.startswith("--") else "+")
            action = _zsh_action(option.value, words.of(option.value, option.choices), _is_list(option.value))
            yield _single(f"*{joined}[{said}]:{option.value}:{action}")
        else:
            yield _single(f"{spelling}[{said}]")


def _zsh_action(value: str, words: tuple[str, ...], listed: bool) -> str:
    if words:
        return f"_values -s , {value} {' '.join(words)}" if listed else f"({' '.join(words)})"
    return {"FILE": "_files", "DIR": "_files -/"}.get(value, " ")


def _single(text: str) -> str:
    """Return `text` in the quotes of a shell, where nothing in it is special."""
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(words: Words) -> str:
    valued = " ".join(spelling for option in OPTIONS if option.value for spelling in _spellings(option))
    lines = [f"complete -c gapcheck -n __gapcheck_first -a {command.name} -d {_fish_quoted(command.help)}" for command in _OTHERS]
    for command in _OTHERS:
        there = words.of(command.takes, command.words)
        files = "" if command.takes == "FILE" else " -f"
        offered = (
            f" -a {_fish_quoted(' '.join(there))}" if there else " -a '(__fish_complete_directories)'" if command.takes == "DIR" else ""
        )
        if files or offered:
            lines.append(f"complete -c gapcheck -n '__gapcheck_is {command.name}'{files}{offered}")
    lines += [_fish_option(option, words) for option in OPTIONS]
    return f"""\
# Completion of gapcheck in fish. Write it to ~/.config/fish/completions/gapcheck.fish
function __gapcheck_command
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word {valued}
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
end
function __gapcheck_first
    test -z (__gapcheck_command)""
end
function __gapcheck_is
    set -l command (__gapcheck_command)
    if not contains -- "$command" {" ".join(command.name for command in _OTHERS)}
        set command {CHECK}
    end
    contains -- $command $argv
end
{chr(10).join(lines)}
"""


def _fish_option(option: Option, words: Words) -> str:
    short = f" -s {option.short[1:]}" if option.short else ""
    there = words.of(option.value, option.choices)
    value = ""
    if there:
        listed = f"(__fish_append , {' '.join(there)})" if _is_list(option.value) else " ".join(there)
        value = f" -x -a {_fish_quoted(listed)}"
    elif option.value:
        value = {"FILE": " -r -F", "DIR": " -x -a '(__fish_complete_directories)'"}.get(option.value, " -x")
    commands = " ".join(option.commands)
    return f"complete -c gapcheck -n '__gapcheck_is {commands}'{short} -l {option.name[2:]}{value} -d {_fish_quoted(option.help)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
