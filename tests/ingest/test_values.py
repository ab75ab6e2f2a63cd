"""One value at a time: what is read, and what is refused with which words."""

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.gazetteer.countries import country_code
from core.ingest import values
from core.ingest.names import derived_id, name_key, tidy
from core.ingest.places import Place, place
from core.ingest.written_dates import day_order, written_days

CENTS = st.decimals(min_value=0, max_value=Decimal("9999999999"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("59.970000000000006", "59.97"),
        ("0.005", "0.01"),
        ("$1,234.5", "1234.50"),
        ("1.234,56", "1234.56"),
        ("12,50", "12.50"),
        ("1 234 567,89", "1234567.89"),
        ("€ 12", "12.00"),
        ("12 €", "12.00"),
        ("USD 12", "12.00"),
        ("1e3", "1000.00"),
        ("US$ 5", "5.00"),
        (".5", "0.50"),
        ("+3", "3.00"),
        ("1'234.50", "1234.50"),
        ("12.-", "12.00"),
        ("1'200.–", "1200.00"),
        ("12,-", "12.00"),
        ("12.-- CHF", "12.00"),
        ("CHF 12.-", "12.00"),
    ],
)
def test_money_is_read_as_people_write_it(text, amount):
    assert values.money(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("(1,200.00)", "-1200.00"),
        ("-$5", "-5.00"),
        ("$-5", "-5.00"),
        ("($3.50)", "-3.50"),
        ("5-", "-5.00"),
        ("−2", "-2.00"),
    ],
)
def test_negative_money_is_told_by_a_sign_or_by_parentheses(text, amount):
    assert values.any_money(text) == Decimal(amount)
    with pytest.raises(ValueError, match="is negative"):
        values.money(text)


@pytest.mark.parametrize("text", ["abc", "1,23,4", "$", "inf", "1e", "12.3.4", "--5", "1/2", "٣x", "1,2345"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="is not an amount of money"):
        values.any_money(text)


@given(CENTS)
def test_money_comes_back_to_the_cent_in_every_notation(amount):
    european = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    for text in (str(amount), f"{amount:,.2f}", f"${amount:,.2f}", f"{amount:.2f} EUR", european):
        assert values.money(text) == amount
    assert values.any_money(f"({amount:,.2f})") == -amount


@given(st.floats(min_value=0, max_value=1e9, allow_nan=False))
def test_float_noise_is_rounded_half_up_to_the_cent(number):
    assert values.money(repr(number)) == Decimal(repr(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("text", ["85", "1.0000001", "101%", "-0.1"])
def test_a_rate_above_one_or_below_zero_is_refused(text):
    with pytest.raises(ValueError, match=r"above 1|negative"):
        values.rate(text)


@pytest.mark.parametrize(
    ("text", "share"), [(".85", "0.85"), ("1", "1"), ("0", "0"), ("85%", "0.85"), ("0.065", "0.065")]
)
def test_rates_are_fractions(text, share):
    assert values.rate(text) == Decimal(share)


@pytest.mark.parametrize(
    ("text", "reason"), [("5.5", "whole"), ("-1", "negative"), ("99999999999", "too large"), ("five", "not a number")]
)
def test_a_count_is_a_whole_number(text, reason):
    assert values.whole("1,234") == 1234
    assert values.whole("5.0") == 5
    with pytest.raises(ValueError, match=reason):
        values.whole(text)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "01/05/2026", "20260105", "tomorrow", "0001-01-01"])
def test_a_canonical_date_is_a_day_of_the_calendar_as_iso_text(text):
    with pytest.raises(ValueError, match="is not"):
        values.day(text)


@given(st.datetimes(datetime(1801, 1, 2), datetime(2199, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_instants_become_utc_and_keep_their_local_date(moment, minutes):
    local = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert values.instant(local.isoformat()) == moment.replace(microsecond=0) - timedelta(minutes=minutes)
    assert values.written_day(local.isoformat()) == moment.date()


def test_a_plain_date_is_no_instant():
    assert values.instant_if_timed("2026-05-01") is None
    assert values.instant_if_timed("2026-05-01T10:00:00Z") == datetime(2026, 5, 1, 10)


def test_bonus_tiers_are_tickets_and_amounts_by_rising_tickets():
    assert values.bonus_tiers("900:750;800:500") == [
        {"tickets": 800, "amount": Decimal("500.00")},
        {"tickets": 900, "amount": Decimal("750.00")},
    ]
    for text in ("800", "800:500;800:600", "a:b"):
        with pytest.raises(ValueError, match="is"):
            values.bonus_tiers(text)


@given(st.text(), st.text(alphabet=" \t\u00a0\n", min_size=1, max_size=4))
def test_blanks_and_case_never_make_another_name(name, blanks):
    assert name_key(blanks + name.replace(" ", blanks) + blanks) == name_key(name)
    assert name_key(tidy(name)) == name_key(name)
    assert derived_id(name) == derived_id(tidy(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beyoncé", "BEYONCE"),
        ("Sigur Rós", "sigur ros"),
        ("Ärzte", "arzte"),
        ("STRASSE", "Straße"),
        ("Beyonce\u0301", "Beyoncé"),
    ],
)
def test_case_and_accents_do_not_count(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("U2", "U 2"), ("MØ", "MO"), ("Guns N' Roses", "Guns N Roses"), ("A", "A.")]
)
def test_all_else_counts(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        ("United States", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Deutschland", None),
        ("GERMANY", "DE"),
        ("South Korea", "KR"),
        ("XX", None),
    ],
)
def test_countries_are_codes_or_english_names(text, code):
    if code:
        assert country_code(text) == code
    else:
        with pytest.raises(ValueError, match="is not a country"):
            country_code(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Denver, CO, US", ("Denver", "CO", "US")),
        ("London, UK", ("London", None, "GB")),
        ("Vail, CO", ("Vail", "CO", "US")),
        ("Paris, FRANCE", ("Paris", None, "FR")),
        ("Singapore", ("Singapore", None, "SG")),
        ("Nowhere", ("Nowhere", None, None)),
        ("Seoul, Korea, Republic Of", ("Seoul", None, "KR")),
    ],
)
def test_places_written_as_one_text_are_taken_apart(text, parts):
    assert place(text) == Place(*parts)


def test_the_order_of_day_and_month_is_decided_once_a_file():
    assert day_order(["03/04/2019", "13/04/2019"]).day_first
    assert not day_order(["03/04/2019", "04/13/2019"]).day_first
    assert "assumption" in day_order(["03/04/2019"]).said
    assert day_order(["2019-04-03", None, "May 3, 2019"]) is None
    mixed = day_order(["03/04/2019", "04/13/2019", "05/14/2019", "15/04/2019"])
    assert "2 of them can only be that, 1 can only be the other" in mixed.said


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("07/15/2019", date(2019, 7, 15), date(2019, 7, 15)),
        ("7/15/19", date(2019, 7, 15), date(2019, 7, 15)),
        ("2019-07-15", date(2019, 7, 15), date(2019, 7, 15)),
        ("07/15/2019 - 07/17/2019", date(2019, 7, 15), date(2019, 7, 17)),
        ("July 15-17, 2019", date(2019, 7, 15), date(2019, 7, 17)),
        ("15 July 2019", date(2019, 7, 15), date(2019, 7, 15)),
        ("7/15-17/2019", date(2019, 7, 15), date(2019, 7, 17)),
        ("Jul 15 2019", date(2019, 7, 15), date(2019, 7, 15)),
    ],
)
def test_report_dates_and_ranges_are_read(text, first, last):
    assert written_days(text, day_order(["07/15/2019"])) == (first, last)


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)))
def test_a_date_written_day_first_comes_back(day):
    order = day_order([f"{day:%d/%m/%Y}", "31/12/2019"])
    assert written_days(f"{day:%d/%m/%Y}", order) == (day, day)
