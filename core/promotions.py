"""Promotion: tagged links by the house's rules, promo codes, and what goes out when. Published facts beside the desk's."""

import re
import unicodedata
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pandas as pd

from core.desk.errors import DeedRefused
from core.filters import Filters
from core.warehouse.read import read

# The house's naming rules: lower case, letters and digits joined by hyphens, a medium of this list, a campaign that says
# whose show it is, where, which month and which push.
MEDIUMS = ("paid-social", "cpc", "email", "sms", "affiliate", "referral", "organic-social", "display", "qr", "print")
PHASES = ("announce", "presale", "onsale", "boost", "final")
LONGEST = 100
TAGS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
RULES = ("Lower case; letters and digits joined by hyphens. Medium: " + ", ".join(MEDIUMS) + ". Campaign: "
         "artist-city-yymm-push, as malachy-wexcombe-lon-2507-boost.")
DESCRIBED = ("partner", "channel", "takes_off", "version", "starts_on", "ends_on", "most_redemptions")
AHEAD = 60  # days of the calendar, either way


class Link(NamedTuple):
    """A tagged link and its parts by the house's rules."""

    url: str
    source: str
    medium: str
    campaign: str


def slug(text: str) -> str:
    """A name as the house writes it in links: "Łucja & Söhne" -> "lucja-sohne". Raises DeedRefused when nothing is left."""
    plain = text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("ß", "ss")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:LONGEST].rstrip("-")
    if not found:
        raise DeedRefused(f"{text!r} has no letter or digit that a link can carry.", remedy="Write it in Latin letters.")
    return found


def campaign_name(show: dict, phase: str) -> str:
    """The campaign of a show's push. show: artist, city, local_date. An artist that no link can carry becomes "show"."""
    try:
        artist = slug(str(show["artist"]))
    except DeedRefused:
        artist = "show"
    return f"{artist}-{slug(str(show['city']))[:3]}-{show['local_date']:%y%m}-{slug(phase)}"


def tagged(*, url: str, source: str, medium: str, campaign: str, term: str = "", content: str = "") -> Link:
    """The link with UTM tags in place of any it had. Raises DeedRefused for what is no web address or breaks a rule."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\x00-\x1f\x7f]", url.strip()):
        raise DeedRefused(f"{url!r} is no web address.", remedy="Begin it with https:// and leave no blanks in it.")
    if slug(medium) not in MEDIUMS:
        raise DeedRefused(f"{medium!r} is no medium of the house.", remedy=f"Use one of {', '.join(MEDIUMS)}.")
    values = {"utm_source": slug(source), "utm_medium": slug(medium), "utm_campaign": slug(campaign)}
    values |= {name: slug(text) for name, text in (("utm_term", term), ("utm_content", content)) if text.strip()}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in TAGS]
    made = urlunsplit(parts._replace(query=urlencode([*kept, *values.items()])))
    return Link(made, values["utm_source"], values["utm_medium"], values["utm_campaign"])


def promo_codes(*, filters: Filters) -> pd.DataFrame:
    """What each promo code did, most redemptions first.

    Columns: promo_code, currency, redemptions (orders), tickets, discount, gross (revenue after discount), gross_before,
    new_buyers, discount_share (of gross_before), shows, first_on, last_on.
    """
    return read("marketing/promo_codes", **filters.params())


def promo_table(rows: pd.DataFrame, described: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of `promo_codes` with what people say each code is for (as `core.desk.campaigns.promo_codes`: partner, channel,
    takes_off, ends_on; left), and the codes that nobody has used yet."""
    if not described:
        return rows.assign(**dict.fromkeys(DESCRIBED) | dict.fromkeys(("starts_on", "ends_on"), pd.NaT), left=float("nan"))
    known, used = {row["code"]: row for row in described}, set(rows["promo_code"])
    unused = pd.DataFrame([{"promo_code": code, "redemptions": 0} for code in known if code not in used])
    table = pd.concat([rows, unused], ignore_index=True) if len(unused) else rows
    told = [known.get(code, {}) for code in table["promo_code"]]
    columns = {name: pd.Series([row.get(name) for row in told], table.index, object) for name in DESCRIBED}
    days = {name: pd.to_datetime(columns[name]) for name in ("starts_on", "ends_on")}
    most = columns["most_redemptions"].astype(float)
    return table.assign(**columns | days, left=(most - table["redemptions"].astype(float)).clip(lower=0))


def calendar(*, filters: Filters, ahead: int = AHEAD) -> pd.DataFrame:
    """What goes out about our shows, so many days back and on: announce, presale, on-sale, show, mailings sent.

    Columns: date, what, detail, concert_id, artist, venue, city, local_date.
    """
    return read("marketing/calendar", ahead=ahead, **filters.params())


def announcements(*, days: pd.DataFrame, written: list[dict[str, Any]], shows: pd.DataFrame, today: pd.Timestamp,
                  ahead: int = AHEAD) -> pd.DataFrame:
    """The calendar with what people plan: rows of `calendar` and what was written (as
    `core.desk.campaigns.announcements`), by date; `state` planned, out or dropped.

    shows: concert_id, artist, venue, city, local_date of the shows chosen.
    """
    planned = pd.DataFrame([{"date": pd.Timestamp(row["goes_out_on"]), "what": row["channel"], "detail": row["words"],
                             "state": row["state"], "concert_id": row["concert_id"]} for row in written])
    if planned.empty:
        return days.assign(state=None)
    span = pd.Timedelta(timedelta(days=ahead))
    planned = planned[planned["date"].between(today - span, today + span)]
    named = planned.merge(shows[["concert_id", "artist", "venue", "city", "local_date"]], on="concert_id")
    return pd.concat([days.assign(state=None), named], ignore_index=True).sort_values("date", kind="stable",
                                                                                      ignore_index=True)
