"""One value at a time: text as it stands in a file -> a typed value. Pure; ValueError says why not.

Callers have trimmed the text and taken out the spellings of "missing" (`MISSING`).
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from core.ingest.currencies import of_sign, signs
from core.ingest.names import name_key, tidy

MISSING = frozenset({"", "-", "–", "—", "NA", "N/A", "n/a", "<NA>", "NaN", "nan", "NAN", "NaT", "None", "none", "NONE",
                     "null", "NULL", "Null", "Undefined", "undefined", "UNDEFINED"})
CENT = Decimal("0.01")
# Far above what happens in any currency, far below what the sums of the marts can hold: an article number is no price.
MONEY_LIMIT = Decimal(10) ** 12
PRICE_LIMIT = Decimal(10) ** 8
PEOPLE_LIMIT = 10**7
RATE_STEP = Decimal("0.000001")
COUNT_LIMIT = 2**31
FIRST_YEAR, LAST_YEAR = 1800, 2200

PLAIN = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
COMMA_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
DOT_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,}")
COMMA_DECIMALS = re.compile(r"\d+,\d{1,2}")
CURRENCY_SIGN = re.compile(r"^(?:[A-Z]{2,3}\s?[$£€¥]|[A-Z]{1,2}\$|[$£€¥₩₹]|[A-Z]{3}\b|kr\b\.?)\s*|"
                           r"\s*(?:[$£€¥₩₹]|\b[A-Z]{3}|\bkr\.?)$")
INNER_BLANKS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(\D|$))")
NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}(?=\D*$)")
MBID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
FOOTNOTES = re.compile(r"\[[^\[\]]{1,4}\]|[*†‡§¶#]+")
TRUE, FALSE = frozenset({"true", "t", "yes", "y", "1"}), frozenset({"false", "f", "no", "n", "0"})


def number(text: str) -> Decimal:
    """A number with any usual thousands and decimal signs; a comma before exactly three digits is thousands."""
    bare = INNER_BLANKS.sub("", text.strip())
    if PLAIN.fullmatch(bare):
        return Decimal(bare)
    if COMMA_THOUSANDS.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if DOT_THOUSANDS.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if COMMA_DECIMALS.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    raise ValueError("is not a number")


def signed(text: str, read: Callable[[str], Decimal]) -> Decimal:
    """A number with a sign before or after it, or in the parentheses that mean minus; '12.-' is twelve without cents."""
    text = NO_CENTS.sub("", text)
    if text.startswith("(") and text.endswith(")"):
        return -read(text[1:-1])
    if text[:1] in "-−":
        return -read(text[1:])
    if text[-1:] in "-−":
        return -read(text[:-1])
    return read(text.removeprefix("+"))


def any_money(text: str) -> Decimal:
    """Money, negative too, rounded half up to the cent."""
    return amount_of(text).quantize(CENT, ROUND_HALF_UP)


def amount_of(text: str) -> Decimal:
    """An amount with or without its currency, unrounded."""
    try:
        amount = signed(CURRENCY_SIGN.sub("", text, count=1).strip(),
                        lambda bare: number(CURRENCY_SIGN.sub("", bare.strip(), count=1)))
    except ValueError as error:
        raise ValueError("is not an amount of money") from error
    if not all(map(of_sign, signs(text))):
        raise ValueError("is in a currency that does not exist")
    if abs(amount) >= MONEY_LIMIT:
        raise ValueError(f"is more money than can be right ({MONEY_LIMIT:,} or more)")
    return amount


def money(text: str) -> Decimal:
    return not_negative(any_money(text))


def price(text: str) -> Decimal:
    """The price of one ticket, or a fee on it."""
    if (value := money(text)) >= PRICE_LIMIT:
        raise ValueError(f"is more than a ticket can cost ({PRICE_LIMIT:,} or more)")
    return value


def charge(text: str) -> Decimal:
    """A cost, negative too: money, money a head, or a share of something as a fraction (.05, also '5%')."""
    share = number(text[:-1].strip()) / 100 if text.endswith("%") else amount_of(text)
    return share.quantize(RATE_STEP, ROUND_HALF_UP)


def rate(text: str) -> Decimal:
    """A fraction from 0 to 1 (.85); '85%' is one too."""
    share = number(text[:-1].strip()) / 100 if text.endswith("%") else signed(text, number)
    if share > 1:
        raise ValueError("is above 1; rates are fractions (.85)")
    return not_negative(share).quantize(RATE_STEP, ROUND_HALF_UP)


def whole(text: str) -> int:
    """A count: no fraction, not negative."""
    amount = not_negative(signed(text, number))
    if amount >= COUNT_LIMIT:
        raise ValueError("is too large a number")
    if amount != int(amount):
        raise ValueError("is not a whole number")
    return int(amount)


def people(text: str) -> int:
    """A count of tickets, seats or people."""
    if (value := whole(text)) >= PEOPLE_LIMIT:
        raise ValueError(f"is more than there can be ({PEOPLE_LIMIT:,} or more)")
    return value


def some(text: str) -> int:
    """A count of at least one."""
    if whole(text) == 0:
        raise ValueError("is not above zero")
    return whole(text)


def hold_level(text: str) -> int:
    """The number of a hold: '1', '1H' or '2nd'."""
    return some(re.sub(r"(?i)(h|st|nd|rd|th)(\s*hold)?$", "", text).strip())


def amount(text: str) -> float:
    """A measure that is not money: miles, a weight."""
    value = not_negative(signed(text, number))
    if value >= MONEY_LIMIT:
        raise ValueError("is too large a number")
    return float(value)


def not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError("is negative")
    return abs(value)


def day(text: str) -> date:
    """A local date, YYYY-MM-DD (a midnight after it, as spreadsheets write, is no harm)."""
    found = DATE.fullmatch(text)
    if not found:
        raise ValueError("is not a date (YYYY-MM-DD)")
    return sensible(found[1])


def sensible(text: str) -> date:
    try:
        value = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is not a day of the calendar") from error
    if not FIRST_YEAR <= value.year < LAST_YEAR:
        raise ValueError("is not a year we can believe")
    return value


def written_day(text: str) -> date:
    """The local date of a date or an instant, as it is written."""
    if not MOMENT.fullmatch(text):
        raise ValueError("is not a date or an instant (YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ)")
    return sensible(text[:10])


def instant(text: str) -> datetime:
    """An instant as naive UTC; without an offset it is UTC already, without a time it is midnight."""
    midnight = datetime.combine(written_day(text), time())
    if len(text) == 10:
        return midnight
    try:
        value = datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
    except ValueError as error:
        raise ValueError("is not a time of day") from error
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def instant_if_timed(text: str) -> datetime | None:
    """The instant when a time is given; None for a plain date."""
    value = instant(text)
    return None if len(text) == 10 else value


def clock_time(text: str) -> time:
    """'8:00PM' or '20:00'."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])?\.?[Mm]?\.?", text)
    if not found:
        raise ValueError("is not a time of day")
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("is not a time of day")
    try:
        return time(hour % 12 + 12 * (half == "p") if half else hour, minute)
    except ValueError as error:
        raise ValueError("is not a time of day") from error


def text(value: str) -> str:
    return value


def mbid(value: str) -> str:
    """An artist's MusicBrainz identifier."""
    if not MBID.fullmatch(value):
        raise ValueError("is not a MusicBrainz identifier (8-4-4-4-12 hexadecimal digits)")
    return value


def yes_or_no(value: str) -> bool:
    if value.casefold() in TRUE:
        return True
    if value.casefold() in FALSE:
        return False
    raise ValueError("is neither true nor false")


def one_of(*choices: str, also: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A reader of one of a few words; case, blanks and dashes do not count; `also` maps other spellings."""
    known = {c: c for c in choices} | dict(also or {})

    def read(value: str) -> str:
        folded = name_key(value).replace("-", "_").replace(" ", "_")
        if folded not in known:
            raise ValueError(f"is not one of {', '.join(choices)}")
        return known[folded]

    return read


def names(value: str) -> list[str]:
    """Names separated by semicolons, each once, in their order."""
    return list(dict.fromkeys(tidy(part) for part in value.split(";") if part.strip() not in MISSING))


def words(value: str) -> list[str]:
    """As `names`, in small letters: channel names."""
    return [part.lower() for part in names(value)]


def bonus_tiers(value: str) -> list[dict[str, object]]:
    """'800:500;900:750' -> [{tickets, amount}, ...] by rising tickets."""
    tiers = {}
    for part in value.split(";"):
        tickets, separator, bonus = part.partition(":")
        if not separator or whole(tickets.strip()) in tiers:
            raise ValueError("is not a list of tickets:amount, each number of tickets once")
        tiers[whole(tickets.strip())] = money(bonus.strip())
    return [{"tickets": tickets, "amount": tiers[tickets]} for tickets in sorted(tiers)]


def without_footnotes(value: str) -> str:
    """'$229,100,000[b]' -> '$229,100,000'; 'The Monster Ball Tour *' -> 'The Monster Ball Tour'."""
    return tidy(FOOTNOTES.sub(" ", value))
