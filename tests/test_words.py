"""Numbers, money, dates and filters in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import words
from core.filters import Filters


@pytest.mark.parametrize(("said", "expected"), [
    (words.tickets(1184), "1,184 tickets"),
    (words.tickets(1), "1 ticket"),
    (words.count(-563), "−563"),
    (words.count(-0.2), "0"),
    (words.percent(0.59), "59%"),
    (words.percent(0.098, 1), "9.8%"),
    (words.percent(0.998), ">99%"),
    (words.percent(0.002), "<1%"),
    (words.percent(1), "100%"),
    (words.percent(0), "0%"),
    (words.change(0.081), "+8.1%"),
    (words.change(-0.034), "-3.4%"),
    (words.change(-0.0001), "+0.0%"),
    (words.points(0.012), "+1.2 pts"),
    (words.money(486_123, "USD"), "$486k"),
    (words.money(29_000, "USD"), "$29.0k"),
    (words.money(Decimal("1236000"), "USD"), "$1.24M"),
    (words.money(9_999.4, "USD"), "$9,999"),
    (words.money(9_999.6, "USD"), "$10.0k"),
    (words.money(999_600, "GBP"), "£1.00M"),
    (words.money(-6_200, "EUR"), "−€6,200"),
    (words.money(486_000, "SEK"), "SEK\N{NO-BREAK SPACE}486k"),
    (words.price(Decimal("-2971.83"), "USD"), "−$2,971.83"),
    (words.price(Decimal("-0.001"), "USD"), "$0.00"),
    (words.span("1,036", "1,179"), "1,036 – 1,179"),
    (words.span("−$14.0k", "$3,000"), "−$14.0k to $3,000"),
    (words.span("–", "1,179"), "–"),
    (words.day(date(2026, 12, 4)), "Fri 4 Dec 2026"),
    (words.short_day(date(2026, 12, 4)), "Fri 4 Dec"),
    (words.moment(datetime(2026, 11, 23, 6, 10)), "23 Nov 2026, 06:10 UTC"),
    (words.moment(datetime(2026, 7, 1, 6, 10, tzinfo=UTC), "Europe/London"), "1 Jul 2026, 07:10"),
    (words.days_out(11), "11 days out"),
    (words.days_out(1), "1 day out"),
    (words.days_out(0), "tonight"),
    (words.days_out(-3), "3 days ago"),
    (words.age(26.4), "26 h"),
    (words.age(0.2), "under 1 h"),
    (words.age(100), "4 days"),
])
def test_a_figure_reads_as_the_trade_writes_it(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, Decimal("nan")])
def test_what_is_missing_is_a_dash_and_never_a_word_of_the_machine(nothing: object) -> None:
    said = [words.count(nothing), words.percent(nothing), words.change(nothing), words.points(nothing),
            words.money(nothing, "USD"), words.price(nothing, "USD"), words.day(nothing), words.moment(nothing),
            words.days_out(nothing), words.age(nothing)]
    assert set(said) == {"–"}


@given(st.decimals(min_value=-10**13, max_value=10**13, places=2))
def test_short_money_is_within_half_of_its_last_figure(amount: Decimal) -> None:
    said = words.money(amount, None)
    sizes = {"k": 10**3, "M": 10**6, "B": 10**9}
    size = sizes.get(said[-1], 1)
    figures = said.removeprefix("−").rstrip("kMB")
    decimals = len(figures.partition(".")[2])
    told = Decimal(figures.replace(",", "")) * size * (-1 if said.startswith("−") else 1)
    assert abs(told - amount) <= Decimal(size) / 10**decimals / 2
    assert size == 1 or size == 10**9 or len(figures.replace(".", "")) == 3


def test_filters_give_a_question_null_for_no_limit() -> None:
    assert Filters().params() == {"markets": None, "venues": None, "genres": None, "date_from": None, "date_to": None}
    assert not Filters().chosen
    chosen = Filters(markets=("Leeds",), date_from=date(2026, 12, 1))
    assert chosen.chosen
    assert chosen.params()["markets"] == ["Leeds"]


@pytest.mark.parametrize(("filters", "said"), [
    (Filters(), "All shows"),
    (Filters(markets=("Leeds", "York"), genres=("Rock",)), "Market: Leeds, York; Genre: Rock"),
    (Filters(date_from=date(2026, 12, 4), date_to=date(2026, 12, 6)), "Dates: Fri 4 Dec 2026 – Sun 6 Dec 2026"),
    (Filters(date_to=date(2026, 12, 6)), "Dates: to Sun 6 Dec 2026"),
])
def test_filters_describe_themselves_for_a_caption(filters: Filters, said: str) -> None:
    assert filters.described() == said
