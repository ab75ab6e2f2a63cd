"""Countries by code or name, and places written as one text ("Denver, CO, US")."""

from functools import lru_cache
from typing import NamedTuple

from core.ingest.names import name_key, tidy

# English names and habits that the CLDR list does not have.
ALSO = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "korea": "KR", "republic of korea": "KR", "korea, republic of": "KR",
    "democratic people's republic of korea": "KP", "w. germany": "DE",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "viet nam": "VN",
    "turkey": "TR", "russian federation": "RU", "hong kong": "HK", "macau": "MO", "uae": "AE", "ivory coast": "CI",
    "bosnia and herzegovina": "BA", "trinidad and tobago": "TT", "republic of ireland": "IE",
    "peoples republic of china": "CN", "eire": "IE", "macedonia": "MK", "swaziland": "SZ", "burma": "MM",
}
US_STATES = frozenset({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    "PR"})
STATE_NAMES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR"}
PROVINCE_NAMES = {
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB",
    "newfoundland and labrador": "NL", "nova scotia": "NS", "northwest territories": "NT", "nunavut": "NU",
    "ontario": "ON", "prince edward island": "PE", "quebec": "QC", "saskatchewan": "SK", "yukon": "YT"}
CANADIAN_PROVINCES = frozenset({
    "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"})


class Place(NamedTuple):
    city: str | None
    region: str | None
    country: str | None


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Folded English name or code -> ISO 3166-1 alpha-2."""
    from babel import Locale

    territories = {code: name for code, name in Locale("en").territories.items()
                   if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}}
    codes = {code.casefold(): code for code in territories}
    return codes | {name_key(name): code for code, name in territories.items()} | ALSO


def country_code(text: str) -> str:
    """The alpha-2 code of a country's code or English name. Raises ValueError for neither."""
    found = country_names().get(name_key(text))
    if not found:
        raise ValueError("is not a country (ISO 3166-1 alpha-2 or an English name)")
    return found


def region_code(country: str, region: str | None) -> str | None:
    """One spelling of a region: the code of a US state or Canadian province, else the folded name; None for none."""
    if region is None:
        return None
    key = name_key(region)
    names = {"US": STATE_NAMES, "CA": PROVINCE_NAMES}.get(country, {})
    return names.get(key, key.upper() if len(key) <= 3 else key)


def place(text: str) -> Place:
    """'Denver, CO, US', 'Paris, FRANCE', 'Vail, CO' or 'Singapore' as city, region and country, as far as they say."""
    parts = [tidy(part) for part in text.split(",") if part.strip()]
    if len(parts) >= 2 and name_key(parts[-1]) == "republic of":
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    if len(parts) == 1:
        return Place(parts[0], None, country_names().get(name_key(parts[0])))
    if len(parts) == 2 and parts[1] in US_STATES | CANADIAN_PROVINCES:
        return Place(parts[0], parts[1], "US" if parts[1] in US_STATES else "CA")
    country = country_names().get(name_key(parts[-1]))
    region = ", ".join(parts[1:-1]) if country else ", ".join(parts[1:])
    return Place(parts[0], region or None, country)
