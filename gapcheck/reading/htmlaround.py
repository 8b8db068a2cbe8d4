"""What of an HTML page surrounds the policy: navigation, banners, footers, and labels that lead elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from gapcheck.reading.htmltext import INLINE, Mark, Page
from gapcheck.reading.sentences import trim

# Parts of a page that hold no policy: by tag, by role, by what people call their class or id.
_CHROME_TAGS = frozenset({"nav", "footer", "header"})
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog"})
_CHROME_NAMES = (
    "cookie-banner",
    "cookie-consent",
    "cookie-notice",
    "cookiebar",
    "onetrust",
    "consent-banner",
    "breadcrumb",
    "site-nav",
    "navbar",
)
CONTENT_TAGS = frozenset({"main", "article"})
_LABEL_WORDS, _ANCHOR_WORDS = 12, 24


def surrounds(mark: Mark, inside: bool) -> bool:
    """Return whether the tag opens a part of the page that holds no policy; `inside`: the page says that the policy is around it."""
    if mark.name in CONTENT_TAGS or mark.name in ("html", "body"):
        return False
    called = f"{mark.attributes.get('id', '')} {mark.attributes.get('class', '')}".lower()
    if any(name in called for name in _CHROME_NAMES) or mark.attributes.get("role", "") in _CHROME_ROLES or mark.name == "nav":
        return True
    return mark.name in _CHROME_TAGS and not inside


def holding_most(page: Page) -> frozenset[int]:
    """Return where those headers and footers begin that hold half of the words of the page: there, the policy is in them."""
    found: set[int] = set()
    every = len(page.text.split())
    start, tag, depth = 0, "", 0
    for mark in page.marks:
        if mark.name not in ("header", "footer") or (tag and mark.name != tag):
            continue
        if mark.opens:
            start, tag = (start, tag) if depth else (mark.start, mark.name)
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                if 2 * len(page.text[start : mark.start].split()) > every:
                    found.add(start)
                tag = ""
    return frozenset(found)


def linked(text: str, marks: Sequence[Mark]) -> dict[int, int]:
    """Return where the words of links begin that are followed by nothing else up to the next tag that structures, and how many words
    such a label has at most: titles of the page itself are longer than labels of others."""
    found: dict[int, int] = {}
    start, most = -1, 0
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if mark.name == "a" and mark.opens:
            start = trim(text, mark.end, len(text) if following is None else max(following.start, mark.end))[0]
            most = _ANCHOR_WORDS if mark.attributes.get("href", "").startswith("#") else _LABEL_WORDS
        elif (
            mark.name == "a" and start >= 0 and following and not text[mark.end : following.start].strip() and following.name not in INLINE
        ):
            found[start] = most
    return found
