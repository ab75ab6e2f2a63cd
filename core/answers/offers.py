"""What Concerts says before and after an offer, from the frames of `core.settlements` and `core.decisions`. Pure."""

from typing import Any

import pandas as pd

from core import words
from core.answers.concerts import odds

WHAT_IF_CAPTION = ("The forecast pushed through every kind of deal on the terms entered; change: against today's price and "
                   "house. What is sold stays sold at its price")
LOST_HELP = "An assumption of yours: how many of the tickets still to come a price 10% higher would cost."
LOG_CAPTION = ("Each offer with the forecast, comparables and assumptions as they stood; scored at the first publish after "
               "the show is settled")


def what_if_words(outcomes: pd.DataFrame, show: dict) -> str:
    """"Versus net: £2,310 at 1,410 tickets, 12% chance of a loss, 88% of overage; best for us: flat, £9,188."."""
    ours, best = outcomes[outcomes["agreed"]].iloc[0], outcomes.iloc[outcomes["promoter_result"].astype(float).argmax()]
    money = show["currency"]
    said = (f"{words.capital(ours['deal'])}: {words.money(ours['promoter_result'], money)} at "
            f"{words.tickets(ours['tickets'])}, {odds(ours['chance_of_loss'])} chance of a loss, "
            f"{odds(ours['chance_of_overage'])} of overage")
    return f"{said}. Best for us: {best['deal']}, {words.money(best['promoter_result'], money)}."


def what_if_table(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The frame of `what_if` with the deal asked for named, and ranges and odds in words."""
    named = [f"{words.capital(deal)}{', asked' if asked else ''}"
             for deal, asked in zip(outcomes["deal"], outcomes["agreed"], strict=True)]
    span = [words.span(words.count(lo), words.count(hi))
            for lo, hi in zip(outcomes["result_lo"], outcomes["result_hi"], strict=True)]
    return outcomes.assign(deal=named, range=span, loss=outcomes["chance_of_loss"].map(odds),
                           overage=outcomes["chance_of_overage"].map(odds))


def log_words(log: pd.DataFrame) -> str:
    """The finding of the decision log."""
    scored = int(log["scored_at"].notna().sum())
    return f"{words.things(len(log), 'offer')} kept, {scored if scored else 'none'} scored" if len(log) else "No offer yet"


def log_table(log: pd.DataFrame) -> pd.DataFrame:
    """The frame of `log` with terms and forecast in words, money as numbers."""
    span = [words.span(words.count(lo), words.count(hi)) for lo, hi in zip(log["p10"], log["p90"], strict=True)]
    foreseen = [f"{words.count(p50)} ({span})" for p50, span in zip(log["p50"], span, strict=True)]
    return log.assign(terms=[named(row) for row in log.to_dict("records")], foreseen=foreseen)


def named(offer: Any) -> str:
    """"Versus net, £5,000"."""
    return f"{words.capital(offer['deal'])}, {words.money(offer['guarantee'], offer['currency'])}"
