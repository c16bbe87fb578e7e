"""Every template parses and is shown somewhere, every macro is called, every asset is asked for."""

from __future__ import annotations

from jinja2 import meta, nodes

from tests.architecture.source import ROOT, literals, modules, templates
from tests.architecture.words import evidence, templates_read


def test_every_template_is_shown_extended_included_or_imported():
    shown = {text for module in modules("web") for text, *_ in literals(module.tree)}
    for tree in templates_read().values():
        shown |= {name for name in meta.find_referenced_templates(tree) if name}

    assert sorted(set(templates()) - shown) == []


def test_every_template_that_is_named_is_there():
    named = {
        name
        for tree in templates_read().values()
        for name in meta.find_referenced_templates(tree)
        if name
    }

    assert (
        sorted(name for name in named - set(templates()) if not name.startswith("bootstrap")) == []
    )


def test_every_macro_is_called():
    defined, called = set(), set()
    for tree in templates_read().values():
        defined |= {macro.name for macro in tree.find_all(nodes.Macro)}
        for call in tree.find_all(nodes.Call):
            target = call.node
            called.add(
                target.name if isinstance(target, nodes.Name) else getattr(target, "attr", "")
            )

    assert sorted(defined - called) == []


def test_every_macro_that_is_imported_is_used_where_it_is_imported():
    idle = []
    for name, tree in templates_read().items():
        used = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}
        for imported in tree.find_all(nodes.FromImport):
            names = {one[1] if isinstance(one, tuple) else one for one in imported.names}
            idle += [f"{name}: {one}" for one in names - used]

    assert idle == []


def test_every_static_file_is_asked_for():
    folder = ROOT / "web" / "static"
    sheets = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.css"))
    idle = [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not evidence().shows(path.name) and path.name not in sheets
    ]

    assert idle == []
