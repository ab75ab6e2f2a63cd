"""Public holidays where a show plays: a night that sells unlike the others."""

from datetime import date

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


def holiday_table(places: pd.DataFrame, *, today: date) -> pd.DataFrame:
    """The public holidays of each country and region that has shows of its own: date, country, region, name.

    places: country, region, first_year, last_year. From four years before `today` to two after; a region's rows are its
    whole list, so that a reader looks at one region only.
    """
    rows: list[tuple[date, str, str | None, str]] = []
    for country, region, first, last in places[["country", "region", "first_year", "last_year"]].to_numpy(object):
        years = {today.year, today.year + 1, *range(max(first, today.year - 4), min(last, today.year + 2) + 1)}
        named = named_holidays(country, None if pd.isna(region) else region, years)
        rows += [(day, country, None if pd.isna(region) else region, name) for day, name in named.items()]
    return pd.DataFrame(rows, columns=["date", "country", "region", "name"])


def holidays_of(country: str | None, region: str | None, years: set[int]) -> set[date]:
    """Dates of the public holidays of a region, of its whole country where the region is not known."""
    return set(named_holidays(country, region, years))


def named_holidays(country: str | None, region: str | None, years: set[int]) -> dict[date, str]:
    """As `holidays_of`, with the English name of each where there is one."""
    import holidays  # takes a tenth of a second to load

    for part in (region, None):
        try:
            return dict(holidays.country_holidays(str(country), subdiv=part, years=years, language="en_US"))
        except NotImplementedError:
            continue
    return {}
