"""Postal codes, with the state, province or town that belongs to them."""

from __future__ import annotations

from gapcheck.expression import expression

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|"
    "Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|"
    "Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|"
    "Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|"
    "North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|"
    "(?:West )?Virginia|Washington|Wisconsin|Wyoming|Puerto Rico|District of Columbia"
)
_STATE = (
    "A[LKZR]|C[AOT]|D\\.?C\\.?|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|"
    "N\\.Y\\.|O[HKR]|PA|PR|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|Calif\\.?|Mass\\.|"
) + _STATES
_PROVINCE = (
    "AB|BC|B\\.C\\.|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Alberta|British Columbia|"
    "Manitoba|New Brunswick|Newfoundland(?: and Labrador)?|Nova Scotia|Ontario|"
    "Prince Edward Island|Qu[e\u00e9]bec|Saskatchewan"
)
REGION = rf"(?:{_STATE}|{_PROVINCE}|NSW|VIC|QLD|TAS|ACT)(?!\w)".replace(" ", r"\s{1,3}")
_TOWN = "[A-Z\u00c0-\u00de][\\w'.-]{1,24}"
_TOWNS = rf"{_TOWN}(?:[ ]{{1,3}}(?:(?:am|an der|a\. ?d\.|im|de|la|le|sur|les|den) )?{_TOWN}){{0,2}}"
# Codes whose letters or company show what they are, wherever they stand.
_SURE = (
    rf"(?:{_STATE}),?\s{{1,4}}\d{{5}}(?:\s?-\s?\d{{4}})?",
    r"[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?-?\d[A-Z]\d",
    r"(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{1,2}\d[ABD-HJLNP-UW-Z]{2})",
    r"(?:NSW|VIC|Victoria|QLD|Queensland|SA|WA|TAS|ACT|NT|New South Wales),?\s{1,3}\d{4}",
    r"[AC-FHKNPRTV-Y]\d[\dW]\s?[AC-FHKNPRTV-Y\d]{4}",
)
# Codes that are mere figures: they count with a town behind them, or before them.
_FIGURES = (
    rf"(?:(?:[A-Z]{{1,3}}-)?\d{{4,5}}(?:-\d{{3}})?|\d{{3}}\s\d{{2}}|\d{{2}}-\d{{3}}|\d{{4}}\s?[A-Z]{{2}})[ ]{{1,3}}{_TOWNS}",
    r"(?!Box|BOX|S[Uu][Ii][Tt][Ee]|S[Tt][Ee]|PMB|Unit|Floor|Level|Room|A[Pp][Tt]|N[or]\b|Building|Bldg)"
    rf"{_TOWN},?\s{{1,3}}(?:- ?)?(?:\d{{6}}|\d{{3}}\s\d{{3}}|\d{{5}}(?!\d|[ ]{{1,3}}[A-Z]))",
    r"Dublin\s\d{1,2}W?",
)
POSTCODE = expression(
    r"(?<![\w.$/-])(?=[\dA-Z\u00c0-\u00de])"
    rf"(?:{'|'.join(f'({code})' for code in (*_SURE, *_FIGURES))})(?![\w@-])".replace("(?:West )", r"(?:West\s)")
)
FIRST_FIGURES = len(_SURE) + 1
# The bare code within such a match, for comparing.
CODE = expression(
    r"(?<![\w.])(?:[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?-?\d[A-Z]\d|"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}|[AC-FHKNPRTV-Y]\d[\dW]\s?[AC-FHKNPRTV-Y\d]{4}"
    r"|\d{4}\s?[A-Z]{2}(?=\s)|\d{3}\s\d{2,3}(?=\s|$)|\d{5}(?:-\d{4})?|\d{2}-\d{3}|\d{4}(?:-\d{3})?|\d{6})(?!\w)"
)
