"""What pages keep and cut themselves is what the questions answer."""

import gc
import weakref
from datetime import date, timedelta

import pandas as pd
import pytest

from core import concerts
from core.answers import concerts as says
from core.filters import Filters
from core.settings import settings
from core.warehouse.snapshot import current
from pages.parts.ask import A_ROW_A_SHOW, ROWS_OF_ONE, Question, answered, by_show, kept


@pytest.fixture(autouse=True)
def sample(sample_store, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(sample_store))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("question", A_ROW_A_SHOW, ids=lambda question: question.__name__)
def test_all_shows_cut_by_the_filters_are_the_shows_asked_for(question) -> None:  # type: ignore[no-untyped-def]
    everything = question(filters=Filters())
    some, day = everything.iloc[len(everything) // 2], everything["local_date"].median().date()
    for filters in (Filters(), Filters(markets=(some["market"],)), Filters(venues=(some["venue"],), genres=(some["genre"],)),
                    Filters(genres=("No such genre",)), Filters(date_from=day), Filters(date_to=day),
                    Filters(markets=tuple(everything["market"].dropna().unique()[:2]), date_from=day - timedelta(30),
                            date_to=day + timedelta(30)), Filters(date_from=date(2200, 1, 1))):
        pd.testing.assert_frame_equal(filters.kept(everything), question(filters=filters), check_dtype=False)


@pytest.mark.parametrize("question", ROWS_OF_ONE, ids=lambda question: question.__name__)
def test_all_rows_cut_to_one_show_are_the_rows_asked_for_in_their_order(question) -> None:  # type: ignore[no-untyped-def]
    rows, none = by_show(question=question), 0
    for concert_id in [*concerts.standing()["concert_id"][::40], "no such show"]:
        kept, asked = rows.of(concert_id).reset_index(drop=True), question(concert_id=concert_id)
        pd.testing.assert_frame_equal(known(kept), known(asked))
        none += asked.empty
    assert none < 10


def test_a_show_of_all_shows_is_the_show_asked_for_with_its_marks() -> None:
    standing = says.standing(concerts.standing())
    for concert_id in [*standing.place][::40]:
        kept, asked = standing.show(concert_id), concerts.one(concert_id=concert_id).iloc[0].to_dict()
        pd.testing.assert_series_equal(pd.Series(kept, dtype=object), pd.Series(asked, dtype=object))
        pd.testing.assert_frame_equal(says.marks(kept), concerts.marks(concert_id=concert_id), check_dtype=False)


def test_answers_about_all_shows_are_kept_whatever_many_readers_ask_of_some() -> None:
    def rows(filters: Filters) -> pd.DataFrame:
        return answered(current().path, Question(concerts.on_sale), (("filters", filters),), ())

    first = rows(Filters())
    for number in range(max(answers.cache_info().maxsize or 0 for answers in kept(current().path)) + 1):
        rows(Filters(genres=(f"Genre {number}",)))
        answered(current().path, Question(concerts.pacing), (("concert_id", f"C{number}"),), ())
    assert rows(Filters()) is first


def test_answers_of_a_snapshot_go_whole_when_two_newer_ones_were_asked() -> None:
    rows = answered(current().path, Question(by_show), (("question", concerts.pacing),), ())
    held = weakref.ref(rows)
    answered(current().path, Question(concerts.pacing), (("concert_id", "C0001"),), ())
    del rows
    for newer in ("snapshot-000098.duckdb", "snapshot-000099.duckdb"):
        answered(current().path.with_name(newer), Question(concerts.filter_options), (), ())
    gc.collect()
    assert held() is None


def known(rows: pd.DataFrame) -> pd.DataFrame:
    """With None for all that is missing: a column of one show may know nothing where that of all shows does."""
    return rows.astype(object).where(rows.notna(), None)
