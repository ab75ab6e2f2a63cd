"""The Marketing tool on pictures: posters and images of a show and of the house, and where they are used."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import pictures, words
from core.access import Action
from core.answers import promoting as says
from core.desk import media
from core.errors import MarqueeError
from pages.parts.card import card, export_of
from pages.parts.signing import reader
from pages.parts.targeting import done
from pages.parts.text import plain, prose

LARGEST = 10  # MB, as `core.aws.media` takes
SHOWN = 12  # pictures on the page


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
            upload(show, found)


def picture(asset: dict[str, Any]) -> None:
    with st.container():
        try:
            st.image(pictures.body_of(asset, small=True), width="stretch")
        except MarqueeError as error:
            st.caption(prose(str(error)))
        st.caption(prose(f"{asset['title']}. {says.sized(asset)}"))


def upload(show: str, assets: list[dict[str, Any]]) -> None:
    with st.popover("Add a picture"), st.form("picture", border=False, clear_on_submit=True):
        file = st.file_uploader("File", type=["jpg", "jpeg", "png", "webp"], max_upload_size=LARGEST)
        title = st.text_input("Title", max_chars=600)
        kind = st.selectbox("Kind", media.KINDS, format_func=str.capitalize)
        house = st.checkbox("Of the house, not of this show")
        if st.form_submit_button("Add") and file:
            done(partial(pictures.add, actor=reader().actor, body=file.getvalue(), title=title or file.name, kind=kind,
                         concert_id=None if house else show))
    found = [asset for asset in assets if asset["concert_id"] == show]
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
