"""What advertising brought to our shows. Starts from the published snapshot; the model is in `core.response`."""

from typing import TYPE_CHECKING, NamedTuple

from core.errors import NotEnoughData
from core.warehouse.read import read

if TYPE_CHECKING:
    from core.response.evaluate import Channel


class Measured(NamedTuple):
    """Every channel measured in one currency, and what could not be: money spent for the whole season in it, and shows
    told in another currency."""

    channels: list["Channel"]
    currency: str
    season_spend: float
    other_shows: int


def measured() -> Measured:
    """Each channel's spend, generated and incremental tickets over all shows, in the currency with most spend.

    Raises NotEnoughData when there are too few shows with sales and spend.
    """
    from core.response.evaluate import evaluate

    shows, sales, spend = (read(f"marketing/response_{name}") for name in ("shows", "sales", "spend"))
    known = spend.dropna(subset=["concert_id", "currency"])
    if known.empty:
        raise NotEnoughData("There is no spend on shows to measure.", remedy="Import ad_spend.csv with concert_id.")
    currency = known.groupby("currency")["spend"].sum().idxmax()
    spend = spend[spend["currency"] == currency]
    ours = shows["currency"] == currency
    return Measured(evaluate(shows[ours], sales, spend), str(currency),
                    float(spend.loc[spend["concert_id"].isna(), "spend"].sum()), int((~ours).sum()))
