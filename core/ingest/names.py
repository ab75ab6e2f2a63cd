"""When two spellings are one name, and the id that a name without one is given."""

from hashlib import blake2s
from unicodedata import combining, normalize

# Ids that we made from a name; an id that a file gives takes their place.
DERIVED = "n-"


def tidy(name: str) -> str:
    """Trimmed, inner blanks folded to one space; nothing else is changed."""
    return " ".join(name.split())


def name_key(name: str) -> str:
    """What is equal for two spellings of one name: case, accents and blanks do not count, all else does."""
    bare = "".join(c for c in normalize("NFD", name.casefold()) if not combining(c))
    return tidy(normalize("NFC", bare)) or tidy(name)


def plainly_another(one: str, other: str) -> bool:
    """Whether two names differ in more than case, accents, blanks, punctuation, "and" or a leading "the"."""
    first, second = (name_key(name).replace("&", " and ").strip().removeprefix("the ") for name in (one, other))
    bare, bare_other = ("".join(filter(str.isalnum, name)) for name in (first, second))
    return (bare or first) != (bare_other or second)


def derived_id(*parts: str | None) -> str:
    """A stable id made of folded names: the same for every spelling, on every machine."""
    joined = "\x1f".join(name_key(part or "") for part in parts)
    return DERIVED + blake2s(joined.encode(), digest_size=8).hexdigest()


def slug(name: str) -> str:
    """A name for use inside an id: folded letters and digits, dashes between."""
    return "-".join("".join(c if c.isalnum() else " " for c in name_key(name)).split()) or "-"
