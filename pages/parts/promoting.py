"""The Marketing tools: tagged links with their QR code, promo codes, the calendar, pictures, and copy sheets."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import concerts, pictures, promotions, sources, words
from core.access import Action
from core.answers import marketing as money
from core.answers import promoting as says
from core.copy_sheet import copy_sheet
from core.desk import campaigns, media
from core.errors import MarqueeError
from core.exports.qr import qr_code
from core.filters import Filters
from pages.parts import states
from pages.parts.addressing import done
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.filters import pick
from pages.parts.signing import reader
from pages.parts.table import Column, table
from pages.parts.taking import taken_home
from pages.parts.text import plain, prose

LARGEST = 10  # MB, as `core.aws.media` takes
SHOWN = 12  # pictures on the page


def tools(currency: str | None, filters: Filters) -> None:
    shows = ask(coming, filters=filters)
    if shows.empty:
        states.too_little("No show to come", "Links, pictures and copy sheets are made for shows to come.")
    else:
        show = pick("Show", "for", ask(labels, filters=filters))
        left, right = st.columns([7, 4], gap="medium")
        with left:
            links(shows, show)
            pictures_of(show)
        with right:
            sheet(show)
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


def links(shows: pd.DataFrame, show: str) -> None:
    """A link by the house's rules, kept so that others use the same one, with its QR code."""
    row = shows[shows["concert_id"] == show].iloc[0].to_dict()
    made = campaigns.links(concert_ids=[show])
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


def sheet(show: str) -> None:
    """What whoever writes about a show needs, as text and PDF."""
    made = ask(copy_sheet, concert_id=show)
    with card("Copy sheet", "Dates, support, on-sale, prices and links as they stand today", last=True):
        st.code(made.text, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            st.download_button("Text", taken_home(made.text.encode, "copy sheet", concert_id=show, style="txt"),
                               f"copy-{show}.txt", "text/plain", on_click="ignore", key="copy text")
            st.download_button("PDF", taken_home(partial(pdf_of, show), "copy sheet", concert_id=show, style="pdf"),
                               f"copy-{show}.pdf", "application/pdf", on_click="ignore", key="copy pdf")


def pdf_of(show: str) -> bytes:
    return copy_sheet(concert_id=show).pdf


def pictures_of(show: str) -> None:
    """The pictures of this show and of the house, with sizes and where they are used."""
    found = media.assets(concert_ids=[show])
    rows = pd.DataFrame(found).drop(columns=["thumbnail", "removed_at"], errors="ignore")
    with card(words.things(len(found), "picture"), "Posters and images of this show and of the house; JPEG, PNG or WebP up to "
              f"{LARGEST} MB", last=True, export=export_of(rows, "pictures")):
        with st.grid(4, min_column_width=120):
            for asset in found[:SHOWN]:
                picture(asset)
        if reader().may(Action.plan_marketing):
            upload(show)


def picture(asset: dict[str, Any]) -> None:
    with st.container():
        try:
            st.image(pictures.body_of(asset, small=True), width="stretch")
        except MarqueeError as error:
            st.caption(prose(str(error)))
        st.caption(prose(f"{asset['title']}. {says.sized(asset)}"))


def upload(show: str) -> None:
    with st.popover("Add a picture"), st.form("picture", border=False, clear_on_submit=True):
        file = st.file_uploader("File", type=["jpg", "jpeg", "png", "webp"], max_upload_size=LARGEST)
        title = st.text_input("Title", max_chars=600)
        kind = st.selectbox("Kind", media.KINDS, format_func=str.capitalize)
        house = st.checkbox("Of the house, not of this show")
        if st.form_submit_button("Add") and file:
            done(partial(pictures.add, actor=reader().actor, body=file.getvalue(), title=title or file.name, kind=kind,
                         concert_id=None if house else show))
    found = [asset for asset in media.assets(concert_ids=[show]) if asset["concert_id"] == show]
    if found:
        with st.popover("Where it is used"):
            uses(found)


def uses(found: list[dict[str, Any]]) -> None:
    chosen = st.selectbox("Picture", range(len(found)), format_func=lambda place: plain(found[place]["title"]))
    asset = found[chosen or 0]
    with st.form(f"uses {asset['asset_id']}", border=False):
        used = st.text_input("Used in, separated by commas", ", ".join(asset["used_in"]), max_chars=2000)
        if st.form_submit_button("Keep"):
            done(partial(media.revise_asset, actor=reader().actor, asset_id=asset["asset_id"], version=asset["version"],
                         title=asset["title"], used_in=[name.strip() for name in used.split(",") if name.strip()]))


def calendar(filters: Filters, shows: pd.DataFrame) -> None:
    days = announced(filters)
    rows = says.calendar_rows(days, today())
    ahead = int((days["date"] >= today()).sum())
    with card(f"{words.things(ahead, 'date')} ahead",
              f"{promotions.AHEAD} days back and on; published dates and what is planned here",
              last=True, export=export_of(rows, "calendar", filters)):
        table(rows, {"date": Column("Date", "day"), "what": Column("What"), "artist": Column("Show"), "city": Column("City"),
                     "detail": Column("Detail"), "state": Column("State")}, alt="What goes out and when", rows=9)
        if len(shows) and reader().may(Action.plan_marketing):
            plan(filters)


def announced(filters: Filters) -> pd.DataFrame:
    shows = ask(concerts.shows, filters=filters)
    return promotions.announcements(days=ask(promotions.calendar, filters=filters), shows=shows, today=today())


def today() -> pd.Timestamp:
    return pd.Timestamp(ask(sources.about)["today"].iloc[0])


def plan(filters: Filters) -> None:
    with st.popover("Plan an announcement"), st.form("announcement", border=False, clear_on_submit=True):
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
    used = money.in_currency(ask(promotions.promo_codes, filters=filters), currency)
    rows, sign = promotions.promo_table(used), words.symbol(currency).strip()
    with card(says.promo_words(rows, currency), "Redemptions are orders; revenue is after discount, before refunds", last=True,
              export=export_of(rows, "promo-codes", filters)):
        table(rows, {"promo_code": Column("Code"), "redemptions": Column("Redeemed", "whole"),
                     "discount": Column(f"Discount, {sign}", "whole"), "gross": Column(f"Revenue, {sign}", "whole"),
                     "new_buyers": Column("New buyers", "whole"), "partner": Column("Partner"), "channel": Column("Channel"),
                     "ends_on": Column("Ends", "day"), "left": Column("Left", "whole")},
              alt=says.promo_words(rows, currency), rows=9)
        if reader().may(Action.plan_marketing):
            with st.popover("Say what a code is for"):
                describe_code()


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
    return says.answer(announced(filters), today())
