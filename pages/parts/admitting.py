"""The cards of the Access page that let people, programs and links in, and shut them out again."""

from datetime import timedelta
from typing import Any

import streamlit as st

from core import exports
from core.access import LOCAL, Action, Grant, Role, Scope, require_owner
from core.answers import access as says
from core.desk import audit, people, tokens, views
from core.exports import Caption
from core.settings import settings
from pages.parts.card import card, export_of
from pages.parts.filters import places
from pages.parts.signing import deed
from pages.parts.table import Column, table
from pages.parts.text import plain

PEOPLE = {"email": Column("Who"), "role": Column("Role"), "personal_data": Column("Personal data"), "sight": Column("Sees")}
TOKENS = {"name": Column("For"), "owner": Column("Whose"), "role": Column("Role"), "scopes": Column("May"),
          "expires_at": Column("Until", "instant"), "last_used_at": Column("Last used", "instant")}


def people_card(known: list[dict[str, Any]]) -> None:
    shown = says.people_frame(known)
    versions = {person["email"]: person["version"] for person in known}
    with card("People", "Who may sign in, as what; each look asks anew", export=export_of(shown, "people")):
        if known:
            table(shown, PEOPLE, alt="Who may sign in", rows=8)
            left, right = st.columns([3, 1], vertical_alignment="bottom")
            whom = left.selectbox("Whom", list(versions), format_func=plain, key="shut out whom")
            right.button("Shut out", on_click=deed, args=(Action.manage_access, shut_out, whom, versions[whom]))
        with st.form("let in", border=False, clear_on_submit=True):
            st.text_input("Address", key="let in email", placeholder="ann@example.org")
            st.selectbox("Role", list(Role), key="let in role")
            st.multiselect("Only these markets", places("market"), key="let in markets", placeholder="All markets")
            st.multiselect("Only these venues", places("venue"), key="let in venues", placeholder="All venues")
            st.checkbox("May see personal data, if the role may", key="let in personal")
            st.form_submit_button("Give this role", on_click=deed, args=(Action.manage_access, let_in, versions))


def let_in(grant: Grant, versions: dict[str, int]) -> None:
    """Over the version that was on the page: who was changed meanwhile is not changed again unseen."""
    email = st.session_state["let in email"].strip().lower()
    if "@" in email:
        people.let_in(actor=grant.actor, email=email, role=st.session_state["let in role"], version=versions.get(email),
                      personal_data=st.session_state["let in personal"], markets=st.session_state["let in markets"],
                      venues=st.session_state["let in venues"])


def shut_out(grant: Grant, email: str, version: int) -> None:
    people.shut_out(actor=grant.actor, email=email, version=version)


def token_card(good: list[dict[str, Any]], known: list[dict[str, Any]]) -> None:
    owners = [person["email"] for person in known]
    owners = [*sorted(settings().admin_emails() - set(owners)), *owners] if settings().sign_in else [LOCAL]
    shown = says.token_frame(good)
    with card("Tokens", "What programs show; times in UTC", export=export_of(shown, "tokens")):
        if made := st.session_state.pop("token made", None):
            st.caption("Copy it now: it is shown this once, and only a hash of it is kept.")
            st.code(made, language=None, wrap_lines=True)
        if good:
            table(shown, TOKENS, alt="Tokens that are good", rows=8)
            left, right = st.columns([3, 1], vertical_alignment="bottom")
            names = {token["token_id"]: says.token_words(token) for token in good}
            which = left.selectbox("Token", list(names), format_func=lambda token_id: plain(names[token_id]))
            right.button("Revoke", key="revoke token", on_click=deed, args=(Action.manage_access, revoke_token, which))
        with st.form("issue", border=False):
            st.text_input("For", key="token name", placeholder="nightly report", max_chars=200)
            st.selectbox("Whose", owners, format_func=plain, key="token owner")
            st.selectbox("At most as", list(Role), key="token role")
            st.multiselect("May", list(Scope), default=[Scope.read], key="token scopes")
            st.number_input("Days", 1, 366, 90, key="token days")
            st.form_submit_button("Issue a token", on_click=deed, args=(Action.manage_access, issue))


def issue(grant: Grant) -> None:
    name, scopes, owner = (st.session_state[f"token {what}"] for what in ("name", "scopes", "owner"))
    if name.strip() and scopes:
        require_owner(owner)
        _, st.session_state["token made"] = tokens.issue_token(
            actor=grant.actor, name=name.strip(), owner=owner, role=st.session_state["token role"], scopes=scopes,
            lasts=timedelta(days=st.session_state["token days"]))


def revoke_token(grant: Grant, token_id: str) -> None:
    tokens.revoke_token(actor=grant.actor, token_id=token_id)


def link_card(links: list[dict[str, Any]]) -> None:
    with card("Share links", "Pages that somebody showed to others, until they end", last=True):
        if not links:
            st.caption("No link is open.")
            return
        names = {link["link_id"]: says.link_words(link) for link in links}
        which = st.selectbox("Link", list(names), format_func=lambda link_id: plain(names[link_id]))
        st.button("Revoke", key="revoke link", on_click=deed, args=(Action.manage_access, revoke_link, which))


def revoke_link(grant: Grant, link_id: str) -> None:
    views.revoke_link(actor=grant.actor, link_id=link_id)


def whole_log() -> bytes:
    frame = says.log_frame(list(audit.every_entry()))
    return exports.to_csv(frame, Caption("Audit log", frame["at"].iloc[-1], len(frame), "Marquee", False))
