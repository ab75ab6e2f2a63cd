"""Countries and their regions by code, name and habit."""

import re
from functools import lru_cache

from core.gazetteer.spelling import place_key

# English names and habits that the CLDR list does not have.
ALSO = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "korea": "KR", "republic of korea": "KR", "korea, republic of": "KR",
    "democratic people's republic of korea": "KP", "w. germany": "DE",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "viet nam": "VN",
    "turkey": "TR", "russian federation": "RU", "hong kong": "HK", "macau": "MO", "macao": "MO", "taiwan china": "TW",
    "uae": "AE", "ivory coast": "CI",
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
# Whose places are also said to be in a country.
PARTS = {"CN": ("HK", "MO", "TW"), "US": ("PR", "GU", "VI"), "FR": ("RE", "GP", "MQ", "GF", "NC", "PF"), "NL": ("CW", "AW", "SX"),
         "GB": ("JE", "GG", "IM", "GI", "BM"), "DK": ("FO", "GL")}
# Languages that countries are also named in: "Deutschland", "Brasil", "Espagne".
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl", "tr")
# Whoever writes one of these means something else: @GB is no country.
NOT_IN_NAMES = re.compile(r"[@#$%^~|<>{}=+!?;:_\d\"]")
TERRITORIES = {"pr": "PR", "puerto rico": "PR", "gu": "GU", "guam": "GU", "vi": "VI", "us virgin islands": "VI"}


@lru_cache(maxsize=2)
def country_names(languages: tuple[str, ...] = ("en",)) -> dict[str, str]:
    """`place_key` of a code or name -> ISO 3166-1 alpha-2; of two countries of a name the first language decides."""
    from babel import Locale

    names = {place_key(name): code for name, code in ALSO.items()}
    for language in languages:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
                for text in (code, name):
                    names.setdefault(place_key(text), code)
    return names


def known_country(text: str) -> str | None:
    """The alpha-2 code of a country's code or English name, None for neither."""
    return country_names().get(place_key(text))


def country_in_any_language(text: str) -> str | None:
    """As `known_country`, also for "Deutschland", "Espagne" and "Korea, South"."""
    if known := known_country(text):
        return known  # most are, and eleven languages take their time to load
    names = country_names(LANGUAGES)
    name, _, first = text.partition(",")
    return names.get(place_key(text)) or (names.get(place_key(f"{first} {name}")) if first else None)


def country_code(text: str) -> str:
    """The alpha-2 code of a country's code or English name. Raises ValueError for neither."""
    found = None if NOT_IN_NAMES.search(text) else known_country(text)
    if not found:
        raise ValueError("is not a country (ISO 3166-1 alpha-2 or an English name)")
    return found
