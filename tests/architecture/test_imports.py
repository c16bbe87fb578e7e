"""Who may import whom, and where each heavy library has its one home."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGES, ROOT, Module, modules

FEATURES = (
    "store",
    "access",
    "parties",
    "queue",
    "rounds",
    "pairing",
    "discussion",
    "agreement",
    "giving",
    "works",
    "market",
    "exchange",
    "briefing",
)
ENTRANCES = ("matcher.cli", "matcher.__main__")
SPINE = tuple(
    f"matcher.{path.stem}"
    for path in sorted((ROOT / "matcher").glob("*.py"))
    if f"matcher.{path.stem}" not in ENTRANCES and path.stem != "__init__"
)

# Whom of our own packages a module may import; the longest name that fits it holds. Itself always.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(SPINE, SPINE),
    "matcher.__main__": ("matcher.cli",),
    "matcher.cli": (*SPINE, "matcher.commands.spoken"),
    "matcher.engine": ("matcher.errors",),
    "matcher.scoring": SPINE,
    "matcher.eligibility": SPINE,
    "matcher.workbook": SPINE,
    "matcher.commands": ("matcher",),
    "web": ("matcher",),
    "seeds": (*SPINE, "matcher.workbook"),
}
for place, feature in enumerate(FEATURES):
    below = tuple(f"matcher.{name}" for name in FEATURES[:place])
    MAY_IMPORT[f"matcher.{feature}"] = SPINE + below
JOINED = ("matcher.engine", "matcher.scoring", "matcher.eligibility")
MAY_IMPORT["matcher.rounds"] += JOINED
WITHOUT_DATABASE = tuple(  # a plan is proposed and verified without one
    f"matcher.rounds.{name}"
    for name in (
        "apart",
        "plan",
        "plan_file",
        "plan_reading",
        "candidates",
        "cluster",
        "consequences",
        "drafting",
        "everywhere",
        "explaining",
        "helping",
        "knots",
        "near",
        "paragons",
        "pricing",
        "proposing",
        "resuming",
        "staying",
        "survey",
        "widening",
        "workshop",
        "verifying",
    )
)
MAY_IMPORT |= dict.fromkeys(WITHOUT_DATABASE, (*SPINE, *JOINED, *WITHOUT_DATABASE))
SHARED = tuple(f"web.{path.stem}" for path in sorted((ROOT / "web").glob("[!_]*.py")))
for path in sorted((ROOT / "web").glob("*/routes.py")):
    MAY_IMPORT[f"web.{path.parent.name}"] = ("matcher", *SHARED)

RECORDS = tuple(f"matcher.{feature}" for feature in FEATURES)
# Where a library may be imported; the longest name that fits what is imported holds.
HOMES: dict[str, tuple[str, ...]] = {
    "numba": ("matcher.engine",),
    "networkx": ("matcher.engine",),
    "highspy": ("matcher.engine",),
    "ortools": ("matcher.engine",),
    "numpy": (*JOINED, "matcher.roster", "matcher.rounds", "seeds"),
    "distributed": ("matcher.rounds.cluster",),  # the extra `scale`
    "scipy": ("matcher.scoring", "matcher.rounds.apart"),  # which candidates hang together
    "sklearn": ("matcher.scoring",),
    "threadpoolctl": ("matcher.scoring",),
    "openpyxl": ("matcher.workbook",),
    "defusedxml": ("matcher.workbook",),
    "sqlalchemy": RECORDS,
    "sqlalchemy.orm.Session": (*RECORDS, "matcher.commands", "web"),  # handed on, never asked
    "sqlalchemy.exc": (*RECORDS, "web.faults"),
    "sqlalchemy.orm.exc": (*RECORDS, "web.faults"),
    "alembic": ("matcher.store",),
    "pysqlite3": ("matcher.store",),
    "argon2": ("matcher.access",),
    "pyotp": ("matcher.access",),
    "huey": ("matcher.queue",),
    "click": ("matcher.cli", "matcher.commands", "web.commands"),
    "flask": ("web",),
    "flask_bootstrap": ("web",),
    "flask_limiter": ("web",),
    "flask_login": ("web",),
    "flask_wtf": ("web",),
    "gunicorn": ("web",),
    "jinja2": ("web",),
    "markupsafe": ("web",),
    "segno": ("web",),
    "werkzeug": ("web",),
    "wtforms": ("web",),
}

PURE = ("matcher.engine", "matcher.scoring", "matcher.eligibility")
IMPURE = ("os", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "uuid", "pathlib")


def under(name: str, *places: str) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def breach(importer: str, imported: str) -> str | None:
    """What is wrong with `importer` importing `imported`, or None."""
    top = imported.partition(".")[0]
    if top in PACKAGES:
        fitting = [name for name in MAY_IMPORT if under(importer, name)]
        rule = max(fitting, key=len, default=importer)
        if _module_of(imported) == "matcher" or under(imported, rule, *MAY_IMPORT.get(rule, ())):
            return None
        return f"{rule} may not import {imported}"
    if under(importer, *PURE) and top in IMPURE:
        return f"{importer} is pure and may not import {top}"
    if top in sys.stdlib_module_names:
        return None
    home = max((name for name in HOMES if under(imported, name)), key=len, default=None)
    if home is None:
        return f"{top} has no home yet: give it one in the table HOMES"
    return None if under(importer, *HOMES[home]) else f"{home} lives in {', '.join(HOMES[home])}"


def breaches(module: Module) -> list[str]:
    found = [(line, breach(module.name, imported)) for imported, line in module.imports()]
    return [f"{module.name}:{line}: {what}" for line, what in found if what]


def _module_of(imported: str) -> str:
    """The module behind `from package import name`, which names a module or something in one."""
    names = {module.name for module in modules()}
    while imported and imported not in names:
        imported = imported.rpartition(".")[0]
    return imported


def test_nobody_imports_whom_the_table_does_not_allow():
    found = [what for module in modules() for what in breaches(module)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("matcher.engine.solve", "from matcher.programme import Village"),
        ("matcher.engine.solve", "from ..scoring import likeness"),
        ("matcher.scoring.cards", "def late():\n    import matcher.store"),
        ("matcher.scoring.cards", "from time import time"),
        ("matcher.eligibility.rules", "import matcher.engine as e"),
        ("matcher.rounds.proposing", "from matcher.rounds.model import Round"),
        ("matcher.access.signing", "from matcher import parties"),
        ("matcher.workbook.reading", "import numba.core"),
        ("matcher.money", "from matcher.store import open_database"),
        ("matcher.parties.taking", "import flask"),
        ("matcher.newcomer", "import matcher.engine"),
        ("web.pages", "import seeds"),
        ("web.pages", "from sqlalchemy import select"),
        ("seeds.hundred", "from web import create_app"),
        ("seeds.hundred", "import unheard_of"),
    ],
)
def test_a_planted_breach_is_found(name, code):
    assert len(breaches(Module(name, code))) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (
            "matcher.engine.solve",
            "from . import problem\nfrom matcher.errors import ProblemRefused",
        ),
        (
            "matcher.rounds.running",
            "from matcher.rounds.proposing import propose\nimport sqlalchemy",
        ),
        ("matcher.parties.taking", "from ..access import require\nfrom matcher import __version__"),
        (
            "matcher.workbook.plan_sheet",
            "if typing.TYPE_CHECKING:\n    from matcher.rounds import plan",
        ),
        ("web.villages.routes", "import flask\nfrom matcher.parties import find_villages"),
    ],
)
def test_what_the_table_allows_is_not_called_a_breach(name, code):
    assert breaches(Module(name, code)) == []


def test_a_web_feature_imports_no_other_web_feature():
    features = [path.parent.name for path in sorted((ROOT / "web").glob("*/routes.py"))]

    for one in features:
        for other in features:
            found = breach(f"web.{one}.routes", f"web.{other}.views")
            assert (found is None) == (one == other)


def test_the_command_line_starts_without_any_heavy_library():
    heavy = [name for name in HOMES if name != "click"]
    ask = f"import sys, matcher.cli; print([one for one in {heavy} if one in sys.modules])"

    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"
