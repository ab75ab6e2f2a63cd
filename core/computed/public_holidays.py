"""Public holidays where a show plays: a night that sells unlike the others."""

import numpy as np
import pandas as pd


def on_public_holiday(shows: pd.DataFrame) -> np.ndarray:
    """Whether each show falls on a public holiday of its region, else of its country; False where neither is known.

    shows: local_date, country (ISO 3166-1 alpha-2) and region (code or name). Bank and optional holidays count only
    where the law makes them public.
    """
    found = np.zeros(len(shows), bool)
    dates = pd.to_datetime(shows["local_date"])
    named = shows[["country", "region"]].astype(object)
    places = list(named.where(named.notna(), None).itertuples(index=False, name=None))
    for country, region in set(places):
        rows = [row for row, place in enumerate(places) if place == (country, region)]
        known = holidays_of(country, region, set(dates.dt.year.iloc[rows]))
        found[rows] = [day in known for day in dates.dt.date.iloc[rows]]
    return found


def holidays_of(country: str | None, region: str | None, years: set[int]) -> set[object]:
    """Dates of the public holidays of a region, of its whole country where the region is not known."""
    import holidays  # takes a tenth of a second to load

    for part in (region, None):
        try:
            return set(holidays.country_holidays(str(country), subdiv=part, years=years))
        except NotImplementedError:
            continue
    return set()
