"""What Artists says: made from the frames of `core.artists`. Pure."""

import pandas as pd

from core import words


def answer(ranking: pd.DataFrame) -> str:
    """The page's sentence: who has the best record with us under the filters, else who is most listened to."""
    proven = ranking[ranking["sell_through"].notna()].head(3)
    if len(proven):
        named = listed([f"{name} ({words.percent(share)} sold)" for name, share
                        in zip(proven["artist"], proven["sell_through"], strict=True)])
        return f"Best record in our rooms here: {named}."
    heard = ranking[ranking["listeners"].notna()].head(3)
    if len(heard):
        return f"No ticket history of ours here: ranked on listening only, {listed(list(heard['artist']))} first."
    toured = ranking.head(3)
    return f"No tickets and no listening on file: most dates listed for {listed(list(toured['artist']))}." if len(toured) \
        else "No artist is known here."


def listed(names: list[str]) -> str:
    """"A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def labels(ranking: pd.DataFrame) -> dict[str, str]:
    """artist_id -> name, in the ranking's order."""
    return dict(zip(ranking["artist_id"], ranking["artist"], strict=True))


def genre_bars(genres: pd.DataFrame) -> pd.DataFrame:
    """The frame of `by_genre` for ranked bars: label, value, lo, hi, note."""
    return pd.DataFrame({"label": genres["genre"], "value": genres["sell_through"], "lo": genres["lo"], "hi": genres["hi"],
                         "note": [words.things(n, "show") for n in genres["shows"]]})


def genre_words(genres: pd.DataFrame) -> str:
    """The finding of the genre card."""
    if genres.empty:
        return "No show of ours has been played here"
    top = genres.iloc[0]
    return f"{top['genre']} sells best: {words.percent(top['sell_through'])} of {words.things(top['shows'], 'show')}"


def profile_words(artist: dict, touring: pd.DataFrame) -> str:
    """The finding of the profile card."""
    ours = touring["tickets_sold"].notna() & touring["is_ours"].fillna(False).astype(bool)
    return f"{artist['name']}: {words.things(len(touring), 'date')} on file, {words.count(int(ours.sum()))} of ours"


def profile_facts(artist: dict) -> str:
    """Genre and audience in one line, what is missing said so."""
    facts = [artist["genre"] if not words.missing(artist["genre"]) else "genre unknown"]
    facts.append("listeners unknown" if words.missing(artist["listeners"]) else words.things(artist["listeners"], "listener"))
    return " · ".join(facts)


def city_bars(cities: pd.DataFrame) -> pd.DataFrame:
    """The frame of `by_city` for dots: label, value, lo, hi; a single show has no range."""
    several = cities["shows"] > 1
    return pd.DataFrame({"label": [f"{city} · {words.things(n, 'show')}" for city, n
                                   in zip(cities["city"], cities["shows"], strict=True)],
                         "value": cities["sell_through"], "lo": cities["lo"].where(several),
                         "hi": cities["hi"].where(several)})
