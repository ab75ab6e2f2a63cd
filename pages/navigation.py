"""The entry script: every request for a page comes through here, so nothing on a page runs unguarded."""

import logging

import streamlit as st

from core import journal
from core.errors import MarqueeError
from core.settings import ROOT
from pages.parts import signing, states

PAGES = ROOT / "pages"
STATIC = PAGES / "static"

st.set_page_config(page_title="Marquee", page_icon=str(STATIC / "icon.png"), layout="wide")
st.logo(str(STATIC / f"logo-{st.context.theme.type or 'light'}.svg"))

grant = signing.admit()
if grant is None:
    st.stop()

page = st.navigation([
    st.Page(PAGES / f"{name}.py", title=name.capitalize(), default=place == 0)
    for place, name in enumerate(signing.pages_for(grant))
], position="top")

if refused := st.session_state.pop("refused", None):
    states.failed(refused)
with journal.acting(user=grant.actor, action=f"page {page.title}"):
    try:
        page.run()
    except MarqueeError as error:
        states.failed(error)
    except Exception:
        logging.getLogger(__name__).exception("The page broke")
        raise
