"""How postal addresses begin: with a number and a street, a street and a number, a box, a part of a building or a building."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.values import APART, CAPITAL, ENDING, ROAD, SPELT

SUFFIX = (
    "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Pl|Square|Sq|Parkway|Pkwy|Terrace|Ter|Close|Quay|"
    "Highway|Hwy|Row|Crescent|Cres|Circle|Cir|Plaza|Loop|Trail|Gardens|Mews|Wharf|Broadway|Alley|Walk|Yard|Freeway|Fwy|Expressway|Pike|"
    "Turnpike|Esplanade|Embankment|Green|Hill|Gate"
)
_BOX = r"P\.?\s?O\.?\s?[Bb]ox|P\.O\.|[Pp]ost [Oo]ffice [Bb]ox|Postfach|Private Bag|GPO Box|PO BOX|P\.O\. BOX"
_UNIT = (
    "[Ss]uite|SUITE|Ste\\.?|[Ff]loor|[Ff]l\\.|[Uu]nit|[Ll]evel|[Aa]pt\\.?|[Aa]partment|[Rr]oom|[Oo]ffice|[Bb]uilding|[Bb]ldg\\.?|"
    "[Bb]lock|[Ff]lat|#|No\\.?|PMB|[Ss]tudio|[Dd]ept\\.?"
)
_TH = "(?:st|nd|rd|th)"
_NUMBER = rf"\d{{1,6}}(?:[A-Za-z]|{_TH})?(?:\s?[-/]\s?\d{{1,5}}[A-Za-z]?)?"
_OF = "(?:(?:de|del|della|dei|delle|du|des|la|le|les|l'|d'|do|da|dos|di|el)\\s?){0,3}"
_HOUSE = "House|Building|Tower|Towers|Centre|Mill|Hall|Business Park|Point|Studios|Court|Works"
_GERMAN = rf"[\s-](?:{APART})"
# Every part is bounded, so that a text of nothing but beginnings costs a fixed number of steps for each.
_STARTS = {
    "box": rf"(?:{_BOX})\s{{1,3}}[A-Z]{{0,3}}\s?\d[\d\s]{{0,7}}",
    "unit": rf"(?:(?:{_UNIT})\s{{1,3}}[A-Z]?\d{{1,5}}[A-Z]?(?:-\d+)?|\d{{1,2}}{_TH}\s{{1,3}}[Ff]loor),?\s{{1,4}}(?={CAPITAL}|\d)",
    "first": rf"\d{{1,6}}-(?=\d{{1,3}}{_TH}\s)|{_NUMBER},?\s{{1,4}}"
    rf"(?={CAPITAL}|(?:-\s)?\d{{1,3}}{_TH}\s|(?:rue|avenue|boulevard|quai|place|chauss\u00e9e|bis)\s)",
    "word": rf"(?:{SPELT})\s(?={CAPITAL})",
    "before": rf"(?:{ROAD})\s{{1,3}}{_OF}{CAPITAL}[\w'.-]{{0,30}}(?:\s{{1,3}}[\w'.-]{{1,20}}){{0,4}}?,?\s{{1,3}}"
    r"(?:n[\u00ba.]\s?)?\d{1,4}(?!\w)",
    "ending": rf"{CAPITAL}[\w.-]{{0,30}}?(?:(?:{ENDING})|{_GERMAN})\s{{1,3}}\d{{1,4}}\s?[a-zA-Z]?(?!\w)",
    "named": rf"{CAPITAL}[\w'-]{{1,20}}(?:\s{CAPITAL}[\w'-]{{1,20}}){{0,2}}\s(?:{_HOUSE}),?\s{{1,4}}(?={CAPITAL}|\d)",
    # Any name and number, with figures as of a postal code on the heels.
    "after": rf"{CAPITAL}[\w'.-]{{2,24}}(?:[ ]{{1,3}}[\w'.-]{{2,20}}){{0,3}}?[ ]{{1,3}}\d{{1,4}}\s?[a-zA-Z]?(?:-\d{{1,4}})?,?\s{{1,4}}"
    r"(?=(?:[A-Z]{1,2}-)?\d{4,5}\s)",
}
_ANY = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _STARTS.items())
# The first character decides at most places.
START = expression(rf"(?<![\w.,/#$-])(?=[\dA-Z#\u00c0-\u00deabcdflopqrsuv])(?:{_ANY})")
UNITS = expression(rf"[\s,.-]{{1,5}}(?:(?:{_UNIT})\s{{0,2}}#?[A-Z]?\d{{0,5}}[A-Z]?(?:-\d+)?|\d{{1,2}}{_TH}\s[Ff]l(?:oor|\.))(?!\w)")
