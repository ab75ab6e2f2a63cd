"""When two spellings mean one place: case, accents, punctuation and the usual short forms do not count."""

import re
from unicodedata import combining, normalize

# Letters that Unicode does not take apart, and apostrophes, which some write and some do not.
PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "'": None, "’": None,
    "‘": None, "ʻ": None, "ʼ": None, "`": None})
SHORT = {"saint": "st", "sankt": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
NO_WORD = re.compile(r"[\W_]+")


def place_key(name: str) -> str:
    """What is equal for two spellings of one place: "Saint-Étienne" and "ST. ETIENNE" are both "st etienne"."""
    bare = "".join(c for c in normalize("NFD", name.casefold()) if not combining(c)).translate(PLAIN)
    words = [SHORT.get(word, word) for word in NO_WORD.sub(" ", normalize("NFC", bare)).split()]
    return " ".join([COMPASS.get(words[0], words[0]), *words[1:]] if len(words) > 1 else words)
