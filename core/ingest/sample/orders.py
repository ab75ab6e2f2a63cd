"""sales.csv: the daily tickets taken apart into orders of real-looking people at real-looking hours."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.ingest.sample import buyers, paths
from core.ingest.sample.calendar import TODAY
from core.ingest.sample.demand import Sales
from core.ingest.sample.spend import DAYS_OUT, PHASES, Plan
from core.ingest.sample.tickets import House

LINE_SIZES, LINE_CHANCE = (1, 2, 3, 4, 5, 6, 8), (0.27, 0.51, 0.07, 0.11, 0.015, 0.015, 0.01)
TWO_PRICES = 0.15  # chance that neighbouring lines of different price levels are one order
NO_NAME = 0.6  # of counter sales have no known buyer


@dataclass(frozen=True)
class Orders:
    sales: pd.DataFrame  # sales.csv
    buyers: pd.DataFrame  # buyers.csv
    touchpoints: pd.DataFrame  # touchpoints.csv


def build_orders(rng: np.random.Generator, shows: pd.DataFrame, slugs: np.ndarray, house: House, plan: Plan,
                 sales: Sales, email: np.ndarray, sms: np.ndarray) -> Orders:  # fmt: skip
    """Orders from the tickets sold by day and level. `email`, `sms`: mailing days, (shows, days)."""
    lines = _timed_lines(rng, shows, sales)
    head = lines.drop_duplicates("order")
    show, day, sold_at = head.show.to_numpy(), head.day.to_numpy(), head.sold_at.to_numpy()
    odds = paths.channel_odds(sales, show, day, email, sms)
    channel = paths.pick(rng, odds)
    phase = np.where(sales.rescued[show, day], PHASES.index("boost"), plan.phase[show, day])
    orders = pd.DataFrame({
        "order_id": np.char.add("O", np.char.zfill(np.arange(1, len(show) + 1).astype(str), 7)).astype(object),
        "show": show, "sold_at": sold_at, "channel": channel, "campaign": paths.campaigns(slugs)[show, phase],
    })  # fmt: skip
    orders["promo_code"], orders["off"] = paths.promo_codes(rng, channel)
    orders = pd.concat([orders, paths.utm_tags(rng, channel, orders.campaign.to_numpy(), slugs[show])], axis=1)
    orders["buyer_id"], people = _buyers(rng, shows, orders)
    announce = shows.announce_date.to_numpy()[show]
    touches = paths.touchpoints(rng, orders[["order_id", "sold_at", "channel", "campaign"]], odds, announce)
    return Orders(_sales(rng, shows, house, sales, lines, orders), people, touches)


def _timed_lines(rng: np.random.Generator, shows: pd.DataFrame, sales: Sales) -> pd.DataFrame:
    """Order lines by time: show, day, level, qty, order (counting from 0), sold_at."""
    lines = _lines(rng, sales)
    order = _joined(rng, lines)
    _, first = np.unique(order, return_index=True)
    sold_at = _moments(rng, shows, lines.show.to_numpy()[first], lines.day.to_numpy()[first])
    place = np.empty(len(sold_at), dtype=int)
    place[np.argsort(sold_at, kind="stable")] = np.arange(len(sold_at))
    return lines.assign(order=place[order], sold_at=sold_at[order]).sort_values(["order", "level"], ignore_index=True)


def _lines(rng: np.random.Generator, sales: Sales) -> pd.DataFrame:
    """Order lines (show, day, level, qty), in random order within a show and day."""
    show, day, level = np.nonzero(sales.sold)
    left = sales.sold[show, day, level]
    cell, pieces = np.arange(len(left)), []
    while len(cell):
        qty = np.minimum(rng.choice(LINE_SIZES, len(cell), p=LINE_CHANCE), left[cell])
        pieces.append((cell, qty))
        left[cell] -= qty
        cell = cell[left[cell] > 0]
    cell, qty = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.lexsort((rng.random(len(cell)), day[cell], show[cell]))
    cell, qty = cell[order], qty[order]
    return pd.DataFrame({"show": show[cell], "day": day[cell], "level": level[cell], "qty": qty})


def _joined(rng: np.random.Generator, lines: pd.DataFrame) -> np.ndarray:
    """Number of the order of each line: some orders take two price levels."""
    before = lines.shift(1)
    same_day = (lines.show == before.show) & (lines.day == before.day) & (lines.level != before.level)
    joined = same_day.to_numpy() & (rng.random(len(lines)) < TWO_PRICES)
    joined[1:] &= ~joined[:-1]  # never three
    return np.cumsum(~joined) - 1


def _moments(rng: np.random.Generator, shows: pd.DataFrame, show: np.ndarray, day: np.ndarray) -> np.ndarray:
    """When each order was placed, UTC: from mid-morning on the first day, before doors on the last, by day and
    in the evening otherwise, before 06:10 on TODAY. Late evening is left out, so UTC and local date agree."""
    days_out, count = DAYS_OUT[day], len(show)
    date = shows.local_date.to_numpy().astype("datetime64[D]")[show] - days_out
    hour = 6.5 + 16.3 * rng.beta(2.2, 1.5, count)
    first_day = days_out == shows.lead.to_numpy()[show]
    hour = np.where(first_day, 9 + rng.exponential(2.2, count) % 13.8, hour)
    hour = np.where(days_out == 0, 6.5 + 12 * rng.random(count), hour)
    hour = np.where(date == np.datetime64(TODAY, "D"), 6.15 * rng.random(count), hour)
    return date.astype("datetime64[s]") + (hour * 3600).astype(int).astype("timedelta64[s]")


def _buyers(rng: np.random.Generator, shows: pd.DataFrame, orders: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """(buyer_id of each order, buyers.csv): numbered by first purchase; some counter sales have no name."""
    show = orders.show.to_numpy()
    market, genre = shows.market.to_numpy()[show], shows.genre.to_numpy()[show]
    since = (orders.sold_at - orders.sold_at.iloc[0]).dt.days.to_numpy()
    quarter = since // buyers.QUARTER_DAYS
    crowd = buyers.build_crowd(rng, np.bincount(market, minlength=len(buyers.MARKETS)), int(quarter.max()) + 1)
    person = buyers.choose_buyers(rng, crowd, market, genre, quarter)
    counter = orders.channel.to_numpy() == paths.ORDER_CHANNELS.index("box office")
    named = ~(counter & (rng.random(len(orders)) < NO_NAME))
    code, known = pd.factorize(person[named])
    people = buyers.buyer_list(rng, crowd, known)
    buyer_id = np.full(len(orders), "", dtype=object)
    buyer_id[named] = people.buyer_id.to_numpy()[code]
    return buyer_id, people


def _sales(rng: np.random.Generator, shows: pd.DataFrame, house: House, sales: Sales, lines: pd.DataFrame,
           orders: pd.DataFrame) -> pd.DataFrame:  # fmt: skip
    """The columns of sales.csv, by time; money in pennies."""
    order, show, level, qty = (lines[name].to_numpy() for name in ("order", "show", "level", "qty"))
    price = qty * house.face[show, level]
    discount = np.round(price * orders["off"].to_numpy()[order]).astype(int)
    refunded = _refunded(rng, shows, house, sales, show, qty)
    table = orders[["order_id", "buyer_id", "channel", "utm_source", "utm_medium", "utm_campaign", "utm_term",
                    "utm_content", "promo_code"]].iloc[order].reset_index(drop=True)  # fmt: skip
    table["channel"] = np.array(paths.ORDER_CHANNELS, dtype=object)[table.channel]
    table.insert(0, "concert_id", shows.concert_id.to_numpy()[show])
    table.insert(1, "ticket_type", house.label[show, level])
    table.insert(2, "sold_on", orders.sold_at.to_numpy()[order])
    table.insert(3, "qty", qty)
    table.insert(4, "gross", price - discount)
    table.insert(5, "refunded_qty", refunded)
    table.insert(6, "refunded_amount", (price - discount) * refunded // qty)
    return table.assign(discount=discount)


def _refunded(rng: np.random.Generator, shows: pd.DataFrame, house: House, sales: Sales, show: np.ndarray,
              qty: np.ndarray) -> np.ndarray:  # fmt: skip
    """Tickets given back. All of a cancelled show; a sold-out show resells what comes back, so none is refunded."""
    status = shows.status.to_numpy()[show]
    full = (sales.sold.sum((1, 2)) >= house.sellable.sum(1))[show]
    chance = np.select([status == "cancelled", status == "postponed", full], [1.0, 0.18, 0.0], 0.013)
    part = np.where((rng.random(len(show)) < 0.25) & (status != "cancelled"), np.maximum(qty // 2, 1), qty)
    return np.where(rng.random(len(show)) < chance, part, 0)
