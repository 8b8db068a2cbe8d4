"""`gapcheck new-rule`: the file of a requirement to be filled in, and a folder for its law where there is none."""

from __future__ import annotations

import os

from gapcheck.arguments import Arguments, UsageError
from gapcheck.errors import GapcheckError, Problem, did_you_mean
from gapcheck.loader import find_rules, laws, pack_directories
from gapcheck.packreader import rule_files
from gapcheck.rule import COMMON
from gapcheck.rulefile import ID, NAME
from gapcheck.ruleplaces import PACK, folders, over
from gapcheck.strictyaml import Text

FOLDER = "rules"
_RULE = """\
# One duty to disclose. What begins with FILL IN (or is fill-in) is still to be said: until then nothing can be checked against
# this law, and gapcheck selftest lists what is left. The rule format (docs/rule-format.md) explains every key.
id: {id}
title: FILL IN a short name for what must be disclosed
cite: FILL IN where the law says so, such as s. 12(3)
level: mandatory        # or conditional (then add applies:), recommended, prohibited (then conflict: instead of require:)
severity: medium        # or critical, high, low, info
topic: fill-in          # groups the same subject across laws: retention, recipients, access ...; gapcheck explain ID shows others'
summary: FILL IN in your own words what must be disclosed
remedy: FILL IN what to add where it is not found
model_clause: FILL IN a sentence or two that a drafter can start from
require:                # all elements found is met, some partial, none missing
  disclosed:
    says: FILL IN what is proved where a phrase below is found
    any:
      - FILL IN how policies say it, a phrase such as (keep|store) ... {{number}} (days|months|years)
examples:               # near misses belong under missing; partial: and conflict: may be added
  met:
    - FILL IN a sentence that satisfies the law
  missing:
    - FILL IN a sentence on the same subject that does not
"""
_PACK = """\
# One law. What begins with FILL IN is still to be said; gapcheck selftest lists what is left.
law: {law}
title: FILL IN the name of the law
jurisdiction: FILL IN where it holds
version: "{version}"      # of these rules, not of the law: raise it with every change, for reports state it
as_of: FILL IN the day on which the text of the law was last looked at, such as {today}
source: FILL IN the official text that was read
# aliases: [other names for --law]
# scope:                  # whose people a passage addresses: those who are not this law's are passed over
#   own: [phrases that address this law's people]
#   foreign: [phrases that address somebody else's]
# names: [phrases by which policies name this law and no other]
"""


def new_rule(arguments: Arguments, today: str) -> str:
    """Write what was asked for, and return a sentence about it; raises GapcheckError, and then nothing was written over."""
    id, law = _asked(arguments)
    own = arguments.rules or FOLDER
    built_in = find_rules()
    rules = over(own, built_in) if os.path.isdir(own) and os.listdir(own) else built_in
    known = laws(rules, [])
    called = {alias.lower(): one.law for one in known for alias in one.aliases}
    if law in called and law not in pack_directories(rules):
        raise UsageError(f"these rules are those of {called[law]}: --law {called[law]}")
    file, text = id.split("-", 1)[1] + ".yaml", _RULE.format(id=id)
    original = _original(id, rules, law)
    if original and original.startswith(os.path.join(own, "")):
        raise GapcheckError(Problem(original, 0, 0, f"{id} is there already, and is left as it is"))
    if original:
        file = os.path.basename(original)
        with open(original, encoding="utf-8-sig") as handle:
            text = handle.read()
    if not original and os.path.lexists(os.path.join(own, law, file)):
        file = f"{id}.yaml"  # another id has the same tail
    texts = {os.path.join(own, law, file): text}
    if law not in pack_directories(rules):
        texts[os.path.join(own, law, PACK)] = _PACK.format(law=law, version=today[:7].replace("-", "."), today=today)
    for path, content in texts.items():
        _write(path, content)
    said = "a copy of the rule whose place it takes; change it" if original else "to be filled in"
    return f"{' and '.join(texts)}: written, {said}, then: gapcheck selftest --rules {own}\n"


def _asked(arguments: Arguments) -> tuple[str, str]:
    """Return the id and the law, once they can be ones."""
    if len(arguments.names) != 1 or len(arguments.laws) != 1:
        raise UsageError("name one requirement and its law: gapcheck new-rule ID --law LAW [--rules DIR]")
    id, law = arguments.names[0], arguments.laws[0].lower()
    if not ID.match(id):
        hint = did_you_mean(id.upper(), [id.upper()]) if ID.match(id.upper()) else ""
        raise UsageError(f"{id!r} is no id: letters and digits joined by '-', beginning with a capital, such as GDPR-13-2-a{hint}")
    if id.startswith("XC-"):
        raise UsageError(
            f"{id} would be a check, which new-rule does not write: copy one of rules/common/conflicts; see docs/rule-format.md"
        )
    if not NAME.match(law) or law in (COMMON, "all"):
        raise UsageError(f"{law!r} is no name for a law: lower case words joined by '-', such as quebec or pipa-ab")
    return id, law


def _original(id: str, rules: str, law: str) -> str:
    """Return the file of the requirement that has this id already, or ""."""
    for path, table in rule_files(folders(rules, law), []):
        given = table.get("id")
        if isinstance(given, Text) and given.value.lower() == id.lower():
            return path
    return ""


def _write(path: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    except FileExistsError:
        raise GapcheckError(Problem(path, 0, 0, "is there already, and is left as it is")) from None
    except OSError as error:
        raise GapcheckError(Problem(path, 0, 0, f"cannot be written: {error.strerror}")) from None
