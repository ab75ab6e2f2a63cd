"""The Marketing tools: links, pictures and copy sheet of a show; the calendar of what goes out."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import concerts, promotions, sources, words
from core.access import Action
from core.answers import promoting as says
from core.desk import campaigns
from core.filters import Filters
from core.show_sums import of_chosen, said_of_chosen
from pages.parts import couponing, linking, picturing, states
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.filters import pick
from pages.parts.frame import answer
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table
from pages.parts.targeting import done
from pages.parts.text import plain


def tools(currency: str | None, filters: Filters) -> None:
    """The answer and the tools: of one show, then the calendar and the promo codes of all."""
    asked: dict[str, Any] = {"filters": filters, "written": json.dumps(campaigns.announcements(), default=str)}
    answer(ask(next_words, **asked))
    shows = ask(coming, filters=filters)
    if shows.empty:
        states.too_little("No show to come", "Links, pictures and copy sheets are made for shows to come.")
    else:
        show = pick("Show", "for", ask(labels, filters=filters))
        made = campaigns.links(concert_ids=[show])
        left, right = st.columns([7, 4], gap="medium")
        with left:
            linking.links(shows, show, made)
            picturing.pictures_of(show)
        with right:
            linking.sheet(show, made)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        calendar(asked, shows)
    with right:
        couponing.promo_codes(currency, filters)


def every_show() -> pd.DataFrame:
    """What the tools say of a show, the first night first."""
    columns = ["concert_id", "artist", "venue", "city", "local_date", "phase"]
    return ask(concerts.shows, filters=Filters())[columns].sort_values("local_date")


def to_come() -> tuple[pd.DataFrame, dict[str, str]]:
    """The shows, and what they are called."""
    shows = ask(every_show)
    shows = shows[shows["phase"].isin(["hold", "announced", "on_sale", "sold_out"])]
    return shows, says.show_labels(shows)


def coming(*, filters: Filters) -> pd.DataFrame:
    shows, _ = ask(to_come)
    return shows[of_chosen(shows["concert_id"], filters)]


def labels(*, filters: Filters) -> dict[str, str]:
    return said_of_chosen(ask(to_come)[1], filters)


def calendar(asked: dict[str, Any], shows: pd.DataFrame) -> None:
    rows = ask(calendar_rows, **asked)
    ahead = int((rows["date"].to_numpy() >= today().to_datetime64()).sum())
    with card(f"{words.things(ahead, 'date')} ahead",
              f"{promotions.AHEAD} days back and on; published dates and what is planned here",
              last=True, export=export_of(rows, "calendar", asked["filters"])):
        kept_table(calendar_rows, {
            "date": Column("Date", "day"), "what": Column("What"), "artist": Column("Show"), "city": Column("City"),
            "detail": Column("Detail"), "state": Column("State")}, alt="What goes out and when", rows=9, **asked)
        if len(shows) and reader().may(Action.plan_marketing):
            plan(asked["filters"])


def announced(*, filters: Filters, written: str) -> pd.DataFrame:
    """`written`: what stands at the desk as JSON, which an answer can be kept by."""
    rows, shows = json.loads(written), ask(every_show)
    return promotions.announcements(days=ask(promotions.calendar, filters=filters), written=rows, today=today(),
                                    shows=shows[of_chosen(shows["concert_id"], filters)] if rows else shows)


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


def next_words(**asked: Any) -> str:
    return says.answer(ask(announced, **asked), today())
