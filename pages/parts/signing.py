"""Who is looking: the person who signed in, the holder of a share link, or whoever sits at this machine."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from core.access import Action, Grant, SignInNeeded, link_grant, local_grant, person_grant
from core.desk import audit
from core.desk.errors import NotThere
from core.settings import settings
from pages.parts.text import prose

SHARE = "share"
PAGES = ("overview", "artists", "concerts", "events", "marketing", "data")


def admit() -> Grant | None:
    """Let the reader in for this rerun, or say why nothing is shown and return None."""
    st.session_state["reader"] = grant = admitted()
    return grant


def admitted() -> Grant | None:
    """What the reader may do, or None after saying why nothing is shown. Asked anew in every rerun."""
    if SHARE in st.query_params:
        return by_link(st.query_params[SHARE])
    if not settings().sign_in:
        return local_grant()
    if not st.user.is_logged_in or expired():
        welcome()
        return None
    email = str(st.user.get("email") or "")
    grant = person_grant(email) if email and st.user.get("email_verified", True) else None
    remember(email, "sign-in" if grant else "sign-in refused")
    if grant is None:
        stranger(email)
    return grant


def reader() -> Grant:
    """Who looks at this session. Raises SignInNeeded before anybody was let in."""
    grant = st.session_state.get("reader")
    if not isinstance(grant, Grant):
        raise SignInNeeded("Nobody is signed in.", remedy="Go to the first page and sign in.")
    return grant


def pages_for(grant: Grant) -> list[str]:
    """The pages in the reader's navigation; no other address leads to a page."""
    if SHARE in st.query_params:
        return [link_grant(st.query_params[SHARE])[1]]
    return [name for name in PAGES if grant.may(Action[f"see_{name}"])]


def by_link(text: str) -> Grant | None:
    try:
        return link_grant(text)[0]
    except NotThere as error:
        st.warning(prose(str(error)))
        return None


def expired() -> bool:
    """Whether the sign-in is older than MARQUEE_SIGN_IN_HOURS, or does not say when it was."""
    issued = st.user.get("iat")
    if not isinstance(issued, int | float):
        return True
    return datetime.now(UTC) - datetime.fromtimestamp(issued, UTC) > timedelta(hours=settings().sign_in_hours)


def welcome() -> None:
    st.header("Marquee", anchor=False)
    st.caption("Sign in to see your shows.")
    st.button("Sign in", type="primary", on_click=st.login)


def stranger(email: str) -> None:
    st.header("Not let in yet", anchor=False)
    st.caption(prose(f"{email or 'Your account'} has no role here. Ask an administrator to give you one."))
    st.button("Sign out", on_click=st.logout)


def remember(email: str, what: str) -> None:
    """One line in the audit log a session."""
    if st.session_state.get("signed") != (email, what):
        st.session_state["signed"] = (email, what)
        audit.record(email or "unknown", what, email or "unknown")
