"""What Marketing says about its tools: made from the frames of `core.promotions`. Pure."""

from typing import Any

import numpy as np
import pandas as pd

from core import words


def answer(days: pd.DataFrame, today: pd.Timestamp) -> str:
    """The view's sentence: what goes out next. `days` by date."""
    dates = days["date"].to_numpy()
    ahead = np.flatnonzero((dates >= today.to_datetime64()) & (days["what"] != "show").to_numpy(bool))
    if not len(ahead):
        return "Nothing is planned to go out."
    week = (dates[ahead] < (today + pd.Timedelta(days=7)).to_datetime64()).sum()
    first = days.iloc[ahead[0]]
    return (f"{words.things(int(week), 'announcement')} in the next 7 days; next: {first['what']} of {first['artist']}, "
            f"{words.day(first['date'])}.")


def promo_words(rows: pd.DataFrame, currency: str | None) -> str:
    """The finding: what the codes gave away and what came in."""
    times, off, gross = (rows[name].array.to_numpy(float, na_value=0.0) for name in ("redemptions", "discount", "gross"))
    used = times > 0
    if not used.any():
        return "No promo code has been used"
    off, gross = float(off[used].sum()), float(gross[used].sum())
    return (f"{words.things(int(times.sum()), 'redemption')} gave away {words.money(off, currency)} for "
            f"{words.money(gross, currency)} after discount")


def calendar_rows(days: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """What is to come first, then what went out, newest first."""
    is_ahead = days["date"].to_numpy() >= today.to_datetime64()
    order = np.append(np.flatnonzero(is_ahead), np.flatnonzero(~is_ahead)[::-1])
    return days.take(order).reset_index(drop=True)


def show_labels(shows: pd.DataFrame) -> dict[str, str]:
    """Shows to come for a picker, the nearest first."""
    columns = (shows[name].tolist() for name in ("concert_id", "artist", "city", "local_date"))
    return {show: f"{artist}, {city}, {words.day(on)}" for show, artist, city, on in zip(*columns, strict=True)}


def sized(asset: dict[str, Any]) -> str:
    """"Poster, 1,200 x 1,800, 312 kB; used in newsletter 12"."""
    used = f"; used in {', '.join(asset['used_in'])}" if asset["used_in"] else "; not used yet"
    return (f"{asset['kind'].capitalize()}, {words.count(asset['width'])} × {words.count(asset['height'])}, "
            f"{words.count(max(asset['bytes'] / 1000, 1))} kB{used}")
