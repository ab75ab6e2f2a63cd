"""The Marketing tools of one show: tagged links with their QR code, and the copy sheet."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import concerts, promotions, sources, words
from core.access import Action
from core.copy_sheet import copy_sheet, presales, sheet_of
from core.desk import campaigns
from core.exports.qr import qr_code
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.pacing import one_show
from pages.parts.signing import reader
from pages.parts.taking import taken_home
from pages.parts.targeting import done
from pages.parts.text import plain


def links(shows: pd.DataFrame, show: str, made: list[dict[str, Any]]) -> None:
    """A link by the house's rules, kept so that others use the same one, with its QR code. `made`: those there are."""
    row = shows[shows["concert_id"] == show].iloc[0].to_dict()
    kept = [link for link in made if link["concert_id"] == show]
    with card(f"{words.things(len(kept), 'link')} of this show", promotions.RULES,
              export=export_of(pd.DataFrame(kept), "links")):
        with st.form("link", border=False):
            url = st.text_input("Address", placeholder="https://tickets.example/show", max_chars=2000)
            with st.grid(3, min_column_width=160):
                source = st.text_input("Source", placeholder="newsletter", max_chars=100)
                medium = st.selectbox("Medium", promotions.MEDIUMS)
                phase = st.selectbox("Push", promotions.PHASES, index=2)
            if st.form_submit_button("Make the link", disabled=not reader().may(Action.plan_marketing)):
                done(partial(make_link, show, url, source, medium, promotions.campaign_name(row, phase)))
        if kept:
            chosen = st.selectbox("Made so far", range(len(kept)), format_func=lambda place: plain(
                f"{kept[place]['medium']} / {kept[place]['source']} / {kept[place]['campaign']}"), key=f"links of {show}")
            show_link(kept[chosen or 0])


def make_link(show: str, url: str, source: str, medium: str, campaign: str) -> None:
    link = promotions.tagged(url=url, source=source, medium=medium, campaign=campaign)
    campaigns.keep_link(actor=reader().actor, concert_id=show, **link._asdict())


def show_link(link: dict[str, Any]) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        st.code(link["url"], language=None, wrap_lines=True)
        with st.container(horizontal=True):
            for style, mime in (("svg", "image/svg+xml"), ("png", "image/png")):
                made = taken_home(partial(qr_code, link["url"], style), "QR code", url=link["url"])
                st.download_button(f"QR as {style.upper()}", made,
                                   f"{link['campaign']}-{link['source']}.{style}", mime, on_click="ignore",
                                   key=f"qr {style}")
    right.image(qr_code(link["url"], "png", 4), width=140)


def sheet(show: str, made: list[dict[str, Any]]) -> None:
    """What whoever writes about a show needs, as text and PDF."""
    ahead = ask(presales)
    about = sheet_of(ask(one_show, concert_id=show), ahead[ahead["concert_id"] == show],
                     ask(concerts.ticket_count, concert_id=show), ask(sources.about), made)
    with card("Copy sheet", "Dates, support, on-sale, prices and links as they stand today", last=True):
        st.code(about.text, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            st.download_button("Text", taken_home(about.text.encode, "copy sheet", concert_id=show, style="txt"),
                               f"copy-{show}.txt", "text/plain", on_click="ignore", key="copy text")
            st.download_button("PDF", taken_home(partial(pdf_of, show), "copy sheet", concert_id=show, style="pdf"),
                               f"copy-{show}.pdf", "application/pdf", on_click="ignore", key="copy pdf")


def pdf_of(show: str) -> bytes:
    return copy_sheet(concert_id=show).pdf
