"""To whom a postal address belongs: the name, and the department, that stand before it."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.plain import BORDER, Plain

_REACH = 220
_MOST_LINES = 5
# What introduces the name: "contact us at: Example Ltd, 1 Sample Street".
_LEAD = expression(
    rf"[:;!?{BORDER}]|\.\s|\b(?:at|to|is|are|by|with|in|of|via|contact|contacting|from|on|controller|or|and|address|mail|us|located)\s",
    "i",
)
_TOKEN = expression(r"[^\W_][\w&'-]*")
# Words that say nothing about whom, such as who it is that opens letters on privacy.
_NEUTRAL = frozenset(
    """
    company co the and & attn att attention fao care c o dept department office team
    officer
    privacy data protection compliance policy questions question inquiries chief global general a of for to mail postal post address mailing
    us we our by at address street mr mrs ms director manager administrator group physical
    """.split()
)
# Companies of one group bear one name, and each the form that the law of its country has for it.
_FORMS = {
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation", "llc"), "us"),
    **dict.fromkeys(("ltd", "limited", "plc"), "uk"),
    **{
        form: form
        for form in ("gmbh", "ag", "sas", "sarl", "s\u00e0rl", "s\u00e1rl", "bv", "nv", "ab", "oy", "aps", "srl", "spa", "pty", "kk", "ulc")
    },
}


def addressee(plain: Plain, start: int) -> str:
    """Return the telling words of the name that stands before the address at `start`, and `=` with the country of its legal form."""
    words: list[str] = []
    lines = plain.text[max(0, start - _REACH) : start].rsplit("\n", _MOST_LINES)
    for number, line in enumerate(reversed(lines)):
        cues = [cue.end() for cue in _LEAD.finditer(line)]
        part = line[max(cues) :] if cues else line
        if number and not line.strip():
            if number > 1:
                break
            continue
        if not cues and len(line) > 70:
            break
        words += [word.lower() for word in _TOKEN.findall(part) if word[0].isupper() or word[0].isdigit()]
        if cues and (line[: max(cues)].strip().lower() not in ("attn:", "attention:", "att:", "fao:", "c/o")):
            break
    forms = {f"={_FORMS[word]}" for word in words if word in _FORMS}
    telling = {word for word in words if word not in _NEUTRAL and word not in _FORMS}
    return " ".join(sorted(telling | forms if len(forms) == 1 else telling))


def same_addressee(a: str, b: str) -> bool:
    """Return whether two addressees can be the same: where one says more than the other, it still can."""
    one, other = ({word for word in name.split() if word[0] != "="} for name in (a, b))
    forms = {word for name in (a, b) for word in name.split() if word[0] == "="}
    return len(forms) < 2 and (one <= other or other <= one)
