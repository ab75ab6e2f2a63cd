"""The response tables of a snapshot: what each channel brought, its curve, and the choices that are still open.

Frames in (queries/marketing/response_*.sql), frames out; the model is `core.response`. Money is in the currency with most
spend; shows told in another one, and spend for the whole season, play no part and are counted.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.errors import NotEnoughData
from core.response.adstock import effect
from core.response.evaluate import FORM_DOUBT, LEVELS, by_show, measure
from core.response.panel import build
from core.response.show_model import ShowModel, best_fit
from core.response.what_if import curves

CURVE = np.linspace(0, 2, 21)  # times what was spent
TRIED = 0.9  # of shows spent at most this much a seat
PLAN_DAYS = 28  # what these days cost a day is what the days to come are planned to cost
DRAWS, PLAN_DRAWS = 300, 60


class Tables(NamedTuple):
    """Rows of the snapshot's tables of these names."""

    response_channel: pd.DataFrame
    response_show: pd.DataFrame
    response_curve: pd.DataFrame
    response_choice: pd.DataFrame
    response_note: pd.DataFrame


def responses_all(shows: pd.DataFrame, sales: pd.DataFrame, spend: pd.DataFrame) -> Tables:
    """Every table; all but the note are empty, and the note says why, where there is too little to learn from."""
    known = spend.dropna(subset=["concert_id", "currency"])
    if known.empty:
        return declined("There is no spend on shows to measure. Import ad_spend.csv with concert_id.")
    currency = str(known.groupby("currency")["spend"].sum().idxmax())
    spend, ours = spend[spend["currency"] == currency], shows["currency"] == currency
    season, others = float(spend.loc[spend["concert_id"].isna(), "spend"].sum()), int((~ours).sum())
    try:
        panel = build(shows[ours], sales, spend)
        model = best_fit(panel)
    except NotEnoughData as error:
        return declined(str(error))
    note = pd.DataFrame({"reason": [None], "season_spend": [season], "other_shows": [others]})
    return Tables(channel_rows(model, currency), show_rows(model), curve_rows(model, currency),
                  choice_rows(model, shows, currency), note)


def declined(reason: str) -> Tables:
    nothing = pd.DataFrame()
    return Tables(nothing, nothing, nothing, nothing,
                  pd.DataFrame({"reason": [reason], "season_spend": [0.0], "other_shows": [0]}))


def channel_rows(model: ShowModel, currency: str) -> pd.DataFrame:
    """The rows of `measure`, with the interval of the return in proportion to that of the incremental tickets."""
    rows = pd.DataFrame([vars(row) for row in measure(model)])
    a_ticket = rows["roas"] / rows["incremental"].where(rows["incremental"] > 0)
    return rows.assign(currency=currency, shows=len(model.panel.seats), form=f"{model.adds} by {model.reach}",
                       roas_lo=a_ticket * rows["incremental_lo"], roas_hi=a_ticket * rows["incremental_hi"])


def show_rows(model: ShowModel) -> pd.DataFrame:
    """concert_id, channel, spend, wasted, generated, incremental of every show and channel with spend."""
    panel = model.panel
    generated, kept = by_show(model)
    spend = panel.spend.sum(1)
    wasted = (panel.spend * panel.after_sell_out[..., None]).sum(1)
    show, channel = np.nonzero(spend)
    cells = {"spend": spend, "wasted": wasted, "generated": generated, "incremental": generated * kept[:, None]}
    return pd.DataFrame({"concert_id": panel.concert_id[show], "channel": np.array(panel.channels, object)[channel]} | {
        name: values[show, channel] for name, values in cells.items()})  # fmt: skip


def curve_rows(model: ShowModel, currency: str) -> pd.DataFrame:
    """What a channel would have brought had every day's spend been so many times as high, with its 80 % interval."""
    panel, per = model.panel, model.per()
    generated, kept = by_show(model)
    share = (generated * kept[:, None]).sum(0) / np.maximum(generated.sum(0), 1e-12)
    moves = np.clip(model.draws(DRAWS) - model.logs_, -3, 3)
    moves[..., 0] += np.random.default_rng(DRAWS).normal(0, FORM_DOUBT, moves.shape[:2])
    parts = []
    for place, name in enumerate(panel.channels):
        spend, money = float(panel.spend[..., place].sum()), panel.spend[..., place] / model.scale
        tickets, low, high = (np.zeros(len(CURVE)) for _ in range(3))
        for step, times in enumerate(CURVE[1:], 1):
            at = effect(money * times, model.logs_[place])
            total, *slopes = (float((slope * per).sum()) for slope in (at.value, *at.slopes))
            drawn = total * np.exp(moves[:, place] @ (np.array(slopes) / max(total, 1e-12)))
            tickets[step], (low[step], high[step]) = total, np.quantile(drawn, LEVELS)
        parts.append(pd.DataFrame({
            "channel": name, "currency": currency, "spend": CURVE * spend, "tickets": tickets * share[place],
            "lo": np.minimum(low, tickets) * share[place], "hi": np.maximum(high, tickets) * share[place], "current": spend,
            "tried_to": spend * tried(panel.spend[..., place].sum(1) / panel.seats)}))  # fmt: skip
    return pd.concat(parts)


def tried(a_seat: np.ndarray) -> float:
    """How many times the usual spend a seat was tried on some shows, between 1 and 2."""
    spent = a_seat[a_seat > 0]
    return float(np.clip(np.quantile(spent, TRIED) / spent.mean(), 1, CURVE[-1])) if len(spent) else 1.0


def choice_rows(model: ShowModel, shows: pd.DataFrame, currency: str) -> pd.DataFrame:
    """One row a show still on sale and channel: planned spend until the show (what its marketing budget has left, else as
    spent a day of late), tickets nobody is forecast to buy (room), and the curve of what money brings there (gain, half:
    the best estimate, then draws)."""
    panel = model.panel
    known = shows.set_index("concert_id").reindex(panel.concert_id)
    days, room, left = (known[name].to_numpy(float) for name in ("days_to_go", "room", "budget_left"))
    per = model.per_to_come()
    live = np.flatnonzero((days > 0) & (room > 0) & (per > 0))
    if not len(live):
        return pd.DataFrame()
    found = curves(model.logs_, model.draws(PLAN_DRAWS), per[live], model.scale[live, 0], days[live], room[live])
    last = np.cumsum(panel.on_sale[:, ::-1], axis=1)[:, ::-1]
    lately = panel.on_sale & (last <= PLAN_DAYS)
    a_day = (panel.spend * lately[..., None]).sum(1) / np.maximum(lately.sum(1), 1)[:, None]
    late = a_day * days[:, None]
    usual = panel.spend.sum((0, 1)) / panel.spend.sum()
    mix = np.where(late.sum(1, keepdims=True) > 0, late / np.maximum(late.sum(1, keepdims=True), 1e-9), usual)
    planned = np.where(np.isnan(left)[:, None], late, mix * left[:, None])[live].ravel()
    row = live[found.show]
    return pd.DataFrame({
        "concert_id": panel.concert_id[row], "channel": np.tile(np.array(panel.channels, object), len(live)),
        "currency": currency, "planned": planned, "room": room[row], "days_to_go": days[row].astype(int),
        "gain": list(found.gain.T), "half": list(found.half.T)})  # fmt: skip

