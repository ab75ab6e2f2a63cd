"""Which act plays which room on which date: tours over three years around TODAY, and how they stand that day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from core.ingest.sample.cast import MARKETS
from core.ingest.sample.names import AWKWARD_ACTS

TODAY = date(2026, 11, 23)  # the season stands as on this day
AS_OF = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)  # the last sale known

HALF = 548  # days of the season before and after TODAY
MAX_LEAD = 180  # longest time on sale, in days
MIN_LEAD = 28
BETWEEN_TOURS = 150  # days an act stays away
WEEKDAY_CHANCE = (0.25, 0.35, 0.55, 0.8, 1.0, 1.0, 0.45)  # that a night is wanted, Monday first
TOO_LARGE_COST = 1.7  # an empty half hurts more than a queue outside
GOLDEN = 0.6180339887  # steps of this spread evenly over 0 to 1, without a week that is empty by chance
DAY = np.timedelta64(1, "D")
NOWHERE = np.datetime64("NaT", "D")


def book(rng: np.random.Generator, artists: pd.DataFrame, venues: pd.DataFrame, count: int) -> pd.DataFrame:
    """One row a show, by date: concert_id, artist, venue, market, genre (rows of their tables), local_date,
    announce_date, onsale_date, stop_date (last day of sale), lead (days), status, support (names).

    Half of the shows lie before TODAY; those ahead thin out with distance, as a booker's diary does.
    """
    taken: set[tuple[int, int]] = set()
    awkward = list(range(len(AWKWARD_ACTS)))
    past = _tours(rng, artists, venues, count // 2, lambda part: -1 - int(part * (HALF - 1)), taken, awkward[::2])
    ahead = _tours(rng, artists, venues, count - count // 2, _days_ahead, taken, awkward[1::2])
    shows = pd.DataFrame(past + ahead, columns=["artist", "venue", "night"])
    shows = shows.sort_values(["night", "venue"], ignore_index=True)
    shows.insert(0, "concert_id", [f"C{i:04d}" for i in range(1, len(shows) + 1)])
    shows["local_date"] = np.datetime64(TODAY, "D") + shows.pop("night").to_numpy() * DAY
    shows["market"] = venues.market.to_numpy()[shows.venue]
    shows["genre"] = artists.genre.to_numpy()[shows.artist]
    shows["support"] = _support(rng, artists, shows)
    return _status(rng, _sale_dates(rng, shows))


def _days_ahead(part: float) -> int:
    """The start of the tour at this part (0 to 1) of the diary: more than half start within 110 days."""
    return int(np.interp(part, [0, 0.56, 0.85, 1], [0, 110, 260, HALF - 1]))


def _tours(
    rng: np.random.Generator,
    artists: pd.DataFrame,
    venues: pd.DataFrame,
    count: int,
    start_at: Callable[[float], int],
    taken: set[tuple[int, int]],
    first_acts: list[int],
) -> list[tuple[int, int, int]]:
    """`count` shows (artist, venue, days from TODAY) in tours of one to four nights, none across TODAY.

    No room is used twice a night (`taken`); an act stays away for BETWEEN_TOURS; `first_acts` play for certain.
    """
    ours, pull = np.flatnonzero(artists.ours), MARKETS["size"].to_numpy() / MARKETS["size"].sum()
    rooms = Rooms(venues)
    shows: list[tuple[int, int, int]] = []
    tours: dict[int, list[int]] = {}
    part = rng.random()
    while len(shows) < count:
        part = (part + GOLDEN) % 1
        start, artist = start_at(part), first_acts.pop() if first_acts else int(rng.choice(ours))
        if any(abs(start - other) < BETWEEN_TOURS for other in tours.get(artist, [])):
            continue
        tours.setdefault(artist, []).append(start)
        night = start
        for market in rng.choice(len(MARKETS), int(rng.integers(1, 5)), replace=False, p=pull):
            room = rooms.fitting(rng, int(market), float(artists.fans.to_numpy()[artist]))
            while (room, night) in taken or rng.random() > WEEKDAY_CHANCE[(TODAY.weekday() + night) % 7]:
                night += 1
            if (night >= 0) == (start >= 0) and abs(night) <= HALF and len(shows) < count:
                taken.add((room, night))
                shows.append((artist, room, night))
            night += int(rng.integers(1, 4))
    return shows


class Rooms:
    """Our rooms by market."""

    def __init__(self, venues: pd.DataFrame) -> None:
        self.rows = [np.flatnonzero((venues.market == m) & venues.ours) for m in range(len(MARKETS))]
        self.log_capacity = np.log(venues.capacity.to_numpy())

    def fitting(self, rng: np.random.Generator, market: int, fans: float) -> int:
        """The room whose size suits the act in this market, as a booker guesses it."""
        wanted = np.log(fans * MARKETS["size"].to_numpy()[market] ** 0.5) + rng.normal(0.15, 0.3)
        too_large = self.log_capacity[self.rows[market]] - wanted
        return int(self.rows[market][np.maximum(TOO_LARGE_COST * too_large, -too_large).argmin()])


def _weekday(days: np.ndarray) -> np.ndarray:
    """Monday is 0."""
    return (days.astype("datetime64[D]").astype(int) + 3) % 7


def _support(rng: np.random.Generator, artists: pd.DataFrame, shows: pd.DataFrame) -> list[str]:
    """Up to two smaller acts of the same genre, joined by `;`."""
    fans, genre = artists.fans.to_numpy(), artists.genre.to_numpy()
    support = []
    for headliner in shows.artist:
        smaller = np.flatnonzero((genre == genre[headliner]) & (fans < 0.8 * fans[headliner]))
        chosen = rng.permutation(smaller)[: rng.choice(3, p=[0.25, 0.5, 0.25])]
        support.append(";".join(artists.artist[i] for i in chosen))
    return support


def _sale_dates(rng: np.random.Generator, shows: pd.DataFrame) -> pd.DataFrame:
    """On sale mostly on a Friday, announced the Monday or Tuesday of that week or the week before."""
    count, night = len(shows), shows.local_date.to_numpy().astype("datetime64[D]")
    lead = np.exp(rng.normal(np.log(92), 0.35, count)).clip(MIN_LEAD + 6, MAX_LEAD - 6).astype(int)
    onsale = night - lead * DAY
    friday = onsale - ((_weekday(onsale) - 4 + 3) % 7 - 3) * DAY  # the nearest one
    onsale = np.where(rng.random(count) < 0.8, friday, onsale)
    announce = onsale - rng.choice([3, 4, 4, 10, 11], count) * DAY
    return shows.assign(local_date=night, onsale_date=onsale, announce_date=announce,
                        lead=((night - onsale) / DAY).astype(int))  # fmt: skip


def _status(rng: np.random.Generator, shows: pd.DataFrame) -> pd.DataFrame:
    """Statuses as they stand on TODAY. A show called off stops selling on its `stop_date`."""
    today, night, onsale = np.datetime64(TODAY, "D"), _days(shows, "local_date"), _days(shows, "onsale_date")
    status = np.select(
        [night >= today, night >= today - 4 * DAY, night >= today - 24 * DAY],
        ["confirmed", "played", "in_settlement"], "settled").astype(object)  # fmt: skip
    far, luck = (onsale > today + 30 * DAY), rng.random(len(shows))
    status[far & (luck < 0.45)] = "hold"
    sold_a_while = np.minimum(night, today) - onsale > 12 * DAY
    status[sold_a_while & (luck < 0.025)] = "cancelled"
    status[sold_a_while & (luck > 0.985)] = "postponed"
    off = np.isin(status, ["cancelled", "postponed"])
    part = rng.uniform(0.3, 0.9, len(shows))
    last = np.minimum(night, today)
    stop = np.where(off, onsale + ((last - onsale) / DAY * part).astype(int) * DAY, last)
    onsale = np.where(status == "hold", NOWHERE, onsale)
    announce = np.where(status == "hold", NOWHERE, _days(shows, "announce_date"))
    support = np.where(status == "hold", "", shows.support)
    return shows.assign(status=status, support=support, stop_date=stop, onsale_date=onsale,
                        announce_date=announce)  # fmt: skip


def _days(shows: pd.DataFrame, column: str) -> np.ndarray:
    return shows[column].to_numpy().astype("datetime64[D]")


def open_share(shows: pd.DataFrame, days_out: np.ndarray, morning: float) -> np.ndarray:
    """Part of each day that tickets were on sale, (shows, days): 0 before the on-sale and after `stop_date`,
    `morning` on TODAY, 0 when the on-sale is later that day."""
    date = _days(shows, "local_date")[:, None] - days_out
    onsale, stop = _days(shows, "onsale_date")[:, None], _days(shows, "stop_date")[:, None]
    today = np.datetime64(TODAY, "D")
    is_open = (date >= onsale) & (date <= stop) & (date <= today) & ~((date == today) & (onsale == today))
    return np.where(date == today, morning, 1.0) * is_open


def campaign_slugs(shows: pd.DataFrame, artists: pd.DataFrame) -> np.ndarray:
    """Stem of each show's campaign names: act-city-month."""
    code = MARKETS["code"].str.lower().to_numpy()[shows.market]
    month = shows.local_date.dt.strftime("%y%m")
    parts = zip(artists.slug.to_numpy()[shows.artist], code, month, strict=True)
    return np.array(["-".join(part) for part in parts], dtype=object)
