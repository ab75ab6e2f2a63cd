"""What Overview says: sentences, findings and figures in words, made from frames. Pure."""

import pandas as pd

from core import words

BEHIND, WATCH = 90, 96  # pace: below is behind, up to is to watch (100 = median of the comparables)
DECISIONS = 5


def behind(shows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `concerts.on_sale` that are behind pace."""
    return shows[shows["pace"].round() < BEHIND]


def answer(shows: pd.DataFrame) -> str:
    """The page's sentence, from the frame of `concerts.on_sale`."""
    if shows.empty:
        return "No show is on sale."
    scored = shows["pace"].notna().sum()
    if not scored:
        return f"{words.things(len(shows), 'show')} on sale, none with enough history to score."
    late = behind(shows)
    if late.empty:
        return f"None of {words.things(scored, 'scored show')} on sale is behind pace."
    verb = "is" if len(late) == 1 else "are"
    sentence = f"{len(late)} of {words.things(scored, 'scored show')} on sale {verb} behind pace."
    short = late["tickets_short"].sum()
    stake = at_stake(late)
    if not short or not stake:
        return sentence
    under = f"{words.tickets(short)} and {stake} gross under comparable shows"
    return f"{sentence} On the median forecast they finish {under}."


def at_stake(shows: pd.DataFrame) -> str:
    """Money at stake in words, one amount a currency, largest first: "£39k and €4,200"."""
    sums = shows.groupby("currency")["at_stake"].sum().sort_values(ascending=False)
    return " and ".join(words.money(amount, str(currency)) for currency, amount in sums.items() if amount > 0)


def decisions(shows: pd.DataFrame) -> pd.DataFrame:
    """The few shows to decide on today, most money at stake first: rows of `concerts.on_sale` that are behind or to
    watch, with likely_cause and next_step in words."""
    slow = shows[shows["pace"].round() <= WATCH].sort_values("at_stake", ascending=False).head(DECISIONS)
    causes = [cause_and_step(row) for row in slow.to_dict("records")]
    return slow.assign(likely_cause=[cause for cause, _ in causes], next_step=[step for _, step in causes])


def cause_and_step(show: dict) -> tuple[str, str]:
    """What most likely slows a show, read off its own last two weeks, and what to do. A reading, not a measurement."""
    tickets, before = number(show["tickets_7d"]), number(show["tickets_prior_7d"])
    spend, spend_before = number(show["spend_7d"]), number(show["spend_prior_7d"])
    if spend_before and spend < spend_before / 2 and tickets < before:
        return "Likely: spend fell by more than half this week and sales with it", "Restore the spend that worked"
    if not spend and not spend_before:
        return "Nothing was spent on this show in the last two weeks", "Try a small paid push, then look again"
    if before and tickets < before * 0.7:
        fall = words.percent(1 - tickets / before)
        return f"Sales fell {fall} on the week before", "E-mail past buyers of this genre"
    if tickets > before:
        rise = f"from {words.count(before)} to {words.count(tickets)}"
        return f"Behind, but sales rose {rise} this week", "Hold and look again"
    return "Slow since on-sale, with no break in the curve", "Check price against comparables, or the size of the room"


def number(value: object) -> float:
    return 0.0 if words.missing(value) else float(value)  # type: ignore[arg-type]


def pace_words(pace: float) -> tuple[str, str]:
    """A badge for a pace: its words and its meaning (behind, watch, on track)."""
    if words.missing(pace):
        return "Not scored", "none"
    shown = round(pace)
    return f"Pace {shown}", "behind" if shown < BEHIND else "watch" if shown <= WATCH else "on track"


def range_words(show: dict) -> str:
    """Where a show is and where it goes: "11 days out · forecast 1,036 – 1,179 of 2,000, break-even 1,640"."""
    parts = [words.days_out(show["days_out"])]
    of = f" of {words.count(show['sellable'])}"
    if not words.missing(show["p10"]):
        parts.append(f"forecast {words.span(words.count(show['p10']), words.count(show['p90']))}{of}")
    else:
        parts.append(f"{words.count(show['tickets_sold'])}{of} sold")
    if not words.missing(show["break_even_tickets"]):
        parts[-1] += f", break-even {words.count(show['break_even_tickets'])}"
    return " · ".join(parts)


def week_change(totals: pd.DataFrame) -> float | None:
    """Tickets of the last 7 full days against the 7 before, all currencies together (a fraction)."""
    now, before = totals["tickets_7d"].sum(), totals["tickets_prior_7d"].sum()
    return now / before - 1 if before else None


def week_words(days: pd.DataFrame) -> str:
    """The finding of the daily sales chart: the last 7 full days against the 7 before."""
    full = days.loc[~days["partial_day"], "tickets_sold"]
    now, before = full.tail(7).sum(), full.tail(14).head(7).sum()
    if not before:
        return f"{words.tickets(now)} sold in the last 7 days"
    if now == before:
        return "Sales this week equal last week's"
    return f"Sales this week are {words.percent(abs(now / before - 1))} {'up' if now > before else 'down'} on last week"


def against_comparables(total: pd.Series) -> float | None:
    """Gross so far against what comparables had at the same days out (a fraction), scored shows only."""
    compared, expected = number(total["compared_gross"]), number(total["comparable_gross"])
    return compared / expected - 1 if expected else None


def cost_per_ticket(total: pd.Series) -> float | None:
    """Spend of the last 7 days over all tickets sold in them (money a ticket)."""
    return number(total["spend_7d"]) / number(total["tickets_7d"]) if total["tickets_7d"] else None
