"""Spend and credit: every cut of the season adds up to the same whole, and each credit to what was sold."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from core import attributions, marketing, responses
from core.attribution.markov import markov
from core.attribution.paths import Paths
from core.filters import Filters
from core.warehouse.read import read

ALL = Filters()
MEASURES = ["spend", "impressions", "clicks", "tickets", "gross", "new_buyers"]


def test_every_breakdown_adds_up_to_the_channels(season: Path) -> None:
    whole = marketing.channels(filters=ALL)[MEASURES].astype(float).sum()
    for by in marketing.BY:
        rows = marketing.breakdown(filters=ALL, by=by)[MEASURES].astype(float).sum()
        assert rows.to_dict() == pytest.approx(whole.to_dict()), by
    for grain in marketing.GRAINS:
        rows = marketing.by_date(filters=ALL, grain=grain)[MEASURES].astype(float).sum()
        assert rows.to_dict() == pytest.approx(whole.to_dict()), grain


def test_from_the_season_one_gets_down_to_one_campaign(season: Path) -> None:
    show = marketing.breakdown(filters=ALL, by="concert").dropna(subset="key").iloc[0]
    channel = marketing.breakdown(filters=ALL, by="channel", show=show["key"]).iloc[0]
    campaign = marketing.breakdown(filters=ALL, by="campaign", show=show["key"], channel=channel["key"]).iloc[0]
    days = marketing.by_date(filters=ALL, grain="day", show=show["key"], channel=channel["key"], campaign=campaign["key"])
    assert float(days["spend"].sum()) == pytest.approx(float(campaign["spend"]))
    assert 0 < campaign["spend"] <= channel["spend"] <= show["spend"]


def test_new_buyers_are_counted_once_over_all_channels(season: Path) -> None:
    buyers = read("marketing/segments", markets=None)["value"].sum()
    assert marketing.channels(filters=ALL)["new_buyers"].sum() == buyers


def test_ratios_are_those_of_the_trade(season: Path) -> None:
    for row in marketing.channels(filters=ALL).dropna(subset="clicks").to_dict("records"):
        assert row["ctr"] == pytest.approx(row["clicks"] / row["impressions"])
        assert row["cpc"] == pytest.approx(row["spend"] / row["clicks"])
        assert row["cpm"] == pytest.approx(1000 * row["spend"] / row["impressions"])
        assert row["cvr"] == pytest.approx(row["conversions"] / row["clicks"])
        assert row["cac"] == pytest.approx(row["spend"] / row["new_buyers"])


@pytest.mark.parametrize("chosen", [False, True])
def test_credits_and_the_unattributed_sum_to_all_that_was_sold(season: Path, chosen: bool) -> None:
    filters = some_shows() if chosen else ALL
    sold = float(marketing.channels(filters=filters)["tickets"].sum())
    for model in attributions.MODELS:
        rows = attributions.attribution(filters=filters, model=model, window_days=7)
        assert rows["tickets"].sum() == pytest.approx(sold)
        assert rows["share"].sum() == pytest.approx(1)
        assert (rows["tickets"] >= 0).all()


def some_shows() -> Filters:
    """The shows of the genre that most are of."""
    return Filters(genres=(str(read("concerts/list", **ALL.params())["genre"].mode()[0]),))


def test_a_longer_window_leaves_no_more_unattributed_and_ranks_are_whole(season: Path) -> None:
    rows = attributions.sensitivity(filters=ALL)
    left = rows.groupby("window_days")["unattributed"].first()
    assert left.is_monotonic_decreasing
    for _, ranked in rows.groupby(["window_days", "model"]):
        assert sorted(ranked["rank"]) == list(range(1, len(ranked) + 1))


def test_markov_of_a_choice_of_shows_is_markov_of_their_paths(season: Path) -> None:
    chosen = some_shows()
    ours = read("concerts/list", **chosen.params())["concert_id"].tolist()
    with duckdb.connect(str(season / "warehouse.duckdb"), read_only=True) as warehouse:
        touches = warehouse.execute("""
            SELECT dense_rank() OVER (ORDER BY order_id) - 1 AS place, t.channel,
                   epoch(o.sold_at - t.seen_at) / 86400 AS days_before
            FROM touchpoint t JOIN (SELECT order_id, any_value(concert_id) AS concert_id, max(sold_at) AS sold_at
                                    FROM order_line GROUP BY order_id) o USING (order_id)
            WHERE list_contains($ours, o.concert_id) AND t.seen_at <= o.sold_at AND t.channel <> 'direct'
              AND o.sold_at < (SELECT value::DATE + 1 FROM about WHERE key = 'sample_today')""", {"ours": ours}).df()
        alone = warehouse.execute("""
            SELECT o.channel, count(DISTINCT o.order_id) AS orders FROM order_line o
            WHERE list_contains($ours, o.concert_id) AND o.channel <> 'direct'
              AND o.order_id NOT IN (SELECT order_id FROM touchpoint)
              AND o.sold_on <= (SELECT value::DATE FROM about WHERE key = 'sample_today')
            GROUP BY o.channel""", {"ours": ours}).df()
    near = touches[touches["days_before"] <= 7]
    more = np.repeat(alone["channel"].to_numpy(object), alone["orders"])
    place = np.concatenate([near["place"].to_numpy(), near["place"].max() + 1 + np.arange(len(more))]).astype(int)
    channel, days = (np.concatenate(parts) for parts in (
        (near["channel"].to_numpy(object), more), (near["days_before"].to_numpy(), np.zeros(len(more)))))
    names, number = np.unique(channel.astype(str), return_inverse=True)
    oldest_first, orders = np.lexsort((-days, place)), place.max() + 1
    paths = Paths(tuple(names), number[oldest_first], place[oldest_first], np.ones(orders), np.zeros(orders))
    share = markov(paths) / markov(paths).sum()
    rows = attributions.attribution(filters=chosen, model="markov", window_days=7).dropna(subset="channel")
    rows = rows.set_index("channel")["tickets"]
    for name, expected in zip(paths.channels, share, strict=True):
        assert rows[name] / rows.sum() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("model", ["last", "markov"])
def test_credits_of_campaigns_add_up_to_those_of_their_channel(season: Path, model: str) -> None:
    channels = attributions.attribution(filters=ALL, model=model, window_days=7).dropna(subset="channel")
    for channel in ("meta", "google"):
        rows = attributions.campaigns(filters=ALL, model=model, window_days=7, channel=channel)
        assert rows["tickets"].sum() == pytest.approx(float(channels.set_index("channel").loc[channel, "tickets"]), rel=1e-6)


def test_what_was_measured_says_generated_and_sold_apart(season: Path) -> None:
    effects = responses.effects()
    assert len(effects) >= 3
    assert (effects["incremental"] <= effects["generated"] + 1e-9).all()
    assert (effects["generated_lo"] <= effects["generated"]).all()
    assert (effects["generated"] <= effects["generated_hi"]).all()
    shows = responses.by_show(filters=ALL).groupby("channel")[["spend", "incremental"]].sum()
    for row in effects.to_dict("records"):
        assert shows.loc[row["channel"], "incremental"] == pytest.approx(row["incremental"], rel=1e-6)
    curve = responses.curve(channel=effects["channel"].iloc[0])
    now = curve.iloc[(curve["spend"] - curve["current"]).abs().argmin()]
    assert now["tickets"] == pytest.approx(effects["incremental"].iloc[0], rel=1e-3), "today's point of the curve"


def test_a_season_plan_gives_out_no_more_than_the_budget(season: Path) -> None:
    for budget in (None, 5000.0):
        plan = responses.season_plan(filters=ALL, budget=budget)
        assert plan
        assert plan.rows["planned"].sum() == pytest.approx(plan.budget)
        assert plan.rows["proposed"].sum() <= plan.budget * (1 + 1e-6)
        assert plan.verdict in ("gain", "no measurable difference")
    assert responses.season_plan(filters=Filters(genres=("none",))) is None


def test_a_gap_is_priced_at_each_channels_own_rates(season: Path) -> None:
    needs = responses.gap_plan(currency="GBP", gap=100.0)
    assert needs["spend"].is_monotonic_increasing
    assert ((needs["spend_lo"] <= needs["spend"]) & (needs["spend"] <= needs["spend_hi"])).all()
    assert set(needs["note"]) <= {"", "not causal"}
