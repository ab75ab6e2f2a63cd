"""What Overview says: sentences, findings and figures in words, made from frames. Pure."""

import pandas as pd

from core import words

BEHIND, WATCH = 90, 96  # pace: below is behind, up to is to watch (100 = median of the comparables)
DECISIONS, SLOWEST, DUE = 5, 16, 8  # rows shown of each; the exports hold all


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
    late, kind = behind(shows), "show" if scored == len(shows) else "scored show"
    if late.empty:
        return f"None of {words.things(scored, kind)} on sale is behind pace."
    verb = "is" if len(late) == 1 else "are"
    sentence = f"{len(late)} of {words.things(scored, kind)} on sale {verb} behind pace."
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


def why_empty(chosen: bool) -> str:
    """Why no show is on sale."""
    return "Nothing on sale matches the filters." if chosen else \
        "A show is on sale once its ticket types and first sales are in: python -m core import FOLDER."


def decisions(shows: pd.DataFrame) -> pd.DataFrame:
    """The few shows to decide on today: those behind pace, else those to watch, most at stake first (money in one
    currency, tickets in several), with likely_cause and next_step in words."""
    slow = behind(shows) if len(behind(shows)) else shows[shows["pace"].round() <= WATCH]
    by = "at_stake" if slow["currency"].nunique() <= 1 else "tickets_short"
    few = slow.sort_values(by, ascending=False).head(DECISIONS)
    causes = [cause_and_step(row) for row in few.to_dict("records")]
    return few.assign(likely_cause=[cause for cause, _ in causes], next_step=[step for _, step in causes])


def decide_today(shows: pd.DataFrame) -> tuple[list[dict], str]:
    """The rows of `decisions`, and `stake_words` of them."""
    few = decisions(shows)
    return few.to_dict("records"), stake_words(few, shows)


def stake_words(few: pd.DataFrame, shows: pd.DataFrame) -> str:
    """What part of all that is at stake the few shows hold: "£181k of £419k under comparables in 5 of 33 shows"."""
    late = behind(shows)
    if few.empty:
        return "Nothing on sale is behind pace"
    if late.empty:
        return "No show is behind; these are the ones to watch"
    held, all_of_it = at_stake(few), at_stake(late)
    money = f": {held} of {all_of_it} under comparables" if held and len(few) < len(late) else ""
    return f"{words.count(len(few))} of {words.things(len(late), 'show')} behind pace, most at stake first{money}"


def late_words(shows: pd.DataFrame) -> str:
    """The finding of the bullets."""
    late = len(behind(shows))
    if not late:
        return "No show is more than 10% behind comparable shows"
    return f"{words.things(late, 'show')} {'is' if late == 1 else 'are'} more than 10% behind comparable shows"


def slowest(shows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `concerts.on_sale` for the bullets."""
    return shows.head(SLOWEST)


def bullets_caption(shows: pd.DataFrame) -> str:
    few = f"the {SLOWEST} slowest of {len(shows)} shows on sale" if len(shows) > SLOWEST else "every show on sale"
    return f"Share of sellable tickets sold, {few}. Pace 100 = median of comparable shows at the same days out."


def due_rows(due: pd.DataFrame) -> pd.DataFrame:
    """The first rows of `overview.next_days` with the day in words."""
    return due.head(DUE).assign(day=[f"{day:%a} {day.day}" for day in due["day"].head(DUE)])


def due_caption(due: pd.DataFrame) -> str:
    few = f", the first {DUE}" if len(due) > DUE else ""
    return f"{words.things(len(due), 'date')}{few}: on-sales, announces, hold challenges and settlements"


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
        return f"Likely: sales fell {fall} on the week before", "E-mail past buyers of this genre"
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
    """Where a show is and where it goes: "11 days out · £9,800 at stake · forecast 1,036 – 1,179 of 2,000"."""
    parts = [words.days_out(show["days_out"])]
    if number(show["at_stake"]) > 0:
        parts.append(f"{words.money(show['at_stake'], show['currency'])} at stake")
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


def forecast_span(total: pd.Series) -> str:
    """The 80 % range of the forecast gross in words, "" where no show has one."""
    ends = (words.money(total[f"forecast_gross_{end}"], total["currency"]) for end in ("lo", "hi"))
    said = words.span(*ends)
    return "no show with a range" if said == words.MISSING else f"80%: {said}"
