"""`forecast` as its callers meet it: folders imported, one verb, one answer; the day asked knows nothing later."""

import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from bench.simulated_shows import simulate
from core.__main__ import main
from core.settings import settings

DAY = "2025-06-17"
KEYS = ["concert_id", "as_of", "days_out", "tickets_sold", "sellable", "p10", "p25", "p50", "p75", "p90",
        "sell_out_probability", "n_comparables", "declined_reason"]


@pytest.fixture(scope="module")
def season() -> tuple[pd.DataFrame, pd.DataFrame]:
    shows, sales = simulate(5, n_shows=170)
    return shows, sales[sales["tickets"] > 0]


def write_folder(folder: Path, shows: pd.DataFrame, sales: pd.DataFrame) -> Path:
    """The canonical folder of a season."""
    folder.mkdir()
    concerts = shows.assign(city=shows["market"], country="GB",
                            status=shows["cancelled"].map({True: "cancelled", False: "played"}))
    concerts[["concert_id", "artist", "venue", "genre", "city", "country", "local_date", "onsale_date", "status"]].to_csv(
        folder / "concerts.csv", index=False, date_format="%Y-%m-%d")
    shows.assign(name="Standing", face_value=shows["avg_price"], currency="GBP", allotment=shows["sellable"].astype(int))[
        ["concert_id", "name", "face_value", "currency", "allotment"]].to_csv(folder / "ticket_types.csv", index=False)
    price = sales["concert_id"].map(shows.set_index("concert_id")["avg_price"])
    sales.assign(ticket_type="Standing", sold_on=sales["date"], qty=sales["tickets"], gross=(sales["tickets"] * price).round(2))[
        ["concert_id", "ticket_type", "sold_on", "qty", "gross"]].to_csv(
        folder / "sales.csv", index=False, date_format="%Y-%m-%d")
    return folder


@pytest.fixture(scope="module")
def store(season, tmp_path_factory):
    """Give `store(shows, sales)`: a store that imported them."""

    def made(shows: pd.DataFrame, sales: pd.DataFrame) -> Path:
        root = tmp_path_factory.mktemp("forecast")
        run(root / "store", "import", write_folder(root / "season", shows, sales))
        return root / "store"

    return made


@pytest.fixture(scope="module")
def whole(store, season) -> Path:
    return store(*season)


def run(store: Path, *arguments: object) -> str:
    """Standard output of one verb on a store."""
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setenv("MARQUEE_DATA_DIR", str(store))
        patch.setattr(sys, "argv", ["core", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO())
        patch.setattr(sys, "stdout", out)
        settings.cache_clear()
        with pytest.raises(SystemExit) as end:
            main()
        settings.cache_clear()
        assert end.value.code == 0
        return out.getvalue()


def forecast(store: Path, *arguments: str) -> dict[tuple[str, int], dict]:
    rows = json.loads(run(store, "forecast", *arguments, "--format", "json"))
    assert len({(row["concert_id"], row["days_out"]) for row in rows}) == len(rows)
    return {(row["concert_id"], row["days_out"]): row for row in rows}


@pytest.fixture(scope="module")
def asked(whole) -> dict[tuple[str, int], dict]:
    return forecast(whole, "--as-of", DAY)


def test_every_concert_on_sale_and_not_yet_played_has_one_row_of_the_documented_keys_and_kinds(season, asked):
    shows, sales = season
    on_sale = shows[(shows.onsale_date <= DAY) & (shows.local_date >= DAY) & ~shows.cancelled].set_index("concert_id")
    assert {concert_id for concert_id, _ in asked} == set(on_sale.index)
    known = sales[sales.date <= DAY].groupby("concert_id")["tickets"].sum()
    for (concert_id, days_out), row in asked.items():
        assert list(row) == KEYS
        assert row["as_of"] == DAY
        assert days_out == (on_sale.local_date[concert_id] - pd.Timestamp(DAY)).days
        assert row["tickets_sold"] == known.get(concert_id, 0)
        assert row["sellable"] == on_sale.sellable[concert_id]
        assert all(type(row[name]) is int for name in ("days_out", "tickets_sold", "sellable", "n_comparables"))
        assert row["tickets_sold"] <= row["p10"] <= row["p50"] <= row["p90"] <= row["sellable"]
        assert 0 <= row["sell_out_probability"] <= 1
        assert row["declined_reason"] is None


def test_a_store_loaded_only_up_to_the_day_gives_the_same_answer(store, season, asked):
    shows, sales = season
    assert forecast(store(shows, sales[sales.date <= DAY]), "--as-of", DAY) == asked


def test_other_sales_after_the_day_and_other_sales_of_cancelled_shows_change_nothing(store, season, asked):
    shows, sales = season
    cancelled = sales["concert_id"].isin(shows[shows.cancelled].concert_id)
    other = sales.assign(tickets=sales.tickets.where((sales.date <= DAY) & ~cancelled, sales.tickets // 2 + 3))
    assert not other.tickets.equals(sales.tickets)
    assert forecast(store(shows, other), "--as-of", DAY) == asked


def test_horizons_answer_as_if_asked_on_that_day_for_every_concert_of_the_range(whole, season, asked):
    shows, _ = season
    first, last = "2025-06-18", "2025-07-16"
    rows = forecast(whole, "--days-out", "30,14,7,1", "--from", first, "--to", last)
    played = shows[shows.local_date.between(first, last) & ~shows.cancelled].concert_id
    assert set(rows) == {(concert_id, days_out) for concert_id in played for days_out in (30, 14, 7, 1)}
    same_day = [key for key in rows if key in asked]
    assert {key: rows[key] for key in same_day} == {key: asked[key] for key in same_day}
    [key, *_] = rows
    alone = forecast(whole, "--as-of", rows[key]["as_of"], "--concert", key[0])
    assert alone.get(key, rows[key]) == rows[key]


def test_a_show_that_goes_on_sale_on_the_day_is_answered_and_one_of_tomorrow_is_not(whole, season):
    shows, _ = season
    show = shows[~shows.cancelled & (shows.local_date > "2025-03-01")].iloc[0]
    day, before = show.onsale_date, show.onsale_date - pd.Timedelta(days=1)
    assert list(forecast(whole, "--as-of", f"{day:%Y-%m-%d}", "--concert", show.concert_id))
    assert not forecast(whole, "--as-of", f"{before:%Y-%m-%d}", "--concert", show.concert_id)


def test_with_fewer_than_nine_past_shows_only_the_ends_are_null_and_the_reason_says_so(whole, season):
    shows, sales = season
    taught = shows[~shows.cancelled & shows.concert_id.isin(sales.concert_id)].local_date.sort_values()
    rows = forecast(whole, "--as-of", f"{taught.iloc[5]:%Y-%m-%d}")
    assert rows
    for row in rows.values():
        assert (row["p10"], row["p90"]) == (None, None)
        assert row["p50"] is not None
        assert row["declined_reason"] == f"{row['n_comparables']} comparables, 9 needed"


def test_an_unknown_concert_is_said_to_be_unknown(whole, capsys, monkeypatch):
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(whole))
    monkeypatch.setattr(sys, "argv", ["core", "forecast", "--concert", "nobody"])
    settings.cache_clear()
    with pytest.raises(SystemExit) as end:
        main()
    settings.cache_clear()
    assert (end.value.code, capsys.readouterr().out) == (1, "")
