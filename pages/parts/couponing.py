"""The Marketing tool on promo codes: what each did, and what people say it is for."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import promotions, words
from core.access import Action
from core.answers import marketing as money
from core.answers import promoting as says
from core.desk import campaigns
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.signing import reader
from pages.parts.table import Column, kept_table
from pages.parts.targeting import done


def promo_codes(currency: str | None, filters: Filters) -> None:
    """Redemptions, discount and what came in after it; what each code is for is written here."""
    asked: dict[str, Any] = {"currency": currency, "filters": filters,
                             "described": json.dumps(campaigns.promo_codes(), default=str)}
    rows, sign = ask(promo_rows, **asked), words.symbol(currency).strip()
    finding = says.promo_words(rows, currency)
    with card(finding, "Redemptions are orders; revenue is after discount, before refunds", last=True,
              export=export_of(rows, "promo-codes", filters)):
        kept_table(promo_rows, {
            "promo_code": Column("Code"), "redemptions": Column("Redeemed", "whole"),
            "discount": Column(f"Discount, {sign}", "whole"), "gross": Column(f"Revenue, {sign}", "whole"),
            "new_buyers": Column("New buyers", "whole"), "partner": Column("Partner"), "channel": Column("Channel"),
            "ends_on": Column("Ends", "day"), "left": Column("Left", "whole")}, alt=finding, rows=9, **asked)
        if reader().may(Action.plan_marketing):
            menu = st.popover("Say what a code is for", key="describe code", on_change="rerun")
            if menu.open:
                with menu:
                    describe_code()


def promo_rows(*, currency: str | None, filters: Filters, described: str) -> pd.DataFrame:
    """`described`: what stands at the desk as JSON."""
    used = money.in_currency(ask(promotions.promo_codes, filters=filters), currency)
    return promotions.promo_table(used, json.loads(described))


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
