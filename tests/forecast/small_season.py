"""Seasons small enough to reckon by hand."""

import pandas as pd

SHOW = {
    "genre": "rock", "market": "London", "venue": "Dome", "artist": "The Tides",
    "sellable": 100, "avg_price": 20.0, "cancelled": False,
}  # fmt: skip


def shows(*rows: dict) -> pd.DataFrame:
    """One show a dict; what is left out is `SHOW`'s, on sale 60 days before unless said."""
    frame = pd.DataFrame([{**SHOW, "onsale_date": sixty_days_before(row["local_date"]), **row} for row in rows])
    return frame.assign(
        local_date=pd.to_datetime(frame["local_date"]), onsale_date=pd.to_datetime(frame["onsale_date"])
    )


def sixty_days_before(date: str) -> pd.Timestamp:
    return pd.Timestamp(date) - pd.Timedelta(days=60)


def sales(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["concert_id", "date", "tickets"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def young_company(finals: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Past shows a week apart from 2025-01-01 that sold half by ten days out and half on the day; one to come.

    The one to come, "next", plays on 2025-12-31 and has sold 30 of 100 by 2025-12-21.
    """
    dates = pd.date_range("2025-01-01", periods=len(finals), freq="7D")
    rows = [{"concert_id": f"past {i}", "local_date": date} for i, date in enumerate(dates)]
    sold = []
    for i, (date, final) in enumerate(zip(dates, finals, strict=True)):
        sold.append((f"past {i}", date - pd.Timedelta(days=10), final // 2))
        sold.append((f"past {i}", date, final - final // 2))
    return (
        shows(*rows, {"concert_id": "next", "local_date": "2025-12-31"}),
        sales(*sold, ("next", "2025-12-20", 30), ("next", "2025-12-30", 60)),
    )
