"""E-mail and SMS to the house list: when they go out (sales rise that day) and what the mailing tool reports."""

import numpy as np
import pandas as pd

from core.ingest.sample.cast import MARKETS
from core.ingest.sample.spend import DAYS_OUT

REMINDERS = (15, 6)  # days out of the second and third e-mail
LIST_SIZE = 5200  # addresses in a market of size 1


def plan_messages(rng: np.random.Generator, shows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Days on which (e-mail, SMS) go out, two (shows, days) arrays; now and then one is forgotten."""
    count, lead = len(shows), shows.lead.to_numpy()[:, None]
    remembered = rng.random((count, 3)) < (0.92, 0.7, 0.75)
    email = (lead == DAYS_OUT) & remembered[:, :1]
    for number, days_out in enumerate(REMINDERS, start=1):
        email = email | ((days_out == DAYS_OUT) & remembered[:, number : number + 1] & (lead > days_out + 10))
    sms = ((lead == DAYS_OUT) | (DAYS_OUT == 3)) & (rng.random((count, 1)) < 0.35)
    return email, sms


def message_report(rng: np.random.Generator, shows: pd.DataFrame, email: np.ndarray, sms: np.ndarray,
                   open_share: np.ndarray) -> pd.DataFrame:  # fmt: skip
    """messages.csv. Opens of an SMS are not known."""
    reports = []
    for channel, days, reach, opened, clicked in (
        ("email", email, 1.0, 0.27, 0.11),
        ("sms", sms, 0.3, 0.0, 0.05),
    ):
        show, day = np.nonzero(days & (open_share > 0.5))
        size = MARKETS["size"].to_numpy()[shows.market.to_numpy()[show]]
        sends = rng.poisson(LIST_SIZE * size * reach * rng.uniform(0.3, 0.7, len(show)))
        bounces = rng.binomial(sends, 0.012)
        opens = rng.binomial(sends - bounces, opened * np.exp(rng.normal(-0.02, 0.15, len(show))))
        reached = opens if channel == "email" else sends - bounces
        reports.append(pd.DataFrame({
            "concert_id": shows.concert_id.to_numpy()[show], "channel": channel,
            "sent_on": shows.local_date.to_numpy().astype("datetime64[D]")[show] - DAYS_OUT[day],
            "sends": sends, "opens": pd.array(opens, "Int64") if channel == "email" else pd.NA,
            "clicks": rng.binomial(reached, clicked), "bounces": bounces,
            "unsubscribes": rng.binomial(reached, 0.004),
        }).astype({"opens": "Int64"}))  # fmt: skip
    return pd.concat(reports).sort_values(["sent_on", "concert_id", "channel"], kind="stable", ignore_index=True)
