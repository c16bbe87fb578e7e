"""The product's own source, read as syntax trees: what every rule of the house is checked on."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("matcher", "web", "seeds")


@dataclass(frozen=True)
class Module:
    """One Python file under its dotted name."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module this one imports when it runs, with the line; types alone do not count."""
        for node in _outside_type_checking(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield f"{self._origin(node)}.{alias.name}", node.lineno

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parents = self.name.split(".")
        parents = parents[: len(parents) - node.level + self.is_package]
        return ".".join([*parents, node.module] if node.module else parents)


def _outside_type_checking(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from (deeper for other in node.orelse for deeper in ast.walk(other))
            continue
        yield node
        yield from _outside_type_checking(node)


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """All modules of these top-level packages, of the product's when none is named."""
    return tuple(
        Module(_dotted(path), path.read_text(encoding="utf-8"), path.name == "__init__.py")
        for package in packages or PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    )


@cache
def templates() -> dict[str, str]:
    """Every page template by the name Jinja knows it under."""
    folder = ROOT / "web" / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def literals(tree: ast.AST) -> Iterator[tuple[str, int, ast.Constant]]:
    """Every string in the code, with its line and node; docstrings left out."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            documentation.add(id(node.value))
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.value, node.lineno, node


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
