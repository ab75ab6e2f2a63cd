"""What Concerts says: sentences, findings and figures in words, made from the frames of `core.concerts`. Pure."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from core import words
from core.answers.overview import pace_words

NEEDED = 9  # past shows behind an 80 % range: n >= 2 / 0.2 - 1
ATTENTION_CAPTION = ("Forecast under break-even first, then behind comparables (pace under 90), then to watch (90 to 96); inside "
                     "each by money at stake")
NEAREST = 200  # shows that the picker offers beside the one asked for
RANK = {"on_sale": 0, "sold_out": 1, "announced": 2, "hold": 3}  # of phases in a reader's order


class Standing(NamedTuple):
    """All shows, so that one is found at once: the place of each concert_id in the columns."""

    place: dict[str, int]
    columns: dict[str, Any]

    def show(self, concert_id: str) -> dict[str, Any]:
        """One show as a row of `one`; a word or whole number that is missing is None."""
        place = self.place[concert_id]
        row = {name: values[place] for name, values in self.columns.items()}
        return {name: None if value is np.nan or value is pd.NA else value.item() if isinstance(value, np.generic) else value
                for name, value in row.items()}


def standing(shows: pd.DataFrame) -> Standing:
    """From the frame of `core.concerts.standing`."""
    place = {concert_id: place for place, concert_id in enumerate(shows["concert_id"])}
    return Standing(place, {str(name): shows[name].array for name in shows})


def answer(show: dict) -> str:
    """The page's sentence for one row of `one`."""
    name = show["artist"]
    sold, of = words.count(show["tickets_sold"]), words.count(show["sellable"])
    match show["phase"]:
        case "cancelled" | "postponed":
            return f"{name} is {show['phase']}: {sold} of {of} tickets were sold."
        case "played":
            return f"{name} sold {sold} of {of} ({words.percent(show['sell_through'])})" + result_words(show) + "."
        case "hold":
            return f"{name} is a hold: nothing is on sale."
        case "announced":
            when = "is announced, with no on-sale date" if words.missing(show["onsale_date"]) else \
                f"goes on sale {words.day(show['onsale_date'])}"
            what = "no ticket types are on file" if words.missing(show["sellable"]) else f"{of} tickets to sell"
            return f"{name} {when}: {what}."
        case "sold_out":
            return f"{name} is sold out: {sold} of {of}, {words.days_out(show['days_out'])}."
    if words.missing(show["p50"]):
        return f"{name} went on sale too recently to forecast: {sold} of {of} sold."
    out = words.days_out(show["days_out"]).removesuffix(" out")
    start = f"{name} is {pace_difference(show['pace_index'])} with {out} to go. "
    end = f"It most likely finishes at {words.count(show['p50'])} of {of}{break_even_gap(show)}."
    if words.missing(show["p10"]):
        end = f"{show['declined_reason'] or 'Too few comparables'}, so no range is given; {end[0].lower()}{end[1:]}"
        end = end[0].upper() + end[1:]
    return start + end


def pace_difference(pace_index: float | None) -> str:
    """"27% behind comparable shows" for 0.73."""
    if words.missing(pace_index):
        return "not yet comparable to past shows"
    gap = float(pace_index or 0) - 1
    if abs(gap) < 0.005:
        return "level with comparable shows"
    return f"{words.percent(abs(gap))} {'ahead of' if gap > 0 else 'behind'} comparable shows"


def break_even_gap(show: dict) -> str:
    if words.missing(show["break_even_tickets"]) or words.missing(show["p50"]):
        return ""
    gap = round(show["p50"]) - show["break_even_tickets"]
    return f", {words.count(abs(gap))} {'above' if gap >= 0 else 'under'} break-even"


def result_words(show: dict) -> str:
    """How a played show came out for us, once a deal is on file."""
    if words.missing(show["promoter_result"]):
        return ""
    amount = words.money(abs(show["promoter_result"]), show["currency"])
    said = "made" if show["promoter_result"] >= 0 else "lost"
    return f" and {said} {amount}{'' if show['settlement_status'] == 'settled' else ', not settled yet'}"


def comparables_words(show: dict) -> str:
    """"5 of 9 comparables" where a range was declined, else how many stand behind it."""
    n = show["n_comparables"]
    if words.missing(n):
        return f"0 of {NEEDED} comparables"
    return f"{int(n)} of {NEEDED} comparables" if n < NEEDED else f"from {words.things(int(n), 'past show')}"


def no_figure_words(show: dict) -> str:
    """Why a show has no pace or range."""
    if show["phase"] in ("on_sale", "sold_out"):
        return comparables_words(show)
    return {"announced": "not on sale yet", "hold": "a hold"}.get(show["phase"], show["phase"])


def range_words(show: dict) -> str:
    """The 80 % range in words, or why there is none."""
    if words.missing(show["p10"]):
        return no_figure_words(show)
    return words.span(words.count(show["p10"]), words.count(show["p90"]))


def labels(shows: pd.DataFrame) -> dict[str, str]:
    """concert_id -> "Hollow Coast, Leeds, Fri 4 Dec 2026", for choosing a show; from the frame of `shows`."""
    columns = (shows[name].to_list() for name in ("concert_id", "artist", "city", "local_date"))
    return {concert_id: f"{artist}, {city}, {words.day(day)}" for concert_id, artist, city, day in zip(*columns, strict=True)}


def label(show: dict) -> str:
    """As `labels`, of one show."""
    return f"{show['artist']}, {show['city']}, {words.day(show['local_date'])}"


def offered(shows: pd.Series, said: dict[str, str], asked: str | None) -> dict[str, str]:
    """What is said of the first NEAREST of these concert_ids, and of the one asked for."""
    ids = shows.to_list()
    few = [*ids[:NEAREST], asked] if asked in ids else ids[:NEAREST]
    return {concert_id: said[concert_id] for concert_id in few}


def nearest(shows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `shows` in a reader's order: on sale by days out, then to come, then played, newest first."""
    rank = np.array([RANK.get(phase, len(RANK)) for phase in shows["phase"].to_list()])
    return shows.iloc[np.lexsort((shows["days_out"].abs().to_numpy(float), rank))]


def why_empty(chosen: bool) -> str:
    """Why there is no show."""
    return "No show of ours matches the filters." if chosen else \
        "No show of ours is on file yet: python -m core import FOLDER brings in concerts, ticket types and sales."


def unit(heading: str, show: dict) -> str:
    """A column's heading with the show's currency: "Gross, £"."""
    return f"{heading}, {words.symbol(show['currency']).strip()}" if words.symbol(show["currency"]) else heading


def share_words(show: dict) -> str:
    """"41% of 2,000 sellable"."""
    share = "" if words.missing(show["sell_through"]) else f"{words.percent(show['sell_through'])} "
    return f"{share}of {words.count(show['sellable'])} sellable"


def pace_metric(show: dict) -> tuple[str, str, str]:
    """Value, change and fact of the pace metric: "73", "-27", ""; without a pace "–" and why."""
    if words.missing(show["pace_index"]):
        return words.MISSING, "", no_figure_words(show)
    pace = round(100 * show["pace_index"])
    return str(pace), f"{pace - 100:+d}" if pace != 100 else "", "level" if pace == 100 else ""


def pace_meaning(show: dict) -> str:
    """behind, watch, on track or none, as Overview says it."""
    return pace_words(float("nan") if words.missing(show["pace_index"]) else 100 * show["pace_index"])[1]


def price_words(show: dict) -> str:
    """"£36.51 average price"."""
    return "nothing sold" if words.missing(show["avg_ticket_price"]) else \
        f"{words.price(show['avg_ticket_price'], show['currency'])} average price"


def odds(chance: float | None) -> str:
    """A chance in words; drawn from a sample, so never all or nothing: ">99%"."""
    return words.percent(None if words.missing(chance) else min(max(chance, 1e-3), 1 - 1e-3))


def chance_words(show: dict) -> str:
    if not words.missing(show["chance_of_profit"]):
        return f"{odds(show['chance_of_profit'])} chance of profit"
    if words.missing(show["break_even_tickets"]):
        return "no deal on file" if words.missing(show["promoter_result"]) else "out of reach"
    return "chance unknown" if show["settlement_status"] == "preview" else "tickets"


def result_metric(show: dict) -> tuple[str, str, str]:
    """Value, change and fact of our result: final for a played show, the 80 % range of a forecast, else why not."""
    money = show["currency"]
    if show["settlement_status"] in ("settled", "in_settlement"):
        return words.money(show["promoter_result"], money), "", show["settlement_status"].replace("_", " ")
    if words.missing(show["result_lo"]):
        return words.MISSING, "", "needs a forecast"
    ends = words.money(show["result_lo"], money), words.money(show["result_hi"], money)
    return words.money(show["result_mid"], money), "", words.span(*ends)


def pacing_words(show: dict) -> str:
    """The finding of the pacing chart."""
    if show["phase"] == "played":
        return f"Sold {words.percent(show['sell_through'])} of sellable"
    if words.missing(show["p10"]):
        return f"No range yet: {comparables_words(show)}"
    return f"Heading for {words.count(show['p50'])} of {words.count(show['sellable'])}"


def past_shows(curves: pd.DataFrame) -> int:
    """How many comparables have a curve."""
    return curves["concert_id"].nunique()


def pacing_caption(show: dict, n: int) -> str:
    grey = f" Grey: {words.things(n, 'comparable')} scaled to this room, median dashed." if n else ""
    band = " Band: 50% and 80% range of the forecast." if not words.missing(show["p10"]) else ""
    return f"Cumulative tickets by days to show.{grey}{band}"


def marks(show: dict, written: tuple[tuple[int, str], ...] = ()) -> pd.DataFrame:
    """Announce and on-sale of one show, as the frame of `core.concerts.marks`; then what people have `written` there."""
    days = [(show["announce_date"], "announce"), (show["onsale_date"], "on-sale")]
    known = [((show["local_date"] - day).days, label) for day, label in days if not words.missing(day)]
    return pd.DataFrame([*sorted(known, reverse=True), *written], columns=["days_out", "label"])


def fan_parts(show: dict, own: pd.DataFrame, band: pd.DataFrame) -> dict:
    """What the pacing fan draws besides the curve itself, from the frames of `pacing` and `pacing_band`."""
    daily = pd.DataFrame({"days_out": own["days_out"].array, "tickets_sold": own["tickets_sold_day"].array}, copy=False)
    days, middle = band["days_out"].to_numpy(float), band["median"].to_numpy(float, na_value=np.nan)
    known = ~np.isnan(middle)
    median = pd.DataFrame({"days_out": days[known], "tickets_sold": middle[known]}, copy=False) if known.any() else None
    ahead = band[(band["p10"].notna() & band["p90"].notna()).to_numpy()]
    return {"daily": daily, "median": median, "band": None if ahead.empty else ahead,
            "budget": None if words.missing(show["break_even_tickets"]) else float(show["break_even_tickets"])}


def shows_table(shows: pd.DataFrame) -> pd.DataFrame:
    """The frame of `shows` with pace = 100 x pace_index and the phase in words."""
    return shows.assign(pace=100 * shows["pace_index"], state=shows["phase"].str.replace("_", " "))


def curve_end(show: dict) -> date:
    """The last day of a show's curve so far: the snapshot's own day, at most the day of the show."""
    return show["local_date"].date() - timedelta(days=max(int(show["days_out"]), 0))


def sell_out_words(show: dict) -> str:
    return no_figure_words(show) if words.missing(show["sell_out_probability"]) else "chance of a full house"


def attention(why: pd.Series) -> tuple[int, str]:
    """How many shows are at risk for these reasons, and the finding: "3 shows head under break-even, 5 are behind"."""
    kinds = Counter(why.to_list())
    heads = {"under break-even": "under break-even", "behind": "behind comparables", "watch": "to watch"}
    said = [f"{kinds[why]} {word}" for why, word in heads.items() if kinds[why]]
    found = f"{words.things(len(why), 'show')} need{'s' if len(why) == 1 else ''} attention: {', '.join(said)}"
    return len(why), found if said else "No show on sale needs attention"


def attention_table(risk: pd.DataFrame) -> pd.DataFrame:
    """The frame of `at_risk` with the show and the chance of profit in words."""
    shown = [f"{artist}, {city}" for artist, city in zip(risk["artist"].to_list(), risk["city"].to_list(), strict=True)]
    return risk.assign(show=shown, chance=[odds(chance) for chance in risk["chance_of_profit"].to_list()])


def kept_back_words(show: dict) -> str:
    """"56 comps, 62 kills"."""
    comps, kills = (0 if words.missing(show[name]) else show[name] for name in ("comps", "kills"))
    return f"{words.things(comps, 'comp')}, {words.things(kills, 'kill')}"


def horizon_days(days: float | None) -> str:
    return words.MISSING if words.missing(days) else words.things(int(days), "day")


def horizon_fact(show: dict) -> str:
    if words.missing(show["comparable_horizon"]):
        return "no comparable" if words.missing(show["purchase_horizon"]) else "half bought by then"
    return f"comparables {words.things(round(show['comparable_horizon']), 'day')}"


def horizon_words(show: dict) -> str:
    """The finding of the purchase horizon."""
    if words.missing(show["purchase_horizon"]):
        return "When people bought"
    return f"Half of the tickets were bought {words.things(int(show['purchase_horizon']), 'day')} or more before the show"


def no_show_words(show: dict) -> str:
    """"4% no-show", or why that is not known."""
    if words.missing(show["drop_count"]):
        return "no scans on file" if show["phase"] == "played" else "not played yet"
    if words.missing(show["no_show_rate"]):
        return "nothing sold"
    if show["no_show_rate"] < 0:
        return f"{words.percent(-show['no_show_rate'])} more than sold"
    return f"{words.percent(show['no_show_rate'])} no-show"


def spent_words(show: dict, name: str) -> str:
    """"£4,210 in all", or why that is not known."""
    if words.missing(show[name]):
        return "not on file" if show["phase"] == "played" else "not played yet"
    return f"{words.money(show[name], show['currency'])} in all" if not words.missing(show["drop_count"]) else "no scans on file"
