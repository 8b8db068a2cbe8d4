"""The shape of the program: imports go one way down the list in docs/architecture.md, and modules stay small."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "gapcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGE = (ROOT / "docs" / "architecture.md").read_text()
LONGEST = 300


def layers() -> list[str]:
    """Return the modules in the order of the list in the architecture page."""
    block = PAGE.split("```layers\n")[1].split("```")[0]
    return [line.split()[0].rstrip("/") for line in block.splitlines() if line.strip()]


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the layers that a module imports; what only a type checker reads does not count."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("gapcheck."))
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "gapcheck":
                yield from [parts[1]] if len(parts) > 1 else (name.name for name in node.names)
        else:
            yield from imported(node)


def test_the_list_names_every_module() -> None:
    assert sorted(set(map(layer_of, MODULES)) - {"__init__", "__main__"}) == sorted(layers())


def test_the_table_of_reading_names_every_module_of_it() -> None:
    table = PAGE.split("Who does what in `reading/`:\n")[1].split("\n## ")[0]
    assert sorted(set(re.findall(r"`(\w+)`", table))) == sorted(path.stem for path in (PACKAGE / "reading").glob("[a-z]*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    order = {name: number for number, name in enumerate(["__version__", "__init__", *layers(), "__main__"])}
    own = layer_of(path)
    wrong = [other for other in imported(ast.parse(path.read_text())) if other != own and order.get(other, -1) >= order[own]]
    assert wrong == [], f"{own} imports {wrong}, which come after it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_say_what_they_know(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))
