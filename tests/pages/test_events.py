"""The looks of Events: each answers on a season and on bare data; deeds at the desk tell who came second."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.desk import holds
from tests.pages.conftest import Run
from tests.pages.test_pages import one_answer

LOOKS = ("Clashes", "Calendar", "Holds", "Best date", "Radius", "Routing")


@pytest.fixture(autouse=True)
def own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARQUEE_USER_DB_URL", f"sqlite:///{tmp_path / 'desk.sqlite'}")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("store", ["sample_store", "bare_store"])
def test_every_look_answers_on_a_season_and_on_bare_data(
        run: Run, request: pytest.FixtureRequest, store: str, look: str) -> None:
    page = run(request.getfixturevalue(store), "events", look=look)
    assert one_answer(page, "events")


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_a_hold_is_placed_and_whoever_comes_second_is_told(run: Run, sample_store: Path) -> None:
    page = press(run(sample_store, "events", look="Holds"), "Place")
    [hold] = holds.ledger()
    assert hold["hold_level"] == 1
    page = run(sample_store, "events", look="Holds")
    holds.confirm(actor="somebody else", hold_id=hold["hold_id"], version=hold["version"])
    page = press(page, "Release")
    assert any("version" in error.value for error in page.error)
    assert holds.one_hold(hold["hold_id"])["outcome"] == "confirmed", "nothing was lost"
    press(run(sample_store, "events", look="Holds"), "Release")
    assert holds.one_hold(hold["hold_id"])["outcome"] == "released"


def test_a_radius_clause_is_checked_from_the_address(run: Run, bare_store: Path) -> None:
    page = run(bare_store, "events", look="Radius", act="Nobody Known")
    assert any("No artist of this name" in caption.value for caption in page.caption)
    page = run(bare_store, "events", look="Radius", act="Åse Lindmark")
    assert any("conflict" in box.value for box in page.subheader)
