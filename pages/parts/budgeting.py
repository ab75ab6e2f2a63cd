"""The form that sets a marketing budget."""

from decimal import Decimal, InvalidOperation
from functools import partial

import streamlit as st

from core import words
from core.access import Action
from core.desk import campaigns as desk
from core.desk.errors import DeedRefused
from pages.parts.signing import reader
from pages.parts.targeting import done


def set_budget(channels: list[str], currency: str | None, show: str | None) -> None:
    """A budget for a channel of the season or of the show chosen, for one campaign or all of them."""
    if not reader().may(Action.plan_marketing):
        return
    with st.popover("Set a budget"), st.form("budget form", border=False, clear_on_submit=True):
        channel = st.selectbox("Channel", channels, key="budget channel")
        campaign = st.text_input("Campaign (none: all of the channel)", max_chars=600).strip()
        amount = st.text_input(f"Amount, {words.symbol(currency).strip()}", placeholder="250.00", max_chars=20)
        if st.form_submit_button("Keep") and channel:
            done(partial(keep_budget, channel, campaign, amount, currency, show))


def keep_budget(channel: str, campaign: str, amount: str, currency: str | None, show: str | None) -> None:
    """The budget of that place, new or changed; what it was stands in the audit log."""
    try:
        exact = Decimal(amount.strip().replace(",", ""))
    except InvalidOperation as error:
        raise DeedRefused(f"{amount!r} is no amount of money.", remedy="Write it as 250 or 250.00.") from error
    place = {"concert_id": show, "channel": channel, "campaign": campaign or None, "currency": currency or "USD"}
    row = next((row for row in desk.budgets() if all(row[name] == value for name, value in place.items())), None)
    desk.set_budget(actor=reader().actor, budget_id=row and row["budget_id"], version=row and row["version"], amount=exact,
                    **place)
