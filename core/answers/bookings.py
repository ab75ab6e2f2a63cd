"""What Artists says of whom to book next: made from the frames of `core.bookings` and `core.recommendations`. Pure."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from core import words

MARKET = "market:"  # before a market's name where rooms and markets stand in one list
LAST = "Last near: "  # as `bookings.evidence_words` begins
AHEAD = 120  # days: when a show is usually booked
MOST_REASONS = 9
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


def unknown(where: str) -> str:
    """The page's sentence where nobody can be named."""
    return f"Whom to book next{f' for {where}' if where else ''} is not known yet."


def figures(slate: pd.DataFrame, considered: pd.DataFrame | None, card: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Label, value, change and fact of the four figures under the answer."""
    first = None if slate.empty else slate.iloc[0]
    expected = None if first is None else first["sell_through"]
    ours, popular, ranges = whole(card, "slate").get("ours"), whole(card, "slate").get("popularity"), \
        whole(card, "outcome").get("ours", {})
    held = ranges.get("coverage")
    free = len(slate) if considered is None else int(considered["left_out"].isna().sum())
    return [
        ("Can be booked", words.count(free), "",
         "in our rooms" if considered is None else f"of {words.count(len(considered))} looked at"),
        ("First would sell", words.percent(expected), "", "not known" if first is None or words.missing(expected) else
         f"range {words.span(words.percent(first['sell_through_lo']), words.percent(first['sell_through_hi']))}"),
        ("Past hit rate", words.percent(ours["hit_rate"] if ours else None), "",
         f"popularity {words.percent(popular['hit_rate'])}" if popular else "not measured"),
        ("Ranges held", words.percent(held), "",
         "not measured" if words.missing(held) else f"80% promised, {words.things(ranges['n'], 'show')}")]


def hits(card: pd.DataFrame) -> str:
    """"In past lists of 10, 34% of 299 rooms booked a name within 3 months; by popularity 34%."."""
    lists = whole(card, "slate")
    if "ours" not in lists:
        return "Too few past dates to say how often such lists were right."
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
    """The slate with `sold` and `result` in words, ranges included, and `near`, the last play near."""
    rows = slate.to_dict("records")
    sold = [share_range(row["sell_through"], row["sell_through_lo"], row["sell_through_hi"]) for row in rows]
    results = [result_range(row["promoter_result"], row["result_lo"], row["result_hi"], row["currency"]) for row in rows]
    near = [None if pd.isna(text) or not text.startswith(LAST) else text.removeprefix(LAST).removesuffix(".")
            for text in slate["evidence"]] if "evidence" in slate else None
    return slate.assign(sold=pd.Series(sold, slate.index, object), result=pd.Series(results, slate.index, object),
                        near=pd.Series(near, slate.index, object))


def share_range(value: float, low: float, high: float) -> str | None:
    if words.missing(value):
        return None
    return f"{words.percent(value)} ({words.span(words.percent(low), words.percent(high))})"


def result_range(value: float, low: float, high: float, currency: str | None) -> str | None:
    if words.missing(value):
        return None
    return f"{words.money(value, currency)} ({words.span(words.money(low, currency), words.money(high, currency))})"


def slate_note(slate: pd.DataFrame, considered: pd.DataFrame | None) -> str:
    """What was left out, and why figures are missing."""
    left_out = "" if considered is None else f"{left_out_words(considered)}. "
    return f"{left_out}{declined_words(slate)}".strip()


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


def tries_words(tries: pd.DataFrame, currency: str | None) -> str:
    """The finding of the what-if: where the booking as asked breaks even."""
    first = tries.iloc[0]
    if words.missing(first["break_even_tickets"]):
        return "Where it breaks even is not known"
    return (f"Breaks even at {words.count(first['break_even_tickets'])} of {words.count(first['sellable'])} tickets at "
            f"{words.price(first['price'], currency)}")


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


def over_words(name: str, over: pd.DataFrame) -> str:
    """The finding of the over-index; `over` is sorted, highest first."""
    first = over.iloc[0]
    if first["lo"] <= 1:
        return f"{name} is heard nowhere surely more than elsewhere"
    return f"{name} is heard {words.ratio(first['index'])} as much in {first['market']} as everywhere"


def growing_words(growth: pd.DataFrame) -> str:
    """The finding of the growth table, which is sorted, most first."""
    spiking = growth[growth["spike"]]
    if spiking.empty:
        return f"None of {words.things(len(growth), 'artist')} spikes"
    named = ", ".join(dict.fromkeys(spiking["artist"].head(3)))
    return f"{words.things(spiking['artist_id'].nunique(), 'artist')} spiking: {named}"


CARDS = (("slate", "Who is booked next", "Lists of artists new to a room, for every room that booked somebody new in the 3 "
          "months after. Hit: one of the first ten was booked. Gain in NDCG with its 95% range (paired bootstrap)"),
         ("outcome", "Share of the house sold", "Shows decided in the 3 months after the cut and played since. Error: mean, of "
          "the house; n differs, as each method declines what it cannot say; gain on the shows that both say"))


def card_words(card: pd.DataFrame) -> str:
    """The finding of the report card: ours against popularity, and whether the ranges held."""
    popular = whole(card, "slate").get("popularity")
    if popular is None:
        return "How past recommendations did is not known: too few past dates"
    better = "better than" if popular["gain_lo"] > 0 else "worse than" if popular["gain_hi"] < 0 else "no surer than"
    held = whole(card, "outcome").get("ours", {}).get("coverage")
    ranges = "" if words.missing(held) else f"; ranges held {words.percent(held)} of the time, 80% promised"
    return f"Past lists were {better} popularity{ranges}"


def part_words(card: pd.DataFrame, part: str) -> str:
    """The finding of one part of the report card."""
    methods = whole(card, part)
    ours = methods["ours"]
    if part == "slate":
        popular = methods.get("popularity", ours)
        return (f"{words.percent(ours['hit_rate'])} of lists held a booking, by popularity "
                f"{words.percent(popular['hit_rate'])}")
    mean = methods.get("venue mean", {})
    than = "no surer than" if not (mean.get("gain_lo", 0) > 0 or mean.get("gain_hi", 0) < 0) else \
        "better than" if mean["gain_lo"] > 0 else "worse than"
    return f"Ranges held {words.percent(ours['coverage'])} of the time; the expected share was {than} the venue's mean"


def card_figures(card: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Label, value, change and fact of the report card's four figures."""
    lists, ranges = whole(card, "slate"), whole(card, "outcome")
    ours, popular, said = lists.get("ours", {}), lists.get("popularity", {}), ranges.get("ours", {})
    last = ranges.get("venue mean", {})
    return [
        ("Hit rate", words.percent(ours.get("hit_rate")), "", f"popularity {words.percent(popular.get('hit_rate'))}"),
        ("NDCG@100", words.percent(ours.get("ndcg"), 1), "", f"popularity {words.percent(popular.get('ndcg'), 1)}"),
        ("Ranges held", words.percent(said.get("coverage")), "", f"80% promised, n {words.count(said.get('n'))}"),
        ("Error of sell-through", words.percent(said.get("error"), 1), "", f"venue mean {words.percent(last.get('error'), 1)}")]


def points(share: float) -> str:
    """0.062 -> "6.2", -0.004 -> "−0.4"."""
    return words.signed(share, f"{abs(share) * 100:.1f}")


def card_table(card: pd.DataFrame, part: str) -> pd.DataFrame:
    """All cuts of a part together, one row a method, with how much better ours is."""
    rows = card[(card["part"] == part) & card["cut"].isna()]
    gains = [None if words.missing(gain) else f"{points(gain)} pts ({words.span(points(low), points(high))})"
             for gain, low, high in zip(rows["gain"], rows["gain_lo"], rows["gain_hi"], strict=True)]
    return rows.assign(ours_better=pd.Series(gains, rows.index, object))


def period_words(card: pd.DataFrame) -> str:
    """What was scored when: "4 cuts, 22 Nov 2025 – 22 Nov 2026"."""
    first, last = card["period_from"].min(), card["period_to"].max()
    return f"{words.things(card['cut'].nunique(), 'cut')}, {first.day} {first:%b %Y} – {last.day} {last:%b %Y}"


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
