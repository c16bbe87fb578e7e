"""Evidence that a code of the catalogues is used: the words and patterns standing in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, nodes

from tests.architecture.source import literals, modules, project, templates

GAP = "\0"
SPEAKERS = {
    # a call of this name names a code in its first argument, and the code begins with …
    "say": "",
    "sentence": "",
    "tell": "",
    "warn": "",
    "JieduiError": "",
    "ProblemRefused": "",
    "NotAllowed": "",
    "NotFound": "",
    "Conflict": "",
    "Misconfigured": "",
    "FileRefused": "workbook.",
    "Unclear": "workbook.",
    "t": "web.",
    "Said": "web.",
}


@cache
def templates_read() -> dict[str, nodes.Template]:
    """Every template as Jinja parses it; a template that does not parse raises."""
    jinja = Environment(extensions=["jinja2.ext.do"], autoescape=True)
    return {name: jinja.parse(text, name) for name, text in templates().items()}


def spoken_codes() -> Iterator[tuple[str, str]]:
    """Each code that is named outright, with the place where it is."""
    for module in modules("matcher", "web", "seeds"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            for argument in node.args[:1] if name in SPEAKERS else ():
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield SPEAKERS[name] + argument.value, f"{module.name}:{node.lineno}"
            for keyword in node.keywords if name == "Fault" else ():
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value), f"{module.name}:{node.lineno}"
    for template, tree in templates_read().items():
        for call in tree.find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            for argument in call.args[:1] if name in SPEAKERS else ():
                if isinstance(argument, nodes.Const):
                    yield SPEAKERS[name] + argument.value, f"{template}:{call.lineno}"


class Evidence:
    """Everything that codes may be put together from."""

    def __init__(self) -> None:
        self.words: set[str] = set(project()["project"]["entry-points"]["jiedui.commands"])
        patterns: set[str] = set()
        for module in modules("matcher", "web", "seeds"):
            self.words |= _names(module.tree)
            self.words |= {text for text, *_ in literals(module.tree)}
            patterns |= set(_patterns(module.tree))
        for tree in templates_read().values():
            self.words |= {str(one.value) for one in tree.find_all(nodes.Const)}
            patterns |= {_joined(one) for one in tree.find_all(nodes.Concat)}
        self.words |= {_option(word) for word in self.words if word.startswith("--")}
        self.words |= {prefix + word for prefix in SPEAKERS.values() for word in self.words}
        patterns |= {prefix + one for prefix in SPEAKERS.values() for one in patterns}
        self.patterns = [
            re.compile(re.escape(one).replace(re.escape(GAP), gap))
            for one in patterns
            for gap in ("(.+)", "(.+?)")  # where two gaps meet at a sign that a word may hold too
            if GAP in one and one.strip(GAP + ".")
        ]

    def shows(self, code: str) -> bool:
        """Whether the code stands in the source, or a pattern whose gaps are words of the source.

        Codes of the command line are joined from the names of commands and options.
        """
        if code in self.words:
            return True
        first, *rest = code.split(".")
        if first == "cli" and all(part in self.words for part in rest):
            return True
        fits = (pattern.fullmatch(code) for pattern in self.patterns)
        return any(fit and all(part in self.words for part in fit.groups()) for fit in fits)


@cache
def evidence() -> Evidence:
    return Evidence()


def _names(tree: ast.AST) -> set[str]:
    """Fields of records, and numbers: they too become parts of codes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            found.add(str(node.value))
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def _patterns(tree: ast.AST) -> Iterator[str]:
    """f-strings and sums of strings, with a gap for each part that is not fixed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values
            )
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [node.left, node.right]
            if any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in sides):
                yield "".join(
                    str(one.value) if isinstance(one, ast.Constant) else GAP for one in sides
                )


def _joined(node: nodes.Concat) -> str:
    return "".join(str(part.value) if isinstance(part, nodes.Const) else GAP for part in node.nodes)


def _option(word: str) -> str:
    return word.split("/", 1)[0].lstrip("-").replace("-", "_")
