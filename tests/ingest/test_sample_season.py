"""The sample season: what the made-up files promise to those who build on them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import MarqueeError
from core.ingest.sample import AS_OF, TODAY, write_season
from core.ingest.sample.names import AWKWARD_ACTS
from core.ingest.sample.spend import CHANNELS, response

REQUIRED = {
    "concerts": "concert_id artist venue city country local_date",
    "ticket_types": "concert_id name face_value currency allotment",
    "sales": "concert_id ticket_type sold_on qty gross",
    "ad_spend": "channel date spend",
    "deals": "concert_id deal_type",
    "expenses": "concert_id category kind",
    "scans": "concert_id scanned_at admitted",
    "touchpoints": "order_id seen_at channel",
    "buyers": "buyer_id",
    "messages": "channel sent_on sends",
    "ancillary": "concert_id kind gross",
    "events": "event_id name venue city country local_date",
    "listens": "listener_id artist plays",
    "artist_tags": "artist tag",
    "holds": "venue local_date hold_level",
}
GONE = ["cancelled", "postponed"]


class Season(dict[str, pd.DataFrame]):
    """The files of one folder by name."""

    def shows(self) -> pd.DataFrame:
        """One row a show with sellable, sold and spend, dates parsed."""
        shows = self["concerts"].set_index("concert_id")
        for column in ("local_date", "announce_date", "onsale_date"):
            shows[column] = pd.to_datetime(shows[column])
        types = self["ticket_types"]
        sellable = types.allotment - types.comps.fillna(0) - types.kills.fillna(0)
        shows["sellable"] = sellable.groupby(types.concert_id).sum()
        shows["sold"] = self["sales"].groupby("concert_id").qty.sum()
        shows["spend"] = self["ad_spend"].groupby("concert_id").spend.sum()
        return shows

    def sales_by_day(self) -> pd.DataFrame:
        """Order lines of shows that played, with date, age (days since on-sale), days_out and genre."""
        shows, sales = self.shows(), self["sales"]
        played = shows.index[shows.status.isin(["played", "in_settlement", "settled"])]
        lines = sales[sales.concert_id.isin(played)].join(shows[["local_date", "onsale_date", "genre"]], "concert_id")
        day = pd.to_datetime(lines.sold_on).dt.tz_localize(None).dt.normalize()
        return lines.assign(age=(day - lines.onsale_date).dt.days, days_out=(lines.local_date - day).dt.days)


def read(folder: Path) -> Season:
    return Season({p.stem: pd.read_csv(p, dtype={"promo_code": str}) for p in sorted(folder.glob("*.csv"))})


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("season")
    write_season(folder)
    return folder


@pytest.fixture(scope="module")
def season(folder: Path) -> Season:
    return read(folder)


@pytest.fixture(scope="module", params=[1, 2, 3])
def any_season(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Season:
    if request.param == 1:
        return read(folder)
    other = tmp_path_factory.mktemp("other")
    write_season(other, seed=request.param)
    return read(other)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A season of 40 shows written twice with one seed and once with another."""
    folders = {name: tmp_path_factory.mktemp(name) / "new" for name in ("first", "again", "other")}
    for name, path in folders.items():
        write_season(path, seed=8 if name == "other" else 7, shows=40)
    return folders


def test_the_same_seed_writes_the_same_bytes(small: dict[str, Path]) -> None:
    assert contents(small["first"]) == contents(small["again"])


def test_another_seed_writes_other_bytes_in_every_file(small: dict[str, Path]) -> None:
    first, other = contents(small["first"]), contents(small["other"])
    assert first.keys() == other.keys()
    assert not [name for name in first if first[name] == other[name]]


def test_files_are_utf8_with_plain_line_ends(folder: Path) -> None:
    for name, data in contents(folder).items():
        assert b"\r" not in data, name
        assert data.decode("utf-8").endswith("\n"), name


def test_progress_is_told_of_every_file(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int | None]] = []

    class Listener:
        def step(self, stage: str, done: int, total: int | None = None) -> None:
            heard.append((stage, done, total))

    write_season(tmp_path, shows=20, progress=Listener())
    assert [done for _, done, _ in heard] == list(range(1, len(REQUIRED) + 1))
    assert {total for _, _, total in heard} == {len(list(tmp_path.glob("*.csv")))}


@pytest.mark.parametrize("shows", [1, 5001])
def test_a_season_that_cannot_be_played_is_refused_with_the_limits(tmp_path: Path, shows: int) -> None:
    with pytest.raises(MarqueeError, match="2 to 5,000"):
        write_season(tmp_path, shows=shows)
    assert not list(tmp_path.iterdir())


def test_the_smallest_season_has_every_file(tmp_path: Path) -> None:
    write_season(tmp_path, shows=2)
    assert {p.stem for p in tmp_path.iterdir()} == REQUIRED.keys()


def test_every_file_of_the_canonical_folder_has_its_required_columns_filled(season: Season) -> None:
    assert season.keys() == REQUIRED.keys()
    for name, columns in REQUIRED.items():
        assert len(season[name]), name
        assert not season[name][columns.split()].isna().any().any(), name


def test_every_reference_resolves(season: Season) -> None:
    concerts = set(season["concerts"].concert_id)
    for name, table in season.items():
        if "concert_id" in table and name != "concerts":
            assert set(table.concert_id.dropna()) <= concerts, name
    types = set(map(tuple, season["ticket_types"][["concert_id", "name"]].to_numpy()))
    sales = season["sales"]
    assert set(map(tuple, sales[["concert_id", "ticket_type"]].drop_duplicates().to_numpy())) <= types
    assert set(sales.buyer_id.dropna()) == set(season["buyers"].buyer_id)
    assert set(season["touchpoints"].order_id) <= set(sales.order_id)
    venues = set(season["concerts"].venue) | set(season["events"].venue) | set(season["holds"].venue)
    assert len(venues) == 12 * 7
    channels = season["concerts"].marketing_holdout.dropna().str.split(";").explode()
    assert set(channels) <= set(season["ad_spend"].channel) == {channel.name for channel in CHANNELS}


def test_no_row_stands_twice(season: Season) -> None:
    keys = {
        "concerts": ["concert_id"], "ticket_types": ["concert_id", "name"], "deals": ["concert_id"],
        "sales": ["order_id", "concert_id", "ticket_type"], "expenses": ["concert_id", "category"],
        "ad_spend": ["concert_id", "channel", "date", "campaign"], "scans": ["concert_id", "scanned_at"],
        "touchpoints": ["order_id", "seen_at", "channel", "campaign"], "buyers": ["buyer_id"],
        "messages": ["concert_id", "channel", "sent_on"], "ancillary": ["concert_id", "kind"],
        "events": ["event_id"], "listens": ["listener_id", "artist"], "artist_tags": ["artist", "tag"],
        "holds": ["venue", "local_date", "hold_level"],
    }  # fmt: skip
    assert not [name for name, key in keys.items() if season[name].duplicated(key).any()]


def test_a_room_is_never_used_twice_a_night(season: Season) -> None:
    nights = pd.concat([season[name][["venue", "local_date"]] for name in ("concerts", "events")])
    assert not nights.duplicated().any()


def test_half_the_shows_lie_ahead_of_today_over_three_years(any_season: Season) -> None:
    dates = any_season.shows().local_date
    assert (dates >= pd.Timestamp(TODAY)).sum() == len(dates) / 2 == 200
    assert 1000 < (dates.max() - dates.min()).days <= 1096
    assert any_season["concerts"].city.nunique() == 12


def test_nothing_is_sold_above_sellable(any_season: Season) -> None:
    types = any_season["ticket_types"].set_index(["concert_id", "name"])
    sellable = types.allotment - types.comps - types.kills
    sold = any_season["sales"].groupby(["concert_id", "ticket_type"]).qty.sum()
    assert (sellable >= 0).all()
    assert (sold <= sellable.loc[sold.index]).all()


def test_nothing_is_known_after_the_morning_of_today(any_season: Season) -> None:
    sold_on = pd.to_datetime(any_season["sales"].sold_on)
    assert pd.Timestamp(TODAY, tz="UTC") < sold_on.max() <= AS_OF
    assert pd.to_datetime(any_season["touchpoints"].seen_at).max() <= AS_OF
    assert pd.to_datetime(any_season["scans"].scanned_at).max() < AS_OF
    assert any_season["ad_spend"].date.max() <= TODAY.isoformat() > any_season["messages"].sent_on.max()


def test_tickets_are_sold_between_the_on_sale_and_the_night(season: Season) -> None:
    lines = season["sales"].join(season.shows()[["local_date", "onsale_date"]], "concert_id")
    day = pd.to_datetime(lines.sold_on).dt.tz_localize(None).dt.normalize()
    assert ((day >= lines.onsale_date) & (day <= lines.local_date)).all()


def test_sales_come_as_burst_lull_and_surge_in_every_genre(any_season: Season) -> None:
    shows, lines = any_season.shows(), any_season.sales_by_day()
    for genre, sales in lines.groupby("genre"):
        played = shows[shows.index.isin(sales.concert_id)]
        middle_days = (played.local_date - played.onsale_date).dt.days.sum() - 9 * len(played)
        burst = sales[sales.age < 3].qty.sum() / (3 * len(played))
        surge = sales[sales.days_out < 7].qty.sum() / (7 * len(played))
        lull = sales[(sales.age >= 3) & (sales.days_out >= 7)].qty.sum() / middle_days
        assert burst > 3 * lull, genre
        assert surge > 1.5 * lull, genre


def test_genres_differ_in_when_they_sell(season: Season) -> None:
    lines = season.sales_by_day()
    late = lines[lines.days_out < 7].groupby("genre").qty.sum() / lines.groupby("genre").qty.sum()
    assert late.max() > 1.6 * late.min()


def test_the_board_of_today_has_every_kind_of_show(any_season: Season) -> None:
    shows, today = any_season.shows(), pd.Timestamp(TODAY)
    ahead = shows[shows.local_date >= today]
    live = ahead[(ahead.status == "confirmed") & (ahead.onsale_date < today)]
    share = live.sold / live.sellable
    soon = (live.local_date - today).dt.days < 30
    assert len(live) >= 50
    assert (share == 1).sum() >= 2
    assert (soon & (share < 0.5)).sum() >= 3
    assert ((today - live.onsale_date).dt.days <= 10).sum() >= 3
    assert (ahead.onsale_date > today).sum() >= 30
    assert (ahead.status == "hold").sum() >= 20


def test_sell_outs_are_censored_by_the_house_and_some_go_at_once(any_season: Season) -> None:
    shows, lines = any_season.shows(), any_season.sales_by_day()
    full = shows.index[shows.sold == shows.sellable].intersection(lines.concert_id)
    played = lines.concert_id.nunique()
    assert 0.1 * played < len(full) < 0.45 * played
    last_sale = lines[lines.concert_id.isin(full)].groupby("concert_id").age.max()
    assert (last_sale <= 7).any()


def test_weak_shows_get_rescue_spend_so_spend_and_sales_go_opposite_ways(any_season: Season) -> None:
    shows = any_season.shows()
    done = shows[shows.index.isin(any_season.sales_by_day().concert_id)]
    share, per_ticket = done.sold / done.sellable, done.spend / done.sold
    assert per_ticket[share < 0.5].median() > 1.5 * per_ticket[share > 0.8].median()
    assert np.corrcoef(share, done.spend / done.sellable)[0, 1] < -0.2
    assert any_season["ad_spend"].campaign.str.endswith("-boost").any()


def test_advertising_brings_tickets_less_for_every_further_pound() -> None:
    seats = np.array([1000])
    brought = [response(np.full((1, len(CHANNELS)), pounds), seats)[0] for pounds in (0.0, 50.0, 100.0, 150.0)]
    gains = np.diff(brought, axis=0)
    assert (gains > 0).all()
    assert (np.diff(gains, axis=0) < 0).all()


def test_the_first_pound_brings_what_the_channel_says_over_its_whole_carry_over() -> None:
    seats, carried, total = np.array([1_000_000]), np.ones((1, len(CHANNELS))), np.zeros(len(CHANNELS))
    for _ in range(200):
        total += response(carried, seats)[0]
        carried = carried * [channel.carry for channel in CHANNELS]
    np.testing.assert_allclose(total, [channel.first_pound for channel in CHANNELS], rtol=1e-3)


def test_a_channel_held_back_is_not_bought(season: Season) -> None:
    held = season["concerts"].set_index("concert_id").marketing_holdout.dropna().str.split(";").explode()
    bought = season["ad_spend"].dropna(subset=["concert_id"])[["concert_id", "channel"]].drop_duplicates()
    pairs = set(zip(held.index, held, strict=True))
    assert len(pairs) > 20
    assert not pairs & set(map(tuple, bought.to_numpy()))


def test_gross_is_face_value_less_discount_and_refunds_stay_below(season: Season) -> None:
    faces = season["ticket_types"].set_index(["concert_id", "name"]).face_value
    sales = season["sales"]
    face = faces.loc[list(zip(sales.concert_id, sales.ticket_type, strict=True))].to_numpy()
    np.testing.assert_allclose(sales.gross, sales.qty * face - sales.discount, atol=0.005)
    assert ((sales.refunded_qty <= sales.qty) & (sales.refunded_amount <= sales.gross)).all()
    assert (sales.promo_code.notna() == (sales.discount > 0)).all()
    status = sales.concert_id.map(season["concerts"].set_index("concert_id").status)
    assert (sales.refunded_qty == sales.qty)[status == "cancelled"].all()
    assert 0 < sales.refunded_qty[~status.isin(GONE)].sum() < 0.03 * sales.qty.sum()
    price = sales.gross.sum() / sales.qty.sum()
    assert 15 < price < 60


def test_the_season_is_as_large_as_said(any_season: Season) -> None:
    assert 110_000 < len(any_season["sales"]) < 200_000
    assert any_season["ticket_types"].groupby("concert_id").size().between(2, 4).all()
    assert any_season["concerts"].configured_capacity.between(150, 8000).sum() > 300
    assert len(any_season["events"]) > 2500
    assert any_season["listens"].listener_id.nunique() == 1500


def test_buyers_come_back_and_most_paths_are_short(season: Season) -> None:
    sales = season["sales"]
    shows = sales.groupby("buyer_id").concert_id.nunique()
    assert (shows == 1).mean() < 0.6
    assert (shows > 3).mean() > 0.08
    assert shows.max() > 10
    touches = season["touchpoints"].groupby("order_id").size()
    assert touches.between(1, 5).all()
    assert 0.5 < len(touches) / sales.order_id.nunique() < 0.7
    assert season["buyers"].consent.mean() == pytest.approx(0.62, abs=0.03)


def test_the_last_touch_is_the_channel_of_the_order(season: Season) -> None:
    last = season["touchpoints"].sort_values("seen_at").groupby("order_id").channel.last()
    order = season["sales"].drop_duplicates("order_id").set_index("order_id").channel
    assert (order.loc[last.index] == last).mean() > 0.98


def test_people_who_stay_away_are_few_and_only_played_shows_are_scanned(season: Season) -> None:
    sales = season["sales"]
    kept = (sales.qty - sales.refunded_qty).groupby(sales.concert_id).sum()
    comps = season["ticket_types"].groupby("concert_id").comps.sum()
    admitted = season["scans"].groupby("concert_id").admitted.sum()
    shows = season["concerts"].set_index("concert_id")
    assert set(shows.loc[admitted.index].status) == {"played", "in_settlement", "settled"}
    invited = (kept + comps).loc[admitted.index]
    assert 0.05 < 1 - admitted.sum() / invited.sum() < 0.12
    actual = season["expenses"].dropna(subset=["actual"])
    assert set(actual.concert_id) == set(admitted.index) == set(season["ancillary"].concert_id)


def test_tags_agree_with_genres_and_awkward_names_play(season: Season) -> None:
    tags = season["artist_tags"]
    main = tags[tags.weight == 100].set_index("artist").tag
    genre = season["concerts"].drop_duplicates("artist").set_index("artist").genre.str.lower()
    assert (main.loc[genre.index] == genre).all()
    assert set(AWKWARD_ACTS) <= set(season["concerts"].artist)
