"""The Marketing tools: links, pictures and copy sheet of a show; the calendar of what goes out; promo codes."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import concerts, promotions, sources, words
from core.access import Action
from core.answers import marketing as money
from core.answers import promoting as says
from core.desk import campaigns
from core.filters import Filters
from pages.parts import linking, picturing, states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.filters import pick
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table
from pages.parts.targeting import done
from pages.parts.text import plain


def tools(currency: str | None, filters: Filters) -> None:
    shows = ask(coming, filters=filters)
    if shows.empty:
        states.too_little("No show to come", "Links, pictures and copy sheets are made for shows to come.")
    else:
        show = pick("Show", "for", ask(labels, filters=filters))
        left, right = st.columns([7, 4], gap="medium")
        with left:
            linking.links(shows, show)
            picturing.pictures_of(show)
        with right:
            linking.sheet(show)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        calendar(filters, shows)
    with right:
        promo_codes(currency, filters)


def coming(*, filters: Filters) -> pd.DataFrame:
    shows = ask(concerts.shows, filters=filters)
    return shows[shows["phase"].isin(["hold", "announced", "on_sale", "sold_out"])].sort_values("local_date")


def labels(*, filters: Filters) -> dict[str, str]:
    return says.show_labels(ask(coming, filters=filters))


def calendar(filters: Filters, shows: pd.DataFrame) -> None:
    asked: dict[str, Any] = {"filters": filters, "written": json.dumps(campaigns.announcements(), default=str)}
    rows = ask(calendar_rows, **asked)
    ahead = int((rows["date"] >= today()).sum())
    with card(f"{words.things(ahead, 'date')} ahead",
              f"{promotions.AHEAD} days back and on; published dates and what is planned here",
              last=True, export=export_of(rows, "calendar", filters)):
        kept_table(calendar_rows, {
            "date": Column("Date", "day"), "what": Column("What"), "artist": Column("Show"), "city": Column("City"),
            "detail": Column("Detail"), "state": Column("State")}, alt="What goes out and when", rows=9, **asked)
        if len(shows) and reader().may(Action.plan_marketing):
            plan(filters)


def announced(*, filters: Filters, written: str) -> pd.DataFrame:
    """`written`: what stands at the desk as JSON, which an answer can be kept by."""
    return promotions.announcements(days=ask(promotions.calendar, filters=filters), written=json.loads(written),
                                    shows=ask(concerts.shows, filters=filters), today=today())


def calendar_rows(**asked: Any) -> pd.DataFrame:
    return says.calendar_rows(ask(announced, **asked), today())


def today() -> pd.Timestamp:
    return pd.Timestamp(ask(sources.about)["today"].iloc[0])


def plan(filters: Filters) -> None:
    """Drawn while it is open: the names of all shows to come are much to send each time."""
    menu = st.popover("Plan an announcement", key="plan", on_change="rerun")
    if not menu.open:
        return
    with menu, st.form("announcement", border=False, clear_on_submit=True):
        names = ask(labels, filters=filters)
        show = st.selectbox("Show", list(names), format_func=lambda key: plain(names[key]))
        on = st.date_input("Goes out on", value=today().date())
        channel = st.text_input("Channel", "email", max_chars=100)
        said = st.text_input("Words", max_chars=2000)
        if st.form_submit_button("Plan it") and show and said.strip():
            done(partial(campaigns.plan_announcement, actor=reader().actor, announcement_id=None, version=None,
                         concert_id=show, goes_out_on=on, channel=channel.strip() or "email", words=said.strip()))


def promo_codes(currency: str | None, filters: Filters) -> None:
    """Redemptions, discount and what came in after it; what each code is for is written here."""
    asked: dict[str, Any] = {"currency": currency, "filters": filters,
                             "described": json.dumps(campaigns.promo_codes(), default=str)}
    rows, sign = ask(promo_rows, **asked), words.symbol(currency).strip()
    finding = says.promo_words(rows, currency)
    with card(finding, "Redemptions are orders; revenue is after discount, before refunds", last=True,
              export=export_of(rows, "promo-codes", filters)):
        kept_table(promo_rows, {
            "promo_code": Column("Code"), "redemptions": Column("Redeemed", "whole"),
            "discount": Column(f"Discount, {sign}", "whole"), "gross": Column(f"Revenue, {sign}", "whole"),
            "new_buyers": Column("New buyers", "whole"), "partner": Column("Partner"), "channel": Column("Channel"),
            "ends_on": Column("Ends", "day"), "left": Column("Left", "whole")}, alt=finding, rows=9, **asked)
        if reader().may(Action.plan_marketing):
            menu = st.popover("Say what a code is for", key="describe code", on_change="rerun")
            if menu.open:
                with menu:
                    describe_code()


def promo_rows(*, currency: str | None, filters: Filters, described: str) -> pd.DataFrame:
    """`described`: what stands at the desk as JSON."""
    used = money.in_currency(ask(promotions.promo_codes, filters=filters), currency)
    return promotions.promo_table(used, json.loads(described))


def describe_code() -> None:
    standing = {row["code"]: row for row in campaigns.promo_codes()}
    with st.form("promo code", border=False, clear_on_submit=True):
        code = st.text_input("Code", max_chars=100).strip().upper()
        partner, channel = st.text_input("Partner", max_chars=200), st.text_input("Channel", max_chars=200)
        off = st.text_input("Takes off", placeholder="10 %", max_chars=100)
        most = st.number_input("Most redemptions (0: no limit)", 0, 10**7, 0)
        if st.form_submit_button("Keep") and code:
            known = standing.get(code)
            done(partial(campaigns.set_promo_code, actor=reader().actor, code=code, version=known and known["version"],
                         concert_id=None, channel=channel.strip() or None, partner=partner.strip(), takes_off=off.strip(),
                         most_redemptions=int(most) or None))


def answer_words(filters: Filters) -> str:
    return ask(next_words, filters=filters, written=json.dumps(campaigns.announcements(), default=str))


def next_words(**asked: Any) -> str:
    return says.answer(ask(announced, **asked), today())
