"""What the reader chose to look at: one value, shared by pages, the API and export captions."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.words import day


@dataclass(frozen=True)
class Filters:
    """Names of markets, venues and genres, and local show dates, both ends included. Empty or None: no limit."""

    markets: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None

    def params(self) -> dict[str, list[str] | date | None]:
        """For `$markets`, `$venues`, `$genres`, `$date_from`, `$date_to` in a question; NULL means no limit."""
        return {"markets": list(self.markets) or None, "venues": list(self.venues) or None,
                "genres": list(self.genres) or None, "date_from": self.date_from, "date_to": self.date_to}

    def kept(self, shows: pd.DataFrame) -> pd.DataFrame:
        """The rows of `shows` that are chosen, as a question with these filters gives them; columns market, venue, genre,
        local_date at least."""
        return shows[self.meant(shows)].reset_index(drop=True)

    def meant(self, shows: pd.DataFrame) -> np.ndarray:
        """Which rows of `shows` are chosen, (n,)."""
        chosen = np.ones(len(shows), bool)
        for name, values in (("market", self.markets), ("venue", self.venues), ("genre", self.genres)):
            if values:
                chosen &= shows[name].isin(values).to_numpy()
        if self.date_from:
            chosen &= (shows["local_date"] >= pd.Timestamp(self.date_from)).to_numpy()
        if self.date_to:
            chosen &= (shows["local_date"] <= pd.Timestamp(self.date_to)).to_numpy()
        return chosen

    @property
    def chosen(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def named(self) -> dict[str, str]:
        """What is chosen, for captions: {"Market": "Leeds", "Dates": "from Fri 4 Dec 2026"}; empty without a limit."""
        chosen = {word: ", ".join(values) for word, values in
                  (("Market", self.markets), ("Venue", self.venues), ("Genre", self.genres)) if values}
        if self.date_from and self.date_to:
            return chosen | {"Dates": f"{day(self.date_from)} – {day(self.date_to)}"}
        if self.date_from or self.date_to:
            return chosen | {"Dates": f"{'from' if self.date_from else 'to'} {day(self.date_from or self.date_to)}"}
        return chosen

    def described(self) -> str:
        """In one line: "Market: Leeds; Genre: Rock; Dates: Fri 4 Dec 2026 – Sun 6 Dec 2026", or "All shows"."""
        return "; ".join(f"{word}: {said}" for word, said in self.named().items()) or "All shows"
