"""Regions by code or name, and places written as one text ("Denver, CO, US")."""

from typing import NamedTuple

from core.gazetteer.countries import known_country
from core.ingest.names import name_key, slug, tidy

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


def region_code(country: str, region: str | None) -> str | None:
    """One spelling of a region: the code of a US state or Canadian province, else the folded name; None for none."""
    if region is None:
        return None
    key = slug(region).replace("-", " ")
    names = {"US": STATE_NAMES, "CA": PROVINCE_NAMES}.get(country, {})
    return names.get(key, key.upper() if len(key) <= 3 else key)


def place(text: str) -> Place:
    """'Denver, CO, US', 'Paris, FRANCE', 'Vail, CO' or 'Singapore' as city, region and country, as far as they say."""
    parts = [tidy(part) for part in text.split(",") if part.strip()]
    if len(parts) >= 2 and name_key(parts[-1]) == "republic of":
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    if len(parts) == 1:
        return Place(parts[0], None, known_country(parts[0]))
    if len(parts) == 2 and parts[1] in US_STATES | CANADIAN_PROVINCES:
        return Place(parts[0], parts[1], "US" if parts[1] in US_STATES else "CA")
    country = known_country(parts[-1])
    region = ", ".join(parts[1:-1]) if country else ", ".join(parts[1:])
    return Place(parts[0], region or None, country)
