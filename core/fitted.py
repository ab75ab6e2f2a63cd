"""The fitted models of the snapshot in use, by name, with the scores they had: what is kept in S3 and promoted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from core import booking_house, forecasts
from core.booking.features import Expectation
from core.errors import NotEnoughData, QueryError
from core.warehouse.read import read
from core.warehouse.snapshot import current


class Fitted(NamedTuple):
    """`metrics`: figure -> value on past shows the model had not seen, empty before it was evaluated."""

    model: Any
    data_version: str
    metrics: dict[str, float]


def fitted(name: str) -> Fitted:
    """The model of that name, taught on the snapshot in use. Raises QueryError, NotEnoughData."""
    if name not in MODELS:
        raise QueryError(f"There is no model {name}.", remedy=f"There are {', '.join(MODELS)}.")
    return Fitted(MODELS[name](), f"snapshot {current().number}", metrics(name))


def today() -> pd.Timestamp:
    return pd.Timestamp(read("sources/about")["today"].iloc[0])


def booker() -> Any:
    """Which artists a venue would book next: `core.recommend.VenueBooker`."""
    return booking_house.decided(today().date()).booker


def outcome() -> Any:
    """Which share of a house a booking sells: `core.recommend.BookingOutcome`."""
    return expectation().model


def expectation() -> Expectation:
    house = booking_house.decided(today().date())
    if house.expectation is None:
        raise NotEnoughData(house.no_expectation or "Too few shows have been played.")
    return house.expectation


class Ahead(NamedTuple):
    """Shows to be played (concert_id, artist_id, venue_id, local_date, sellable) and what an outcome model is told of each."""

    shows: pd.DataFrame
    rows: list[dict[str, float | None]]


def ahead() -> Ahead:
    """Our shows from today on with a room to fill. Raises NotEnoughData when no outcome model could be taught."""
    learned, shows = expectation(), booking_house.decided(today().date()).shows
    coming = (pd.to_datetime(shows["local_date"]) >= today()) & (shows["sellable"] > 0) & ~shows["cancelled"]
    shows = shows[coming].reset_index(drop=True)
    told = learned.known.features(shows)[learned.columns].assign(sellable=shows["sellable"].to_numpy(float))
    values = told.astype(object).where(told.notna(), None).to_numpy()
    rows = [dict(zip(told.columns, row, strict=True)) for row in values]
    return Ahead(shows[["concert_id", "artist_id", "venue_id", "local_date", "sellable"]], rows)


def outcome_here(rows: Sequence[Mapping[str, Any]]) -> list[float]:
    """The expected share of the house (0 to 1) of each row of `ahead`, by the model of the snapshot."""
    model = outcome()
    told = pd.DataFrame(list(rows)).astype(float)
    return [float(share) for share in model.predict(told[model.columns_[:-1]], told["sellable"])["sell_through"]]


def forecaster() -> Any:
    """Final tickets of a show on sale: `core.forecast`'s estimator for a house of this size."""
    from core.forecast.asof import taught

    shows, sales = forecasts.known()
    return taught(shows, sales, as_of=today())


# The part of the report card that scores a recommender.
PARTS = {"booker": "slate", "outcome": "outcome"}
MODELS: dict[str, Callable[[], Any]] = {"booker": booker, "outcome": outcome, "forecast": forecaster}


def metrics(name: str) -> dict[str, float]:
    """What the report cards say of it: `wape_30` and the like at days out, or its figures over all cuts."""
    if name == "forecast":
        card = forecasts.report_card()
        ours = card[(card["method"] == "forecast") & (card["capacity_band"] == "all")]
        return {f"{figure}_{row['days_out']}": float(row[figure]) for row in ours.to_dict("records")
                for figure in ("wape", "coverage", "width") if pd.notna(row[figure])}
    card = read("recommendations/report_card")
    ours = card[(card["method"] == "ours") & (card["part"] == PARTS[name]) & card["cut"].isna()]
    return {figure: float(row[figure]) for row in ours.to_dict("records")
            for figure in ("hit_rate", "ndcg", "error", "coverage", "width") if pd.notna(row[figure])}

