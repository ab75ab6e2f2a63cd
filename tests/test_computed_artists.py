"""The artists' tables of a snapshot: whom one is like, who grows for its size, where one is heard more than elsewhere."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core.computed.growth import band, growth_all
from core.computed.over_index import over_index_all
from core.computed.recommendations import similar_all

TODAY = date(2026, 6, 30)
NO_TAGS = pd.DataFrame({"artist_id": [], "tag": [], "weight": []})


def figures(artist_id: str, before: float, recent: float, days: int = 60, market_id: str | None = None) -> pd.DataFrame:
    """A figure a day: `recent` on the last 30 days, `before` on those before them."""
    ages = np.arange(days)
    return pd.DataFrame({"artist_id": artist_id, "date": [TODAY - timedelta(days=int(age)) for age in ages],
                         "source": "listenbrainz", "metric": "listeners", "market_id": market_id,
                         "value": np.where(ages < 30, recent, before)})


def audience(spike: float) -> pd.DataFrame:
    """Twenty artists of one size, one of which grows by `spike`."""
    others = [figures(f"a{i}", 2000 + i, (2000 + i) * (1 + i / 1000)) for i in range(19)]
    return pd.concat([*others, figures("star", 2000, 2000 * (1 + spike))])


def test_growth_is_the_last_30_days_against_the_30_before_in_deviations_among_its_size():
    table = growth_all(audience(0.5), today=TODAY).set_index("artist_id")
    star = table.loc["star"]
    assert (star["recent"], star["before"]) == (3000, 2000)
    assert star["growth"] == pytest.approx(0.5)
    spread, mean = table["growth"].std(), table["growth"].mean()
    assert star["deviations"] == pytest.approx((0.5 - mean) / spread)
    assert star["deviations"] > 2 > table["deviations"].drop("star").abs().max()


def test_an_artist_is_only_compared_with_its_size():
    crowd = pd.concat([audience(0.1), figures("giant", 5_000_000, 9_000_000)])
    giant = growth_all(crowd, today=TODAY).set_index("artist_id").loc["giant"]
    assert giant["growth"] == pytest.approx(0.8)
    assert np.isnan(giant["deviations"])
    assert giant["declined"] == "1 artists of its size, 10 needed."


def test_too_few_days_are_declined():
    short = growth_all(figures("a", 100, 200, days=35), today=TODAY).iloc[0]
    assert np.isnan(short["growth"])
    assert short["declined"] == "5 days with a figure in a window of 30, 10 needed."


def test_figures_of_single_markets_are_no_growth():
    assert growth_all(figures("a", 1, 2, market_id="m"), today=TODAY) is None


@pytest.mark.parametrize(("size", "said"), [(0.4, "under 1"), (7, "1 to 10"), (4200, "1,000 to 10,000")])
def test_size_bands_are_powers_of_ten(size, said):
    assert band(size) == said


def markets(**heard: tuple[float, float]) -> pd.DataFrame:
    rows = [figures(artist, 1, value, days=1, market_id=market) for artist, values in heard.items()
            for market, value in zip(("leeds", "york"), values, strict=True)]
    return pd.concat(rows)


def test_an_artist_heard_more_in_one_market_has_an_index_above_one_there_within_its_range():
    table = over_index_all(markets(a=(900, 100), b=(500, 500), c=(400, 600)), today=TODAY)
    row = table.set_index(["artist_id", "market_id"]).loc[("a", "leeds")]
    assert row["expected"] == pytest.approx(1000 * 1800 / 3000)
    assert 1 < row["index"] < row["value"] / row["expected"]
    assert row["lo"] < row["index"] < row["hi"]


def test_few_listeners_are_shrunken_more_than_many():
    table = over_index_all(markets(a=(9, 1), b=(9000, 1000), c=(4000, 6000)), today=TODAY)
    index = table.set_index(["artist_id", "market_id"])["index"]
    assert abs(index["a", "leeds"] - 1) < abs(index["b", "leeds"] - 1)


def test_without_figures_by_market_there_is_no_over_index():
    assert over_index_all(figures("a", 1, 2), today=TODAY) is None


def listens(seed: int = 0) -> pd.DataFrame:
    """Forty listeners of two tastes and ten artists each taste."""
    rng = np.random.default_rng(seed)
    rows = [{"user_id": f"u{u}", "artist_id": f"a{(u % 2) * 10 + a}", "plays": int(rng.integers(1, 50))}
            for u in range(40) for a in range(10) if rng.random() < 0.6]
    return pd.DataFrame(rows)


def test_similar_artists_share_listeners_and_an_artist_is_not_like_itself():
    table = similar_all(listens(), NO_TAGS, today=TODAY)
    first = table.groupby("artist_id").head(5)
    same = (first["artist_id"].str[1:].astype(int) // 10) == (first["other_artist_id"].str[1:].astype(int) // 10)
    assert same.mean() > 0.95
    assert (table["artist_id"] != table["other_artist_id"]).all()
    assert table.groupby("artist_id")["score"].apply(lambda s: s.is_monotonic_decreasing).all()


def test_an_artist_nobody_hears_is_reached_through_its_tags_and_without_tags_gets_no_list():
    tags = pd.DataFrame({"artist_id": ["new", *(f"a{i}" for i in range(10))], "tag": "ambient", "weight": 1.0})
    tags = pd.concat([tags, tags.iloc[1:5].assign(tag="drone")])
    heard = pd.concat([listens(), pd.DataFrame({"user_id": ["u0"], "artist_id": ["once"], "plays": [1]})])
    table = similar_all(heard, tags, today=TODAY)
    assert "once" not in set(table["artist_id"])
    nearest = table[table["artist_id"] == "new"].head(5)["other_artist_id"]
    assert (nearest.str[1:].astype(int) < 10).all()


def test_without_listens_there_is_no_list():
    assert similar_all(listens().head(0), NO_TAGS, today=TODAY) is None
