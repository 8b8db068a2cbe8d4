"""Small rule packs written to a folder, for tests."""

from __future__ import annotations

from pathlib import Path

TERMS = """
negators: [(not|never|no|cannot), don't]
not-negators: [not (only|limited), no later than]
negation-resets: [(but|except|unless|you may)]
month: [(january|may|june)]
"""
PACK = """
law: toy
title: Toy Act
jurisdiction: Nowhere
version: "1"
as_of: 2026-11-22
source: Toy Act 2026
aliases: [toy-act]
scope:
  own: [toyland]
  foreign: [(californian|CCPA)]
  foreign_headings: [california]
"""
RULE = """
id: TOY-1
title: Retention period
cite: s. 1
level: mandatory
severity: critical
topic: retention
summary: How long data are kept.
remedy: Say how long.
model_clause: We keep orders for a year.
require:
  kept:
    says: how long data are kept
    any: ['(keep|kept) ... {number} (day|days)']
examples:
  met: ['We keep your data for 30 days.']
  missing: ['We keep your data.']
"""


def rules_with(folder: Path, rule: str = RULE, name: str = "1-retention.yaml", **files: str) -> str:
    """Return the path of a rules directory with one pack, `toy`, of one requirement; `files` replace or add others."""
    texts = {"standalone": "", "common/terms.yaml": TERMS, "toy/pack.yaml": PACK, f"toy/{name}": rule}
    for key, text in files.items():
        texts[key.replace("__", "/") + ".yaml"] = text
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return str(folder)


def rule_of(patterns: str, head: str = "level: mandatory", **blocks: str) -> str:
    """Return a requirement whose element `it` has the pattern in `patterns` (YAML in flow style, one line)."""
    more = "\n".join(f"{key}: {value}" for key, value in blocks.items())
    return f"""
id: TOY-1
title: It
cite: s. 1
{head}
severity: high
topic: it
summary: It must be said.
remedy: Say it.
model_clause: It is.
require:
  it: {{says: it, {patterns}}}
{more}
examples: {{met: [x], missing: [y]}}
"""
