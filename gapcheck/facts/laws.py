"""Statutes and regulators that a policy names, with the articles and sections it cites."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match, Pattern

# Single spaces stand for any white space; of two names that begin alike, the longer is first.
_STATUTES = (
    (
        "UK GDPR",
        r"(?:UK|U\.K\.)(?: |-)GDPR|United Kingdom(?:'s)? (?:GDPR|General Data Protection Regulation)|UK General Data Protection Regulation",
    ),
    ("Data Protection Act 2018", r"Data Protection Act(?:,)? (?:of )?2018|DPA 2018"),
    ("Data Protection Act 1998", r"Data Protection Act(?:,)? (?:of )?1998"),
    ("PECR", r"PECR|Privacy and Electronic Communications(?: \(EC Directive\))? Regulations"),
    (
        "GDPR",
        r"(?:EU(?: |-))?GDPR|(?:EU |European )?General Data Protection Regulation|Regulation (?:\(EU\) )?(?:No\.? )?2016/679|DSGVO|RGPD",
    ),
    ("ePrivacy Directive", r"e-?Privacy Directive|Directive 2002/58/EC"),
    ("Directive 95/46/EC", r"(?:Data Protection )?Directive 95/46(?:/EC)?"),
    ("Swiss FADP", r"(?:Swiss )?Federal Act on Data Protection|(?:Swiss )?Federal Data Protection Act|\bn?FADP|revFADP|Swiss DPA|DSG"),
    ("BDSG", r"BDSG|Bundesdatenschutzgesetz"),
    ("TTDSG", r"TTDSG|TDDDG"),
    ("CPRA", r"CPRA|California Privacy Rights Act"),
    ("CCPA", r"CCPA(?:/CPRA)?|California Consumer Privacy Act"),
    ("CalOPPA", r"Cal-?OPPA|California Online Privacy Protection Act"),
    ("Shine the Light", r"\"?Shine the Light\"?"),
    ("Cal. Civ. Code", r"Cal(?:ifornia|\.) ?Civ(?:il|\.) Code|California's Civil Code"),
    ("Cal. Bus. & Prof. Code", r"California Business (?:and|&) Professions Code|Cal\. ?Bus\. ?(?:and|&) Prof\. Code"),
    ("VCDPA", r"VCDPA|Virginia Consumer Data Protection Act"),
    ("Colorado Privacy Act", r"Colorado Privacy Act"),
    ("CTDPA", r"CTDPA|Connecticut Data Privacy Act"),
    ("UCPA", r"UCPA|Utah Consumer Privacy Act"),
    ("COPPA", r"COPPA|Children's Online Privacy Protection (?:Act|Rule)"),
    ("CAN-SPAM", r"CAN-SPAM(?: Act)?"),
    ("HIPAA", r"HIPAA|Health Insurance Portability and Accountability Act"),
    ("GLBA", r"GLBA|Gramm(?: |-)Leach(?: |-)Bliley(?: Act)?"),
    ("FCRA", r"FCRA|Fair Credit Reporting Act"),
    ("FERPA", r"FERPA|(?:Family|Federal) Education(?:al)? Rights and Privacy Act"),
    ("FTC Act", r"FTC Act|Federal Trade Commission Act"),
    ("DMCA", r"DMCA|Digital Millennium Copyright Act"),
    ("PIPEDA", r"PIPEDA|Personal Information Protection and Electronic Documents Act"),
    ("FOIP", r"FOIPP?A?|FIPPA|Freedom of Information and Protection of Privacy Act"),
    ("HIA", r"Health Information Act"),
    ("CASL", r"CASL|Canada's Anti-Spam (?:Law|Legislation)"),
    ("Quebec Law 25", r"(?:Quebec(?:'s)? )?Law 25"),
    ("PIPA", r"PIPA|Personal Information Protection Act"),
    ("PIPL", r"PIPL|Personal Information Protection Law"),
    ("LGPD", r"LGPD|Lei Geral de Prote\u00e7\u00e3o de Dados"),
    ("POPIA", r"POPIA?|Protection of Personal Information Act"),
    ("Privacy Act 1988", r"(?:Australian )?Privacy Act(?: of)? 1988"),
    ("APPI", r"APPI|Act on the Protection of Personal Information"),
    ("PDPA", r"PDPA|Personal Data Protection Act"),
    ("Privacy Act", r"Privacy Act(?: of)?(?: (?:19|20)\d\d)?"),
)
_REGULATORS = (
    ("ICO", r"ICO|(?:UK |U\.K\. )?Information Commissioner(?:'s)?(?: Office)?(?! of)"),
    ("CNIL", r"CNIL|Commission [Nn]ationale (?:de l')?[Ii]nformatique et (?:des )?[Ll]ibert\u00e9s"),
    ("FTC", r"(?:FTC|Federal Trade Commission)(?! Act)"),
    ("OIPC", r"OIPC|(?:Office of the )?Information (?:and|&) Privacy Commissioner"),
    (
        "OPC",
        r"OPC|(?:Office of the )?(?:Privacy Commissioner of Canada|(?:Federal|Canadian) Privacy Commissioner)|"
        r"Office of the Privacy Commissioner(?! (?:for|of))",
    ),
    ("NZ OPC", r"(?:Office of the )?(?:New Zealand Privacy Commissioner|Privacy Commissioner of New Zealand)"),
    ("PCPD Hong Kong", r"(?:Office of the )?Privacy Commissioner for Personal Data|PCPD"),
    ("OAIC", r"OAIC|Office of the Australian Information Commissioner|Australian Information Commissioner"),
    ("EDPB", r"EDPB|European Data Protection Board"),
    ("EDPS", r"EDPS|European Data Protection Supervisor"),
    ("DPC Ireland", r"DPC|(?:Irish )?(?:Office of the )?Data Protection Commission(?:er)?"),
    ("AEPD", r"AEPD|Agencia Espa\u00f1ola de Protecci\u00f3n de Datos|Spanish Data Protection Agency"),
    ("Garante", r"Garante(?: per la [Pp]rotezione dei [Dd]ati [Pp]ersonali)?"),
    ("BfDI", r"BfDI|(?:German )?Federal Commissioner for Data Protection(?: and Freedom of Information)?"),
    ("AP", r"Autoriteit Persoonsgegevens|Dutch Data Protection Authority"),
    ("APD", r"Belgian Data Protection Authority|Autorit\u00e9 de protection des donn\u00e9es|Gegevensbeschermingsautoriteit"),
    ("Datatilsynet", r"Datatilsynet"),
    ("IMY", r"IMY|Integritetsskyddsmyndigheten|Datainspektionen|Swedish (?:Authority for Privacy Protection|Data Protection Authority)"),
    ("UODO", r"UODO"),
    ("CNPD", r"CNPD"),
    ("FDPIC", r"FDPIC|(?:Swiss )?Federal Data Protection and Information Commissioner|ED\u00d6B"),
    ("CPPA", r"CPPA|California Privacy Protection Agency"),
    ("GRA", r"Gibraltar Regulatory Authority"),
    ("CAI", r"Commission d'acc\u00e8s \u00e0 l'information"),
    ("ANPD", r"ANPD"),
    ("PDPC", r"PDPC"),
    ("HHS", r"(?:U\.S\. )?Department of Health and Human Services"),
    ("AG", r"(?:Office of the )?(?:State )?Attorneys? General(?:'s Office)?"),
    ("German state commissioner", r"Landesbeauftragte[rn]?"),
)
_PLACES = (
    ("Alberta", r"Alberta|\bS\.?A\.? 2003|P-6\.5"),
    ("BC", r"British Columbia|\bB\.?C\.?\b|\bS\.?B\.?C\.? 2003"),
    ("Ontario", r"Ontario"),
    ("Quebec", r"Qu\u00e9?e?bec"),
    ("Korea", r"Korea"),
    ("California", r"California"),
    ("Virginia", r"Virginia"),
    ("Colorado", r"Colorado"),
    ("Connecticut", r"Connecticut"),
    ("Texas", r"Texas"),
    ("Singapore", r"Singapore"),
    ("Thailand", r"Thai"),
    ("Bermuda", r"Bermuda"),
)
_PLACE = expression("|".join(f"({pattern})" for _, pattern in _PLACES))
_OF_PLACES = {
    "PIPA": ("Alberta", "BC", "Korea"),
    "OIPC": ("Alberta", "BC", "Ontario"),
    "OPC": ("Bermuda",),
    "AG": ("California", "Virginia", "Colorado", "Connecticut", "Texas"),
    "PDPA": ("Singapore", "Thailand"),
}

_EXPLAINED = ("PIPA", "OIPC", "PDPA")


def _joined(table: tuple[tuple[str, str], ...]) -> Pattern[str]:
    names = "|".join(f"({pattern})" for _, pattern in table).replace(" ", r"\s{1,3}").replace(r"\s{1,3}?", r"\s{0,3}")
    return expression(rf"(?<!\w)(?=[A-Z\"nr])(?:{names})(?![\w@])")


_STATUTE, _REGULATOR = _joined(_STATUTES), _joined(_REGULATORS)
_PART = r"\d{1,5}(?:\.\d{1,4}){0,2}(?: ?\([a-zA-Z\d]{1,4}\)){0,4}"
_PARTS = rf"{_PART}(?:(?:,? (?:and|or|to|&|et seq\.?)|,|-| -) ?{_PART}){{0,8}}"
_ONE = expression(_PART)
_ARTICLE = r"(?:(?P<art>[Aa]rt(?:icles?|s?\.?)|ART(?:ICLE|\.))|[Ss]ec(?:tions?|s?\.)|SECTION|\u00a7{1,2}|ss?\.)"
_AHEAD = expression(
    rf"{_ARTICLE} ?(?P<parts>{_PARTS})(?:,? ?(?:lit|para|par|sentence|"
    rf"subpara)[\w. ]{{1,16}}(?:\([a-z]\))?)?,? ?(?:of |under |in |from )?(?:the |EU |Regulation )?[(\"]? ?$"
)
_BEHIND = expression(rf"(?:\)|\")?,? ?\(?(?:at |in |under )?{_ARTICLE} ?(?P<parts>{_PARTS})")
# "... Rights and Privacy Act": the end of another name.
_LONGER = expression(r"(?:[A-Z][a-z]+|and|&)\s{1,3}$")
_CIVIL = expression(r"(?<![\w.$-])1798\.\d{1,3}(?:\.\d{1,2})?(?:\([a-z\d]{1,3}\)){0,3}")


def statutes(plain: Plain) -> Iterator[Found]:
    """Yield statutes by one short name each, "GDPR", and every article cited, "GDPR art 17"; a cited one is not given bare as well."""
    text = plain.text
    cited: list[tuple[int, int]] = []
    for match, name in _named(plain, _STATUTE, _STATUTES):
        start, end = match.span()
        before = plain.before(start, 120)
        if name == "Privacy Act" and _LONGER.search(before):
            continue
        ahead, behind = _AHEAD.search(before), _BEHIND.match(text, end, end + 80)
        if ahead:
            parts, kind = ahead["parts"], "art" if ahead["art"] else "s"
            start -= len(before) - ahead.start()
        elif behind:
            parts, kind, end = behind["parts"], "art" if behind["art"] else "s", behind.end()
        else:
            yield Found(name, start, end)
            continue
        if plain.holder(start) != plain.holder(end - 1):
            continue
        cited.append((start, end))
        for part in _ONE.findall(parts):
            yield Found(_value(name, kind, part), start, end)
    for match in _CIVIL.finditer(text):
        if not any(start <= match.start() < end for start, end in cited[-50:]):
            yield Found(f"Cal. Civ. Code {match.group()}", *match.span())


def _value(name: str, kind: str, part: str) -> str:
    part = part.replace(" ", "")
    if part.startswith("1798.") or name == "Cal. Civ. Code":
        return f"Cal. Civ. Code {part}"
    return f"{name} {kind} {part}"


def regulators(plain: Plain) -> Iterator[Found]:
    """Yield regulators by one short name each, with whose they are where several have the name: "OIPC Alberta"."""
    for match, name in _named(plain, _REGULATOR, _REGULATORS):
        yield Found(name, *match.span())


def _named(plain: Plain, pattern: Pattern[str], table: tuple[tuple[str, str], ...]) -> list[tuple[Match[str], str]]:
    """Return the names found, each with its short name and the place it belongs to."""
    found = [(match, table[(match.lastindex or 1) - 1][0]) for match in pattern.finditer(plain.text)]
    places = [_place(plain, match, _OF_PLACES[name]) if name in _OF_PLACES else "" for match, name in found]
    known: dict[str, set[str]] = {}
    for (_, name), place in zip(found, places, strict=True):
        known.setdefault(name, set()).update({place} - {""})
    placed = []
    for (match, name), place in zip(found, places, strict=True):
        # A name explained once stands for the same law or body after that, if there is only one of them.
        if not place and name in _EXPLAINED and len(known[name]) == 1:
            (place,) = known[name]
        placed.append((match, f"{name} {place}" if place else name))
    return placed


def _place(plain: Plain, match: Match[str], places: tuple[str, ...]) -> str:
    before, after = plain.before(match.start(), 30), plain.after(match.end(), 40)
    named = [_PLACES[(found.lastindex or 1) - 1][0] for part in (after, before) for found in _PLACE.finditer(part)]
    return next((place for place in named if place in places), "")
