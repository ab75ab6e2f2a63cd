"""How an order came about: the channel it is booked under, its UTM tags and promo code, and the touches before it."""

import numpy as np
import pandas as pd

from core.ingest.sample.demand import Sales
from core.ingest.sample.spend import NAMES as PAID
from core.ingest.sample.spend import PHASES

ORDER_CHANNELS = ("direct", "organic", "artist", "partner", "email", "sms", "box office", *PAID)
# Without advertising people arrive like this; box office is the counter and the phone.
UNPAID = np.array([0.34, 0.27, 0.15, 0.10, 0.07, 0.01, 0.06, 0, 0, 0, 0, 0])
# Where an order shows up that a paid channel really brought, a row a paid channel: posters and radio leave
# few traces, which is why attributed and incremental differ.
TRACES = np.array([
    [0.15, 0.10, 0, 0, 0, 0, 0, 0.75, 0, 0, 0, 0],
    [0.05, 0.03, 0, 0, 0, 0, 0, 0, 0.92, 0, 0, 0],
    [0.20, 0.20, 0, 0, 0, 0, 0, 0.10, 0, 0.50, 0, 0],
    [0.42, 0.36, 0, 0, 0, 0, 0.08, 0, 0, 0, 0.14, 0],
    [0.50, 0.36, 0, 0, 0, 0, 0.06, 0, 0, 0, 0, 0.08],
])  # fmt: skip
HARVEST = {"google": 0.10, "meta": 0.06}  # of the orders that would have come anyway, while the channel runs
MAIL_LIFT, SMS_LIFT = 0.22, 0.10  # share of a mailing day's own orders that click the mailing
EARLIER = np.array([0.5, 1.2, 1.3, 0.9, 0.9, 0.4, 0, 2.2, 0.9, 3.0, 0, 0])  # weight of channels early in a path

SOURCE = (
    "",
    "google",
    "artist-site",
    "partner",
    "newsletter",
    "sms",
    "",
    "meta",
    "google",
    "tiktok",
    "",
    "posters",
)
MEDIUM = (
    "",
    "organic",
    "referral",
    "affiliate",
    "email",
    "sms",
    "",
    "paid-social",
    "cpc",
    "paid-social",
    "",
    "qr",
)
CREATIVES = ("video-a", "video-b", "carousel", "still")
PROMO = {"email": ("LIST10", 0.10), "partner": ("STUDENT15", 0.15), "radio": ("RADIO10", 0.10),
         "artist": ("FANCLUB20", 0.20)}  # fmt: skip
PROMO_CHANCE = {"email": 0.3, "partner": 0.35, "radio": 1.0, "artist": 0.12}


def channel_odds(sales: Sales, show: np.ndarray, day: np.ndarray, email: np.ndarray, sms: np.ndarray) -> np.ndarray:
    """Chance of each of ORDER_CHANNELS for orders placed on these shows and days, (orders, channels)."""
    unpaid = np.tile(UNPAID, (len(show), 1))
    for name, lift in (("email", MAIL_LIFT * email[show, day]), ("sms", SMS_LIFT * sms[show, day])):
        unpaid = _shift(unpaid, ORDER_CHANNELS.index(name), lift)
    for name, lift in HARVEST.items():
        running = sales.spent[show, day, PAID.index(name)] > 0
        unpaid = _shift(unpaid, ORDER_CHANNELS.index(name), lift * running)
    odds = sales.wanted[show, day][:, None] * unpaid + np.einsum("oc,ck->ok", sales.brought[show, day], TRACES)
    return odds / odds.sum(1, keepdims=True)


def _shift(odds: np.ndarray, channel: int, share: np.ndarray) -> np.ndarray:
    odds = odds * (1 - share)[:, None]
    odds[:, channel] += share
    return odds


def pick(rng: np.random.Generator, odds: np.ndarray) -> np.ndarray:
    """One column a row, by its odds (each row sums to one)."""
    return (rng.random(len(odds))[:, None] > np.cumsum(odds, axis=1)[:, :-1]).sum(1)


def utm_tags(rng: np.random.Generator, channel: np.ndarray, campaign: np.ndarray, slug: np.ndarray) -> pd.DataFrame:
    """utm_* columns by the house rules: lower case, hyphens. Orders without a link have none."""
    count = len(channel)
    name = np.array(ORDER_CHANNELS, dtype=object)[channel]
    source = np.array(SOURCE, dtype=object)[channel]
    social, search = np.isin(name, ["meta", "tiktok"]), name == "google"
    return pd.DataFrame({
        "utm_source": source,
        "utm_medium": np.array(MEDIUM, dtype=object)[channel],
        "utm_campaign": np.where((source == "") | (name == "organic"), "", campaign),
        "utm_term": np.where(search, slug + np.array(["", "-tickets"], dtype=object)[rng.integers(0, 2, count)], ""),
        "utm_content": np.where(social, np.array(CREATIVES, dtype=object)[rng.integers(0, len(CREATIVES), count)], ""),
    })  # fmt: skip


def promo_codes(rng: np.random.Generator, channel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(code, share of the price taken off) for each order; most have none."""
    code, off = np.full(len(channel), "", dtype=object), np.zeros(len(channel))
    luck = rng.random(len(channel))
    for name, (promo, share) in PROMO.items():
        used = (channel == ORDER_CHANNELS.index(name)) & (luck < PROMO_CHANCE[name])
        code[used], off[used] = promo, share
    return code, off


def touchpoints(rng: np.random.Generator, orders: pd.DataFrame, odds: np.ndarray, announce: np.ndarray) -> pd.DataFrame:
    """touchpoints.csv: one to five touches for about six orders in ten, the last one being the order's channel.

    `orders`: order_id, sold_at (datetime64[s]), channel (index), campaign; `announce`: the show's announcement.
    """
    tracked = (rng.random(len(orders)) < 0.64) & (orders.channel.to_numpy() != ORDER_CHANNELS.index("box office"))
    orders, odds, announce = orders[tracked], odds[tracked], announce[tracked]
    count = rng.choice([1, 2, 3, 4, 5], len(orders), p=[0.42, 0.28, 0.16, 0.09, 0.05])
    order = np.repeat(np.arange(len(orders)), count)
    back = np.concatenate([np.arange(n)[::-1] for n in count]) if len(count) else count
    early = odds * EARLIER + 1e-9
    channel = np.where(back == 0, orders.channel.to_numpy()[order],
                       pick(rng, (early / early.sum(1, keepdims=True))[order]))  # fmt: skip
    sold_at = orders.sold_at.to_numpy()[order]
    window = ((sold_at - announce[order].astype("datetime64[s]")) / np.timedelta64(1, "s")).clip(3600)
    lag = np.where(back == 0, rng.exponential(900, len(order)), back * rng.exponential(2.6 * 86400, len(order)))
    lag = np.where(lag < window, lag, rng.random(len(order)) * window).astype(int)
    tagged = np.isin(channel, [ORDER_CHANNELS.index(c) for c in ("email", "sms", *PAID)])
    touches = pd.DataFrame({
        "order_id": orders.order_id.to_numpy()[order],
        "seen_at": sold_at - lag.astype("timedelta64[s]"),
        "channel": np.array(ORDER_CHANNELS, dtype=object)[channel],
        "campaign": np.where(tagged, orders.campaign.to_numpy()[order], ""),
    })  # fmt: skip
    return touches.sort_values(["order_id", "seen_at"], kind="stable", ignore_index=True)


def campaigns(slugs: np.ndarray) -> np.ndarray:
    """Campaign names, (shows, phases)."""
    return np.array([[f"{slug}-{phase}" for phase in PHASES] for slug in slugs], dtype=object)
