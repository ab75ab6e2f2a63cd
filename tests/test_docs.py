"""The README is complete: whoever adds a setting, page, verb or target writes it down."""

import re
from pathlib import Path

import pytest

from core.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def setting_names() -> list[str]:
    prefix = Settings.model_config["env_prefix"]
    return [str(field.validation_alias or f"{prefix}{name.upper()}") for name, field in Settings.model_fields.items()]


def verbs() -> list[str]:
    from typer.main import get_command

    from core.__main__ import app

    return sorted(get_command(app).commands)  # type: ignore[attr-defined]


def routes() -> list[str]:
    from core.api import api

    return sorted({f"/api{path}" for path in api.openapi()["paths"]})


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_stands_in_the_readme(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_stands_in_the_readme(target):
    assert f"`make {target}`" in README


@pytest.mark.parametrize("verb", verbs())
def test_every_command_line_verb_stands_in_the_readme(verb):
    assert f"`{verb}" in README


@pytest.mark.parametrize("route", routes())
def test_every_api_route_stands_in_the_readme(route):
    assert f"`{route}`" in README


@pytest.mark.parametrize("page", sorted(p.stem for p in (ROOT / "pages").glob("*.py") if p.stem != "navigation"))
def test_every_page_stands_in_the_readme(page):
    assert f"| {page.capitalize()} |" in README


def test_every_direct_dependency_is_pinned_exactly_and_has_its_reason():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.match(r"^[A-Za-z0-9_.\[\],-]+==[\w.]+ +# \S.+", line), f"{name}: {line}"


def test_files_that_the_readme_names_exist():
    for link in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / link).exists(), link
