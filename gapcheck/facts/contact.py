"""E-mail addresses, web addresses and telephone numbers."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain, around
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = r"(?<![\w.+%'-])[\w.+%'-]{1,64}"
_DOMAIN = r"(?:[A-Za-z\d][\w-]{0,62}\.){1,6}[A-Za-z]{2,24}"
_ROLE = "privacy|info|support|contact|legal|dpo|gdpr|hello|help|data|dataprotection|compliance|admin|team|feedback|sales"
# Markdown may put underscores around it.
_EMAIL = expression(rf"{_LOCAL}@{_DOMAIN}(?!_{{0,3}}[^\W_]|[@-])|\b(?:{_ROLE}) ?@ ?{_DOMAIN}(?!_{{0,3}}[^\W_]|[@-])")
# Written so that machines do not read it: "name [at] example (dot) com", and "name at example dot com".
_HIDDEN_AT = expression(
    r"(?<![\w.])([\w.+-]{1,64}) ?(?:[\[({<] ?(?:at|@) ?[\])}>]) ?((?:[A-Za-z\d][\w-]{0,62}(?:\.|"
    r" ?[\[({<] ?(?:dot|\.) ?[\])}>] ?)){1,5}[A-Za-z]{2,24})"
    r"|(?<![\w.])([\w.+-]{1,64}) (?:at|AT) ((?:[A-Za-z\d][\w-]{0,62} (?:dot|DOT) ){1,4}[A-Za-z]{2,24})\b",
    "i",
)
_AT_CUE = expression(r"[\[({<] ?(?:at|@) ?[\])}>]|\bdot\b", "i")
# What such writing has in small letters, wherever _AT_CUE finds it.
_AT_SIGNS = ("dot", *(f"{mark}{space}{at}" for mark in "[({<" for space in ("", " ") for at in ("at", "@")))
_DOT = expression(r" ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| dot ", "i")
_FILES = ("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf", "html", "htm", "php")
_URL = expression(
    r"(?i:https?://|www\.)[^\s<>()\[\]\"'|`*{}\\]{1,2000}"
    r"|(?<![\w@./-])(?:[A-Za-z\d][A-Za-z\d-]{0,62}\.){1,4}"
    r"(?:com|org|net|io|eu|info|app|dev|ai|gov|edu|tv|me|biz|(?:com?|org|gov|ac|"
    r"net)\.[a-z]{2}|de|fr|ca|uk|us|nl|ie|be|at|ch|es|it|se|dk|fi|no|pl|au|nz)"
    r"(?![\w@-]|\.\w)(?:/[^\s<>()\[\]\"'|`*{}\\]{0,2000})?"
)
_NUMBER = expression(
    r"(?:(?<![\w.,/@#$%=&-])|(?<=hone)|(?<=[Ff]ax)|(?<=[Tt]el))(?:\+ ?|00 ?)?\(?\d(?:[ ()./-]{0,3}\d){5,17}(?![\da-z%]|[.,]\d)"
    r"|(?<![\w.,/:-])(?:\+?1[ .-]{1,3})?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]{1,3}[A-Z](?:-?[A-Z\d]){5,9}(?![\w-])"
)
_DIALLED = expression(r"(?i)tel\b|phone|\bcall|toll|fax|mobile|\bdial|\bring\b|hotline|helpline|\b[tpmf] ?[.:] ?$|contact|whatsapp|sms")
_NO_PHONE = expression(
    r"(?i)regist\w* n|regist\w* under|compan(?:y|ies) (?:n|reg)|\bvat\b|licen[cs]e|"
    r"reference|\b(?:abn|acn|kvk|hrb|siren|siret|rcs|nip|cif|ein|fein|uid|ust|tax|isbn)\b|"
    r"\bc(?:ase|harity)|account|\bid\b"
)
_MOST_GROUPS = 8
_REGIONS = ("US", "GB")
_MORE_REGIONS = ("IE", "AU", "NZ", "DE", "FR", "NL", "IN")
_IS_DATE = expression(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d")
_IS_IP = expression(r"\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_SCHEME = expression(r"(?i)^(?:https?://)?(?:www\.)?")
_GROUP = expression(r"[\dA-Z]+")
_NO_DIGIT = expression(r"\D")
_ENDS = expression(r"^https?://|^www\.|/+$")


def emails(plain: Plain) -> Iterator[Found]:
    """Yield e-mail addresses, also those behind links and those written "name [at] example.com"."""
    source = plain.source
    for low, high in around(source, "@", 100, 500):
        for match in _EMAIL.finditer(source, low, high):
            value = match.group().replace(" ", "")
            start = match.start() + len(value) - len(value := value.lstrip("._-'+%"))
            if value[0] != "@" and value.rpartition(".")[2].lower() not in _FILES:
                yield Found(value.lower(), start, match.end())
    for statement in plain.wanted:
        yield from _hidden(source, *statement.span)


def _hidden(source: str, start: int, end: int) -> Iterator[Found]:
    lower = source[start:end].lower()
    if not any(sign in lower for sign in _AT_SIGNS) or not _AT_CUE.search(source, start, end):
        return
    for match in _HIDDEN_AT.finditer(source, start, end):
        local, domain = match.group(1) or match.group(3), match.group(2) or match.group(4)
        yield Found(f"{local}@{_DOT.sub('.', domain)}".lower(), *match.span())


def urls(plain: Plain) -> Iterator[Found]:
    """Yield web addresses, also those behind links; the value has no scheme, no "www." and no slash at its end."""
    for match in _URL.finditer(plain.source):
        written = match.group().rstrip(".,:;!?_-")
        host, slash, path = _SCHEME.sub("", written).partition("/")
        if "." in host.strip("."):
            yield Found((host.lower() + slash + path).rstrip("/"), match.start(), match.start() + len(written))


def phones(plain: Plain) -> Iterator[Found]:
    """Yield telephone numbers with their country code."""
    known: dict[tuple[str, bool], list[tuple[int, int, str]]] = {}
    for match in _NUMBER.finditer(plain.text):
        written = match.group()
        if _IS_DATE.fullmatch(written) or _IS_IP.match(written):
            continue
        before = plain.before(match.start(), 40)
        dialled = written[0] == "+" or bool(_DIALLED.search(before))
        groups = len(_GROUP.findall(written))
        if (
            groups > _MOST_GROUPS
            or (groups < 3 and not dialled and written[0] not in "(0")
            or (written[0] != "+" and _NO_PHONE.search(before[-24:]))
        ):
            continue
        key = (written, dialled)
        if key not in known:
            known[key] = _parsed(written, dialled)
        for start, end, value in known[key]:
            yield Found(value, match.start() + start, match.start() + end)


def _parsed(written: str, dialled: bool) -> list[tuple[int, int, str]]:
    """Return the telephone numbers in one short stretch of digits."""
    import phonenumbers  # its tables take long to import, and most runs ask for no number

    written = phonenumbers.convert_alpha_characters_in_number(written)
    valid, possible = phonenumbers.Leniency.VALID, phonenumbers.Leniency.POSSIBLE
    attempts = [(region, valid) for region in _REGIONS]
    if dialled:
        attempts += [*((region, valid) for region in _MORE_REGIONS), ("US", possible)]
    for region, leniency in attempts:
        found = []
        for match in phonenumbers.PhoneNumberMatcher(written, region, leniency=leniency, max_tries=4):
            value = str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
            if region in _MORE_REGIONS and "+" not in written:
                value = _NO_DIGIT.sub("", match.raw_string)  # valid somewhere, but nothing says where
            if leniency != possible or len(value) >= 11:
                found.append((match.start, match.end, value))
        if found:
            return found
    return []


def same_phone(a: str, b: str) -> bool:
    """Return whether two telephone numbers are the same, where one may lack its country code."""
    one, other = (_NO_DIGIT.sub("", value).lstrip("0") for value in (a, b))
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or (len(shorter) >= 7 and len(longer) - len(shorter) <= 3 and longer.endswith(shorter))


def same_url(a: str, b: str) -> bool:
    """Return whether two web addresses lead to the same page, whatever scheme and slash they are written with."""
    one, other = (_ENDS.sub("", value) for value in (a, b))
    return one == other
