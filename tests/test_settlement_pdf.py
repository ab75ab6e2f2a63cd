"""The settlement on one page: text is data, and many lines still make one page."""

import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from core.exports import Caption, to_pdf
from core.exports.settlement_pdf import sheet_of

D = Decimal
SHOW = pd.Series({"artist": "#import $A_P *Ferg* \\ 漢", "venue": "Dome", "city": "Leeds", "local_date": date(2026, 12, 4),
                  "currency": "GBP", "settlement_status": "in_settlement"})
CAPTION = Caption("Settlement", date(2026, 11, 23), 3, "box office", True)
DEALS = pd.DataFrame({"deal": ["plus net"], "agreed": [True], "walkout": [D("12809.62")], "promoter_result": [D("-1.5")]})
BUDGET = pd.DataFrame({"category": ["hire"], "budgeted": [D(600)], "actual": [None], "difference": [None]})


def lines(n: int) -> pd.DataFrame:
    return pd.DataFrame({"label": ["Promoter result"] + ["cost"] * (n - 1), "amount": [D("1378.17")] * n,
                         "rule": ["net gross - expenses"] * n, "state": ["actual"] * n, "part": ["total"] * n})


@pytest.mark.parametrize("n", [1, 30, 150])
def test_however_many_lines_there_are_they_stand_on_one_page(n):
    pdf = to_pdf(SHOW, lines(n), DEALS, BUDGET, caption=CAPTION)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_money_stands_to_the_cent_with_a_minus_and_what_is_missing_is_a_dash():
    sheet = sheet_of(SHOW, lines(2), DEALS, BUDGET, CAPTION)
    assert sheet["state"] == "In settlement"
    assert sheet["deals"] == [{"deal": "Plus net, agreed", "walkout": "12,809.62", "promoter_result": "−1.50"}]
    assert sheet["budget"] == [{"category": "Hire", "budgeted": "600.00", "actual": "–", "difference": "–"}]
    assert sheet["finding"] == "Promoter result 1,378.17 GBP"
    assert sheet["footer"].startswith("Sample season")


def test_names_are_text_whatever_they_hold():
    assert sheet_of(SHOW, lines(1), DEALS, BUDGET, CAPTION)["title"] == "Settlement: #import $A_P *Ferg* \\ 漢"
    assert to_pdf(SHOW, lines(1), DEALS.iloc[:0], BUDGET.iloc[:0], caption=CAPTION)
