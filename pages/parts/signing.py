"""Who is looking: the person who signed in, the holder of a share link, or whoever sits at this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from core.access import Action, Grant, SignInNeeded, link_grant, local_grant, person_grant
from core.desk import audit
from core.desk.errors import NotThere
from core.errors import MarqueeError
from core.settings import settings
from pages.parts.text import prose

SHARE = "share"
PAGES = ("overview", "artists", "concerts", "events", "marketing", "data", "access")


@dataclass(frozen=True)
class Visitor:
    """Whoever has a session: what they showed, so that what they may do can be asked anew, outside of it too."""

    share: str = ""
    email: str = ""
    signed_in_at: float | None = None
    address: str = ""

    def grant(self) -> Grant | None:
        """What they may do at this moment; None for who may not come in (any more)."""
        if self.share:
            try:
                return link_grant(self.share)[0]
            except NotThere:
                return None
        if not settings().sign_in:
            return local_grant()
        return person_grant(self.email) if self.email and not self.expired else None

    @property
    def expired(self) -> bool:
        """Whether the sign-in is older than MARQUEE_SIGN_IN_HOURS, or does not say when it was."""
        if self.signed_in_at is None:
            return True
        return datetime.now(UTC) - datetime.fromtimestamp(self.signed_in_at, UTC) > timedelta(
            hours=settings().sign_in_hours)

    def require(self, action: Action) -> Grant:
        """What they may do at this moment. Raises Forbidden, or SignInNeeded for who may not come in any more."""
        audit.address.set(self.address)
        grant = self.grant()
        if grant is None:
            raise SignInNeeded("You are not signed in any more.", remedy="Reload the page and sign in.")
        grant.require(action)
        return grant


def visitor() -> Visitor:
    """Who has this session."""
    address = str(st.context.ip_address or "")
    if SHARE in st.query_params:
        return Visitor(share=st.query_params[SHARE], address=address)
    if not settings().sign_in or not st.user.is_logged_in:
        return Visitor(address=address)
    issued = st.user.get("iat")
    return Visitor(email=str(st.user.get("email") or "") if st.user.get("email_verified", True) else "",
                   signed_in_at=issued if isinstance(issued, int | float) else None, address=address)


def admit() -> Grant | None:
    """Let the reader in for this rerun, or say why nothing is shown and return None."""
    who = visitor()
    audit.address.set(who.address)
    grant = who.grant()
    st.session_state["reader"] = grant
    if who.share and grant is None:
        st.warning("This link shows nothing (any more). Ask whoever sent it for a new one.")
    elif settings().sign_in and not who.share:
        greet(who, grant)
    return grant


def greet(who: Visitor, grant: Grant | None) -> None:
    """Ask who does not come in to sign in, or say why that did not help; write down who came."""
    if not st.user.is_logged_in or who.expired:
        welcome()
        return
    email = str(st.user.get("email") or "")
    remember(email, "sign-in" if grant else "sign-in refused")
    if grant is None:
        stranger(email)


def reader() -> Grant:
    """Who looks at this session. Raises SignInNeeded before anybody was let in."""
    grant = st.session_state.get("reader")
    if not isinstance(grant, Grant):
        raise SignInNeeded("Nobody is signed in.", remedy="Go to the first page and sign in.")
    return grant


def deed(action: Action, done: Callable[..., object], *args: object) -> None:
    """A callback: `done(grant, *args)` with the rights of this moment; a refusal stands on the page afterwards.

    A callback runs before the page does, so what the last rerun allowed may be allowed no more.
    """
    try:
        done(visitor().require(action), *args)
    except MarqueeError as error:
        st.session_state["refused"] = error


def pages_for(grant: Grant) -> list[str]:
    """The pages in the reader's navigation; no other address leads to a page."""
    if SHARE in st.query_params:
        return [link_grant(st.query_params[SHARE])[1]]
    return [name for name in PAGES if grant.may(Action[f"see_{name}"])]


def welcome() -> None:
    st.header("Marquee", anchor=False)
    st.caption("Sign in to see your shows.")
    st.button("Sign in", on_click=st.login)


def stranger(email: str) -> None:
    st.header("Not let in yet", anchor=False)
    st.caption(prose(f"{email or 'Your account'} has no role here. Ask an administrator to give you one."))
    st.button("Sign out", on_click=sign_out)


def sign_out() -> None:
    audit.record(str(st.user.get("email") or "unknown"), "sign-out", str(st.user.get("email") or "unknown"))
    st.session_state.pop("signed", None)
    st.logout()


def remember(email: str, what: str) -> None:
    """One line in the audit log a session."""
    if st.session_state.get("signed") != (email, what):
        st.session_state["signed"] = (email, what)
        audit.record(email or "unknown", what, email or "unknown")
