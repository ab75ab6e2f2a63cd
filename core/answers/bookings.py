"""What Artists says of whom to book next: made from the frames of `core.bookings` and `core.recommendations`. Pure."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from core import words

MARKET = "market:"  # before a market's name where rooms and markets stand in one list
AHEAD = 120  # days: when a show is usually booked
MOST_REASONS = 7
AGAINST = {"Plays": "play near", "Radius": "radius clause", "Usually": "wrong room size", "Expected": "other fee",
           "Its": "fee unknown"}


def places(rooms: pd.DataFrame, markets: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str]:
    """venue_id, or MARKET and a market -> words: our rooms under the filters, all rooms where we have none."""
    ours = rooms[rooms["ours"] > 0] if (rooms["ours"] > 0).any() else rooms.head(200)
    chosen = ours[(ours["market"].isin(markets) | (not markets)) & (ours["venue"].isin(names) | (not names))]
    several = chosen.loc[chosen["ours"] > 0, "market"].value_counts()
    options = {venue_id: name if words.missing(city) else f"{name}, {city}" for venue_id, name, city
               in zip(chosen["venue_id"], chosen["venue"], chosen["city"], strict=True)}
    return options | {f"{MARKET}{name}": f"All our rooms in {name}" for name in sorted(several.index[several > 1])}


def usual_day(today: date) -> date:
    """The first Friday at least AHEAD days from today."""
    ahead = today + timedelta(days=AHEAD)
    return ahead + timedelta(days=(4 - ahead.weekday()) % 7)


def answer(slate: pd.DataFrame, where: str, when: date, card: pd.DataFrame) -> str:
    """The page's sentence: three names, the place, and how often such lists were right."""
    if slate.empty:
        return f"Something speaks against every artist for {where} on {words.day(when)}."
    names = list(slate["artist"].head(3))
    named = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"For {where} on {words.day(when)}: book {named}. {hits(card)}"


def hits(card: pd.DataFrame) -> str:
    """"In past lists of 10, 34% of 299 rooms booked a name within 3 months; by popularity 34%."."""
    lists = whole(card, "slate")
    if "ours" not in lists:
        return "Past hit rate not measured yet."
    ours, popular = lists["ours"], lists["popularity"]
    return (f"Of past lists of ten, {words.percent(ours['hit_rate'])} of {words.count(ours['n'])} held an artist booked "
            f"within 3 months; by popularity {words.percent(popular['hit_rate'])}.")


def whole(card: pd.DataFrame, part: str) -> dict[str, dict[str, Any]]:
    """method -> its figures over all cuts."""
    rows = card[(card["part"] == part) & card["cut"].isna()].to_dict("records")
    return {row["method"]: {str(name): value for name, value in row.items()} for row in rows}


def slate_words(slate: pd.DataFrame, where: str) -> str:
    """The finding of the slate: what the first is expected to bring."""
    if slate.empty:
        return f"Nobody to book for {where}"
    first = slate.iloc[0]
    if words.missing(first["sell_through"]):
        return f"{first['artist']} fits {where} best; what it would sell is not known"
    return f"{first['artist']} fits {where} best: {words.percent(first['sell_through'])} of the house expected"


def slate_table(slate: pd.DataFrame) -> pd.DataFrame:
    """The slate with `sold`, `result` and `asking` in words, ranges included."""
    rows = slate.to_dict("records")
    sold = [share_range(row["sell_through"], row["sell_through_lo"], row["sell_through_hi"]) for row in rows]
    results = [result_range(row["promoter_result"], row["result_lo"], row["result_hi"], row["currency"]) for row in rows]
    return slate.assign(sold=pd.Series(sold, slate.index, object), result=pd.Series(results, slate.index, object))


def share_range(value: float, low: float, high: float) -> str | None:
    if words.missing(value):
        return None
    return f"{words.percent(value)} ({words.span(words.percent(low), words.percent(high))})"


def result_range(value: float, low: float, high: float, currency: str | None) -> str | None:
    if words.missing(value):
        return None
    return f"{words.money(value, currency)} ({words.span(words.money(low, currency), words.money(high, currency))})"


def left_out_words(considered: pd.DataFrame) -> str:
    """How many were looked at and what spoke against the rest."""
    against = considered["left_out"].dropna().str.split().str[0].map(AGAINST).value_counts()
    said = ", ".join(f"{count} {what}" for what, count in against.items())
    return f"{words.things(len(considered), 'artist')} new to the room looked at" + (f"; left out: {said}" if said else "")


def declined_words(slate: pd.DataFrame) -> str:
    """Why ranges or results are missing, each reason once; empty where none is."""
    reasons = [reason for column in ("declined", "no_result") for reason in slate[column].dropna().unique()]
    return " ".join(reasons[:2])


def reason_bars(reasons: pd.DataFrame) -> pd.DataFrame:
    """Terms of a score for bars: by what of this room's past speaks for it. Columns: reason, contribution."""
    kinds = {"booked there too": "rooms that had {} too", "tags alike": "tagged like {}",
             "often booked": "often booked", "all others": "all others"}
    said = [kinds[because].format(past) for because, past in zip(reasons["because"], reasons["past_artist"], strict=True)]
    summed = reasons.assign(reason=said).groupby("reason", as_index=False)["contribution"].sum()
    order = summed["contribution"].abs().sort_values(ascending=False).index
    first, rest = summed.loc[order[:MOST_REASONS]], summed.loc[order[MOST_REASONS:]]
    others = pd.DataFrame({"reason": [f"{len(rest)} others"], "contribution": [rest["contribution"].sum()]})
    return pd.concat([first, others], ignore_index=True) if len(rest) else first.reset_index(drop=True)


def tries_table(tries: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """The frame of `what_if` with shares and results in words."""
    return slate_table(tries.assign(currency=currency)).assign(
        changed=tries["changed"].map({"as asked": "as asked", "price": "other price", "room": "other room"}))


def growth_words(growth: pd.DataFrame) -> str:
    """An artist's growth in a line, or why it is not known."""
    if growth.empty:
        return "Growth not known: no dated audience figures on file."
    row = growth.iloc[0]
    if words.missing(row["growth"]):
        return f"Growth not known: {row['declined']}"
    size = row["declined"] if words.missing(row["deviations"]) else \
        f"{row['deviations']:+.1f} standard deviations among {row['band_artists']} artists of {row['size_band']}"
    return f"{row['metric'].capitalize()} {words.change(row['growth'])} on the 30 days before; {size}."


def card_words(card: pd.DataFrame) -> str:
    """The finding of the report card: ours against popularity, and whether the ranges held."""
    popular = whole(card, "slate").get("popularity")
    if popular is None:
        return "How past recommendations did is not measured yet"
    better = "better than" if popular["gain_lo"] > 0 else "worse than" if popular["gain_hi"] < 0 else "no surer than"
    held = whole(card, "outcome").get("ours", {}).get("coverage")
    ranges = "" if words.missing(held) else f"; ranges held {words.percent(held)} of the time, 80% promised"
    return f"Lists were {better} popularity{ranges}"


def card_table(card: pd.DataFrame) -> pd.DataFrame:
    """All cuts together, one row a method, with what it is a list or a range of."""
    rows = card[card["cut"].isna()]
    return rows.assign(
        what=rows["part"].map({"slate": "Who is booked next", "outcome": "Share of the house sold"}),
        period=[f"{start:%b %Y} – {end:%b %Y}" for start, end in zip(rows["period_from"], rows["period_to"], strict=True)])


def watch_words(watched: pd.DataFrame) -> str:
    """The finding of the watch list."""
    if watched.empty:
        return "Nobody is watched yet"
    spiking = watched.loc[watched["spike"], "artist"]
    return f"{words.things(len(watched), 'artist')} watched, " + (
        f"{', '.join(spiking.head(3))} spiking" if len(spiking) else "none spiking")


def watch_table(watched: pd.DataFrame) -> pd.DataFrame:
    """The watch list with its flag in a word."""
    return watched.assign(flag=watched["spike"].map({True: "Spike", False: None}))
