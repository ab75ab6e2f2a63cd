"""Concerts as people use it: comparables chosen in the link, marks on the curve, an offer kept and followed."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import concerts, decisions, notes
from core.answers.comparing import in_url
from core.settings import settings
from core.warehouse.read import query
from tests.conftest import Visit
from tests.pages.conftest import Run
from tests.pages.test_browser import Serve, opened
from tests.pages.test_pages import one_answer, texts


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample store, whose desk may be written to."""
    shutil.copytree(sample_store, tmp_path / "store")
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path / "store"))
    settings.cache_clear()
    yield tmp_path / "store"
    settings.cache_clear()


def forecast_show() -> str:
    return query("SELECT concert_id FROM forecast JOIN concert USING (concert_id) JOIN deal USING (concert_id) WHERE "
                 "phase = 'on_sale' AND p10 IS NOT NULL AND concert_id IN (SELECT concert_id FROM comparable) "
                 "ORDER BY 1")[0][0].as_py()


def findings(page: AppTest) -> list[str]:
    return [box.value for box in page.subheader]


def press(page: AppTest, name: str) -> AppTest:
    return next(button for button in page.button if button.label == name).click().run()


def test_a_link_with_four_comparables_shows_what_they_point_to_and_declines_the_range(run: Run, store: Path) -> None:
    show = forecast_show()
    rule = concerts.comparables(concert_id=show)["concert_id"].tolist()
    page = run(store, "concerts", show=show, compare=in_url(show, (*rule[:4], "nobody")))
    one_answer(page, "concerts")
    assert any(said.startswith("4 chosen shows point to") and "9 needed" in said for said in findings(page))
    assert f"4 of {len(rule)} comparables ticked" in findings(page)
    assert any("The published forecast stands at" in str(text) for text in texts(page))


def test_a_choice_is_kept_with_its_author_and_a_later_reader_is_told(run: Run, store: Path) -> None:
    show = forecast_show()
    rule = concerts.comparables(concert_id=show)["concert_id"].tolist()
    press(run(store, "concerts", show=show, compare=in_url(show, tuple(rule[1:]))), "Keep this choice")
    assert any("Kept by this machine" in str(text) for text in texts(run(store, "concerts", show=show)))


def test_an_offer_is_kept_on_the_terms_entered_and_can_be_sent(run: Run, store: Path) -> None:
    show = forecast_show()
    page = run(store, "concerts", show=show, view="Money")
    one_answer(page, "concerts")
    next(box for box in page.selectbox if box.label == "Deal").set_value("versus net")
    next(box for box in page.number_input if box.label.startswith("Guarantee")).set_value(1234.0)
    next(box for box in page.number_input if box.label.startswith("Price")).set_value(110.0)
    page = press(press(page, "Ask"), "Keep as an offer")
    assert "1 offer kept, none scored" in findings(page)
    press(page, "Sent")
    [offer] = decisions.log(concert_id=show).to_dict("records")
    assert (offer["deal"], offer["guarantee"], offer["state"]) == ("versus net", Decimal("1234.00"), "sent")
    assert offer["n_comparables"] == len(concerts.comparables(concert_id=show))


def test_the_money_view_stands_on_one_basis(run: Run, store: Path) -> None:
    show = forecast_show()
    sales, money = (run(store, "concerts", show=show, view=view) for view in ("Sales and forecast", "Money"))
    results = {next(metric.value for metric in page.metric if metric.label == "Our result") for page in (sales, money)}
    assert len(results) == 1


def test_the_tickets_view_says_who_came_and_what_they_spent(run: Run, store: Path) -> None:
    show = query("SELECT concert_id FROM drop_count JOIN event_total USING (concert_id) WHERE per_cap_merch > 0 AND "
                 "tickets_sold > 0 ORDER BY 1")[0][0].as_py()
    page = run(store, "concerts", show=show, view="Tickets")
    one_answer(page, "concerts")
    shown = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert shown["Admitted"][1].endswith(("no-show", "more than sold"))
    assert shown["Merch a head"][0] != "–"


def test_a_mark_written_on_the_page_stands_on_the_curve(visit: Visit, serve: Serve, store: Path) -> None:
    show = forecast_show()
    page = opened(visit, serve(store), f"concerts?show={show}")
    page.get_by_role("button", name="Mark the curve").click()
    page.get_by_label("In words").fill("Morning show")
    page.get_by_role("button", name="Put it on the curve").click()
    page.locator(".annotation-text", has_text="announce: Morning show").wait_for()
    when = concerts.one(concert_id=show)["local_date"].iloc[0].date()
    assert [note.label for note in notes.notes(concert_id=show, local_date=when)] == ["announce: Morning show"]
    assert not visit.errors
