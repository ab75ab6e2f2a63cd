"""Imports point one way and each outside library has one room, read from the syntax tree (inner imports included)."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [p for folder in ("core", "pages") for p in sorted((ROOT / folder).rglob("*.py"))] + [ROOT / "app.py"]

PLAIN = {"errors", "lock", "settings", "progress", "words", "filters"}
# A part of core may import itself, PLAIN and what stands here.
MAY_IMPORT = {
    "integrations": set(), "aws": set(), "warehouse": set(), "desk": set(), "recommend": set(), "forecast": set(),
    "response": set(), "deals": set(), "charts": set(), "exports": set(),
    "overview": {"warehouse", "forecast", "deals"}, "concerts": {"warehouse", "desk", "forecast", "deals"},
    "artists": {"warehouse", "desk", "recommend"}, "events": {"warehouse", "desk"}, "dates": {"warehouse", "desk"},
    "radius": {"warehouse", "desk"}, "routing": {"warehouse", "desk"},
    "feeds": {"warehouse", "desk", "exports", "events", "results"},
    "marketing": {"warehouse", "desk", "response", "show_sums"}, "show_sums": {"warehouse"},
    "attributions": {"warehouse", "marketing", "credit_sums", "attribution"},
    "credit_sums": {"warehouse", "marketing", "show_sums", "attribution"},
    "sources": {"warehouse", "desk", "ingest", "integrations"},
    "forecasts": {"warehouse", "forecast"}, "scores": {"warehouse", "forecasts"}, "answers": set(),
    "booking": {"recommend", "deals"}, "booking_house": {"warehouse", "recommend", "booking"},
    "bookings": {"warehouse", "booking", "booking_house"}, "recommendations": {"warehouse", "desk", "booking"},
    "computed": {"booking", "forecast", "deals", "recommend", "response", "attribution", "lifetime"}, "attribution": set(),
    "lifetime": set(),
    "settlements": {"warehouse", "deals", "computed", "adjusting"}, "comparing": {"warehouse", "desk", "forecast"},
    "decisions": {"warehouse", "desk", "deals", "settlements"}, "settlement_sheet": {"warehouse", "exports"},
    "adjusting": {"desk", "deals"},
    "publish": {"warehouse", "desk", "deals", "computed", "decisions", "adjusting"},
    "ingest": {"integrations", "aws", "warehouse", "desk", "publish", "gazetteer"}, "gazetteer": set(),
}
ROOMS = {
    "streamlit": {"app", "pages"}, "duckdb": {"core.warehouse"}, "sqlalchemy": {"core.desk"}, "alembic": {"core.desk"},
    "boto3": {"core.aws"}, "botocore": {"core.aws"}, "requests": {"core.integrations"},
    "spotipy": {"core.integrations"}, "plotly": {"core.charts", "core.exports"},
    "sklearn": {"core.recommend", "core.forecast", "core.response"},
    "skops": {"core.recommend", "core.forecast", "core.response"}, "typer": {"core.__main__", "core.commands"},
    "typst": {"core.exports"}, "segno": {"core.exports"}, "holidays": {"core.computed"}, "icalendar": {"core.exports"},
}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written whole, from the root"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part(module: str) -> str:
    """The room of core a module is in: `core.warehouse.read` is in `warehouse`."""
    return module.split(".")[1] if module.count(".") else module


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_imports_point_one_way(path: Path) -> None:
    me = module_of(path)
    ours = {m for m in imports_of(path) if m.startswith(("core.", "pages.", "app."))}
    if me.startswith("core."):
        assert not {m for m in ours if m.startswith(("pages", "app"))}, f"{me} reaches up to the pages"
    allowed = MAY_IMPORT.get(part(me)) if me.startswith("core.") else None
    if allowed is not None:
        wrong = {m for m in ours if part(m) not in allowed | PLAIN | {part(me)}}
        assert not wrong, f"{me} may not import {sorted(wrong)}"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_each_outside_library_has_one_room(path: Path) -> None:
    me = module_of(path)
    for library in {m.split(".")[0] for m in imports_of(path)} & ROOMS.keys():
        at_home = any(me == room or me.startswith(f"{room}.") for room in ROOMS[library])
        assert at_home, f"{library} does not belong in {me}"


@pytest.mark.parametrize("path", [p for p in SOURCES if "duckdb.connect(" in p.read_text("utf-8")], ids=module_of)
def test_what_does_not_fit_into_memory_is_kept_in_the_store_not_where_the_program_was_started(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect":
            # A file's connection spills beside the file.
            assert node.args or "temp_directory" in path.read_text("utf-8"), f"{module_of(path)}, line {node.lineno}"


def test_no_room_without_a_subject() -> None:
    vague = {"utils", "helpers", "common", "misc", "base", "manager"}
    assert not [module_of(p) for p in SOURCES if p.stem in vague or vague & set(p.relative_to(ROOT).parts)]


@pytest.mark.parametrize("path", sorted((ROOT / "core" / "warehouse").rglob("*.sql")), ids=lambda p: p.stem)
def test_every_sql_file_says_what_it_answers(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("-- "), f"{path.name} needs a caption in its first line"
    assert len(first) > 20
