import numpy as np
import pytest

from core.forecast.report_card import OURS, RIVALS, evaluate, score


@pytest.fixture(scope="module")
def span():
    return {"first": "2025-09-01", "last": "2025-10-31", "days_out": (30, 7)}


@pytest.fixture(scope="module")
def card(season, span):
    return evaluate(*season, **span)


def test_every_method_is_graded_at_every_horizon_over_all_and_by_band(card):
    everyone = card[card["capacity_band"] == "all"]
    assert sorted(everyone["method"]) == sorted([OURS, *RIVALS] * 2)
    by_band = card[card["capacity_band"] != "all"].groupby(["days_out", "method"])["n"].sum()
    assert by_band.to_dict() == everyone.set_index(["days_out", "method"])["n"].to_dict()


def test_only_ours_has_an_interval_to_be_measured(card):
    ours = card["method"] == OURS
    assert card.loc[ours, ["coverage", "width"]].notna().all(axis=None)
    assert card.loc[~ours, ["coverage", "width"]].isna().all(axis=None)


def test_wape_and_coverage_are_those_of_the_scored_forecasts(season, span, card):
    rows = score(*season, **span)
    rows = rows[(rows["method"] == OURS) & (rows["days_out"] == 7)]
    graded = card[(card["method"] == OURS) & (card["days_out"] == 7) & (card["capacity_band"] == "all")].iloc[0]
    assert graded["wape"] == pytest.approx(abs(rows["p50"] - rows["final"]).sum() / rows["final"].sum())
    assert graded["coverage"] == np.mean((rows["p10"] <= rows["final"]) & (rows["final"] <= rows["p90"]))


def test_cancelled_shows_are_not_scored(season, span):
    shows, _ = season
    cancelled = set(shows[shows.cancelled].concert_id)
    scored = score(shows.assign(cancelled=shows.cancelled | (shows.index % 5 == 0)), season[1], **span)
    assert not set(scored["concert_id"]) & cancelled
    assert len(scored)
