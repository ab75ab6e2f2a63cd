"""Currencies: as codes, as the signs that amounts carry, and whether the two can be of one amount."""

import re
from functools import lru_cache

# Codes of ISO 4217 that nobody pays a ticket in: metals, units of account, fund and test codes; of those with X these are.
NOT_PAID_IN = frozenset({"CHE", "CHW", "CLF", "COU", "MXV", "USN", "USS", "BOV", "UYI", "UYW", "ECV"})
PAID_IN_X = frozenset({"XAF", "XCD", "XCG", "XOF", "XPF"})
# Amounts are kept to the cent; a thousandth of these would be lost.
WITH_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

DOLLARS = frozenset({
    "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "FJD", "BBD", "BMD", "BND", "BSD", "BZD", "GYD", "JMD", "KYD", "LRD",
    "NAD", "SBD", "SRD", "TTD", "XCD", "XCG", "MXN", "ARS", "CLP", "COP", "CUP", "DOP", "UYU", "BRL", "NIO", "MOP", "TOP",
    "WST", "ZWL", "CVE"})
OF_SIGN = {
    "$": DOLLARS, "€": frozenset({"EUR"}), "£": frozenset({"GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP", "IEP"}),
    "¥": frozenset({"JPY", "CNY"}), "₩": frozenset({"KRW", "KPW"}), "₹": frozenset({"INR"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"})}
OF_DOLLAR = {"US": "USD", "C": "CAD", "CA": "CAD", "A": "AUD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "S": "SGD", "SG": "SGD",
             "NT": "TWD", "MX": "MXN", "R": "BRL"}
# What a sign alone is taken for, where nothing else tells.
USUAL = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR"}

SIGN = re.compile(r"[A-Z]{3}(?=\s?[$£€¥])|[A-Z]{1,2}\$|[$£€¥₩₹]|(?<![^\W\d_])(?:[A-Z]{3}|kr)(?![^\W\d_])")
THOUSANDTHS = re.compile(r"\.\d{2}[1-9]\d{0,3}(?!\d)|\.\d{3}[1-9]\d{0,2}(?!\d)")
FINER = "thousandths"


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(code for code in list_currencies()
                     if code not in NOT_PAID_IN and (code[0] != "X" or code in PAID_IN_X))


def currency(text: str) -> str:
    """An ISO 4217 code that people pay in, or a sign that stands for one."""
    code = usual(text) or text.upper()
    if code not in currencies():
        raise ValueError("is not a currency (ISO 4217)")
    return code


def usual(sign: str) -> str | None:
    """The code that a sign is taken for by itself: '$' is USD, 'C$' CAD."""
    return USUAL.get(sign) or (OF_DOLLAR.get(sign[:-1]) if sign.endswith("$") else None)


def of_sign(sign: str) -> frozenset[str]:
    """The currencies that a sign or code can mean; none of a code that nobody pays in."""
    if sign in OF_SIGN:
        return OF_SIGN[sign]
    if sign.endswith("$"):
        return frozenset({OF_DOLLAR[sign[:-1]]}) if sign[:-1] in OF_DOLLAR else DOLLARS
    return frozenset({sign}) & currencies()


def signs(text: str) -> list[str]:
    """The signs and codes in an amount, or in a header: '$ 5 CAD' has two."""
    return SIGN.findall(text)


def said(amount: str, *, kept_to_cents: bool = True) -> str:
    """What an amount (with a decimal dot) says of its currency: its signs, and FINER when a cent is too coarse for it."""
    finer = [FINER] if kept_to_cents and THOUSANDTHS.search(amount) else []
    return " ".join([*signs(amount), *finer])


def contradiction(told: str, code: str) -> str:
    """Why an amount that says `told` cannot be in the currency `code`; empty when it can."""
    for sign in told.split():
        if sign == FINER:
            if code in WITH_THOUSANDTHS:
                return f"has thousandths; amounts are kept to two decimals, in {code} too"
        elif code not in of_sign(sign):
            return f"is in {sign}, not in {code}"
    return ""


def meant(text: str) -> str | None:
    """The currency that an amount or a header names: 'Gross (USD)', 'Revenue €', 'C$ 5'."""
    for sign in signs(text):
        try:
            return currency(sign)
        except ValueError:
            continue
    return None
