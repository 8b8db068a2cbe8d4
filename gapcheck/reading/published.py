"""Whether a text has signs of a template; what that means is in a module of its own, which few texts need."""

from __future__ import annotations

# Endings that say that a text is a template, and not in what format.
TEMPLATES = (".erb", ".njk", ".liquid", ".j2", ".jinja", ".jinja2", ".hbs", ".mustache", ".ejs")
_LIGHT = (".rst", ".adoc", ".asciidoc")
# By the character that they begin with: most texts lack it, which shows at once.
_SIGNS = {"{": ("{{", "{%", "{#", "{:", "{.", "{ ."), "<": ("<%", "<?"), ":": (":::",), "!": ("!!!",), "?": ("???",)}


def published(text: str, path: str, format: str) -> tuple[str, tuple[str, ...]]:
    """Return the text, as long as it is, as a build would publish it, and notes on what of that cannot be seen."""
    has_components = format == "markdown" and (path.lower().endswith(".mdx") or text.startswith("import ") or "\nimport " in text)
    if path.lower().endswith(_LIGHT):
        from gapcheck.reading.light import plain_marks

        text = plain_marks(text, path.lower().endswith(".rst"))
    if not has_components and not any(first in text and any(sign in text for sign in signs) for first, signs in _SIGNS.items()):
        return text, ()
    from gapcheck.reading.templates import without_templates

    return without_templates(text, path, format)
