"""The fitted models of the snapshot in use, by name, with the scores they had: what is kept in S3 and promoted."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from core import booking_house, forecasts
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
    house = booking_house.decided(today().date())
    if house.expectation is None:
        raise NotEnoughData(house.no_expectation or "Too few shows have been played.")
    return house.expectation.model


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

