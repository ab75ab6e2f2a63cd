"""What a reader keeps of a page: views under a name, links for others; and who is signed in."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from core import words
from core.access import Action, Grant
from core.desk import views
from core.settings import settings
from pages.parts.signing import SHARE, deed, reader, sign_out
from pages.parts.text import label, prose

LASTS = {7: "a week", 30: "a month", 90: "90 days"}


def views_menu(page: str) -> None:
    """The menu beside a page's name; what is in it is read when it is opened."""
    grant = reader()
    if SHARE in st.query_params or not grant.may(Action.save_view):
        return
    menu = st.popover("Views", type="tertiary", key="views", on_change="rerun")
    if not menu.open:
        return
    with menu:
        saved_views(grant)
        save_form(page)
        if grant.may(Action.share):
            share_links(page, grant)
        if settings().sign_in:
            st.caption(prose(f"Signed in as {grant.actor}, {', '.join(grant.roles)}"))
            st.button("Sign out", key="sign out", on_click=sign_out)


def saved_views(grant: Grant) -> None:
    """One's own and those that others share, of pages that the reader has."""
    for view in views.views(grant.actor):
        if not grant.may(Action[f"see_{view['page']}"]):
            continue
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.link_button(label(f"{view['name']} ({view['page'].capitalize()})"), address(view["page"], view["query"]),
                         type="tertiary")
        if view["owner"] == grant.actor:
            right.button("Remove", key=f"remove {view['view_id']}", type="tertiary", on_click=deed,
                         args=(Action.save_view, remove, view["view_id"]))


def address(page: str, query: str) -> str:
    """Where a view stands; it opens beside this page, in a session of its own that remembers no other filters."""
    return f"/{'' if page == 'overview' else page}?{urlencode(parse_qs(query), doseq=True)}"


def save_form(page: str) -> None:
    with st.form("save view", border=False):
        st.text_input("Name of this view", key="view name", max_chars=200, placeholder="Leeds this winter")
        st.checkbox("Colleagues see it too", key="view shared")
        st.form_submit_button("Save this view", on_click=deed, args=(Action.save_view, save, page, asked()))


def save(grant: Grant, page: str, query: str) -> None:
    name = st.session_state["view name"].strip()
    if name:
        views.save_view(actor=grant.actor, name=name, page=page, query=query, is_shared=st.session_state["view shared"])


def remove(grant: Grant, view_id: str) -> None:
    views.remove_view(actor=grant.actor, view_id=view_id)


def share_links(page: str, grant: Grant) -> None:
    st.caption("Whoever has a link sees this page as a viewer does, within its markets and venues, until it ends.")
    st.selectbox("A link for", list(LASTS), format_func=LASTS.__getitem__, key="link days")
    st.button("Make a link", on_click=deed, args=(Action.share, share, page, asked()))
    if made := st.session_state.get("link made"):
        st.code(made, language=None, wrap_lines=True)
    for link in views.links(grant.actor):
        if link["page"] == page and not link["revoked_at"] and link["expires_at"] > datetime.now(UTC):
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.caption(prose(f"Link until {words.day(link['expires_at'].date())}: {link['query'] or 'no filter'}"))
            right.button("Revoke", key=f"revoke {link['link_id']}", type="tertiary", on_click=deed,
                         args=(Action.share, revoke, link["link_id"]))


def share(grant: Grant, page: str, query: str) -> None:
    grant.require(Action[f"see_{page}"])
    _, text = views.share(actor=grant.actor, page=page, query=query, lasts=timedelta(days=st.session_state["link days"]),
                          markets=list(grant.markets), venues=list(grant.venues))
    address = urlsplit(st.context.url or settings().public_url)
    st.session_state["link made"] = f"{address.scheme}://{address.netloc}/?{urlencode({SHARE: text})}{query and f'&{query}'}"


def revoke(grant: Grant, link_id: str) -> None:
    st.session_state.pop("link made", None)
    if link_id in {link["link_id"] for link in views.links(grant.actor)}:
        views.revoke_link(actor=grant.actor, link_id=link_id)


def asked() -> str:
    """What stands in the page's URL after `?`."""
    return urlencode({name: st.query_params.get_all(name) for name in st.query_params}, doseq=True)
