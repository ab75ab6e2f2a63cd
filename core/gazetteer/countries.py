"""Countries and their regions by code, name and habit."""

from functools import lru_cache

from core.gazetteer.spelling import place_key

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
# What addresses call regions that GeoNames only numbers.
REGION_CODES = {
    "CA": {"ab": "alberta", "bc": "british columbia", "mb": "manitoba", "nb": "new brunswick", "on": "ontario",
           "nl": "newfoundland and labrador", "ns": "nova scotia", "nt": "northwest territories", "nu": "nunavut",
           "pe": "prince edward island", "pei": "prince edward island", "qc": "quebec", "pq": "quebec",
           "sk": "saskatchewan", "yt": "yukon"},
    "AU": {"nsw": "new south wales", "vic": "victoria", "qld": "queensland", "sa": "south australia",
           "wa": "western australia", "tas": "tasmania", "nt": "northern territory",
           "act": "australian capital territory"},
}
TERRITORIES = {"pr": "PR", "puerto rico": "PR", "gu": "GU", "guam": "GU", "vi": "VI", "us virgin islands": "VI"}


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """`place_key` of an English name or code -> ISO 3166-1 alpha-2."""
    from babel import Locale

    territories = {code: name for code, name in Locale("en").territories.items()
                   if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}}
    return {place_key(text): code for code, name in territories.items() for text in (code, name)} | {
        place_key(name): code for name, code in ALSO.items()}


def known_country(text: str) -> str | None:
    """The alpha-2 code of a country's code or English name, None for neither."""
    return country_names().get(place_key(text))


def country_code(text: str) -> str:
    """The alpha-2 code of a country's code or English name. Raises ValueError for neither."""
    found = known_country(text)
    if not found:
        raise ValueError("is not a country (ISO 3166-1 alpha-2 or an English name)")
    return found
