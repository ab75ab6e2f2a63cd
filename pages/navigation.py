"""The entry script: every request for a page comes through here, so nothing on a page runs unguarded."""

import streamlit as st

from core.errors import MarqueeError
from core.settings import ROOT
from pages.parts import states

PAGES = ROOT / "pages"
STATIC = PAGES / "static"

st.set_page_config(page_title="Marquee", page_icon=str(STATIC / "icon.png"), layout="wide")
st.logo(str(STATIC / f"logo-{st.context.theme.type or 'light'}.svg"))

page = st.navigation([
    st.Page(PAGES / "overview.py", title="Overview", default=True),
    st.Page(PAGES / "artists.py", title="Artists"),
    st.Page(PAGES / "concerts.py", title="Concerts"),
    st.Page(PAGES / "events.py", title="Events"),
    st.Page(PAGES / "marketing.py", title="Marketing"),
    st.Page(PAGES / "data.py", title="Data"),
], position="top")

try:
    page.run()
except MarqueeError as error:
    states.failed(error)
