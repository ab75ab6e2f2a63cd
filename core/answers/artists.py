"""What Artists says: made from the frames of `core.artists`. Pure."""

import pandas as pd

from core import words


def answer(ranking: pd.DataFrame) -> str:
    """The page's sentence: who has the best record with us under the filters, else who is most listened to."""
    proven = ranking[ranking["sell_through"].notna()].head(3)
    if len(proven):
        named = listed([f"{name} ({words.percent(share)} of {words.things(n, 'show')})" for name, share, n
                        in zip(proven["artist"], proven["sell_through"], proven["shows"], strict=True)])
        return f"Best record in our rooms, by share sold: {named}."
    heard = ranking[ranking["listeners"].notna()].head(3)
    if len(heard):
        return f"No ticket history of ours here: ranked on listening only, {listed(list(heard['artist']))} first."
    if ranking.empty:
        return "No artist is known here."
    toured = listed(ranking["artist"].head(3).tolist())
    return f"No tickets and no listening on file: most dates listed for {toured}."


def listed(names: list[str]) -> str:
    """"A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def labels(ranking: pd.DataFrame) -> dict[str, str]:
    """artist_id -> name, in the ranking's order."""
    return dict(zip(ranking["artist_id"], ranking["artist"], strict=True))


def genre_bars(genres: pd.DataFrame) -> pd.DataFrame:
    """The frame of `by_genre` for ranked bars: label, value, lo, hi, note."""
    return genres.assign(label=genres["genre"], value=genres["sell_through"],
                         note=[words.things(n, "show") for n in genres["shows"]])


def genre_words(genres: pd.DataFrame) -> str:
    """The finding of the genre card."""
    if genres.empty:
        return "No show of ours has been played here"
    top = genres.iloc[0]
    return f"{top['genre']} sells best: {words.percent(top['sell_through'])} of {words.things(top['shows'], 'show')}"


def profile_words(artist: dict, touring: pd.DataFrame) -> str:
    """The finding of the profile card: dates on file, and what is past and ahead with us."""
    ours, ahead = touring["is_ours"].fillna(False).astype(bool), touring["ahead"]
    played = touring["tickets_sold"].notna() & ~ahead & ours
    said = [f"{words.things(artist['listed_dates'], 'date')} on file", f"{words.count(played.sum())} played for us"]
    if (ours & ahead).any():
        said.append(f"{words.count(int((ours & ahead).sum()))} with us ahead")
    return f"{artist['name']}: {', '.join(said)}"


def touring_table(touring: pd.DataFrame) -> pd.DataFrame:
    """The frame of `touring` with `state` in a word: played, to come, or what became of the date."""
    usual = touring["ahead"].map({True: "to come", False: "played"})
    return touring.assign(state=usual.where(touring["status"].isin(["onsale", "offsale"]), touring["status"]),
                          billing=touring["billing"].str.replace("_", " "))


def ranked_words(ranking: pd.DataFrame) -> str:
    """The finding of the ranking: what it could be ranked by."""
    if ranking["sell_through"].notna().any():
        return "Who has sold for us"
    return "Who is most listened to" if ranking["listeners"].notna().any() else "Who has most dates listed"


def ranking_table(ranking: pd.DataFrame) -> pd.DataFrame:
    """The frame of `ranking` with the last show of ours in words: "Leeds, Oct 2025"."""
    last = [None if words.missing(when) else f"{city}, {when:%b %Y}"
            for city, when in zip(ranking["last_city"], ranking["last_play"], strict=True)]
    return ranking.assign(last=pd.Series(last, ranking.index, dtype=object))


def date_bars(cities: pd.DataFrame) -> pd.DataFrame:
    """The frame of `cities` for ranked bars, with what is ahead as the note."""
    return cities.assign(note=[f"{words.count(n)} ahead" if n else "" for n in cities["ahead"]])


def share_words(part: int, whole: int, what: str) -> str:
    """"59% of artists"; "none" of nothing."""
    return f"{words.percent(part / whole)} of {what}" if whole else "none"


def why_empty(chosen: bool) -> str:
    """Why there is no artist."""
    return "No artist matches the filters." if chosen else \
        "Artists come in with shows, listens and listings: python -m core import FOLDER."


def cities_words(artist: dict, cities: pd.DataFrame) -> str:
    """The finding of the card of cities for who has not played for us."""
    if cities.empty:
        return f"No city on file for {artist['name']}"
    return f"{artist['name']} plays most in {cities.iloc[0]['label']}: {words.things(cities.iloc[0]['value'], 'date')}"


def city_words(cities: pd.DataFrame) -> str:
    """The finding of the card of cities for who has played for us: `cities` is sorted, best first."""
    best = cities.iloc[0]
    if len(cities) == 1:
        return f"{words.percent(best['sell_through'])} sold for us in {best['city']}"
    return f"Sold best for us in {best['city']}: {words.percent(best['sell_through'])}"


def initials(name: str) -> str:
    """"Greta Vesper" -> "GV"; at most two letters or digits."""
    first = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join([first[0], first[-1]] if len(first) > 1 else first).upper() or "?"


def identity_words(artist: dict) -> str:
    """Genre and who it is at other sources, in one line; what is missing is said so."""
    genre, sub = artist["genre"], artist["sub_genre"]
    known = [f"{source} {artist[column]}" for source, column in (
        ("MusicBrainz", "mbid"), ("Spotify", "spotify_artist_id"), ("Ticketmaster", "tm_attraction_id"))
        if not words.missing(artist[column])]
    said = "Genre unknown" if words.missing(genre) else str(genre) if words.missing(sub) else f"{genre}, {sub}"
    return " · ".join([said, *(known or ["not matched to another source"])])


def profile_figures(artist: dict, touring: pd.DataFrame, growth: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Label, value, change and fact of the four figures of a profile."""
    played = touring[touring["tickets_sold"].notna() & ~touring["ahead"] & touring["is_ours"].fillna(False).astype(bool)]
    sold, room = played["tickets_sold"].sum(), played["sellable"].sum()
    rooms = touring.loc[touring["venue_capacity"] > 0, "venue_capacity"]
    ahead = touring[touring["ahead"]]
    moved = "" if growth.empty else words.change(growth["growth"].iloc[0]).replace(words.MISSING, "")
    return [
        ("Listeners", words.count(artist["listeners"]), moved, "" if moved else "growth not known"),
        ("Our shows", words.count(len(played)), "", f"{words.percent(sold / room)} of sellable" if room else "none played"),
        ("Usual room", words.count(rooms.median() if len(rooms) else None), "", words.things(len(rooms), "date")),
        ("Dates ahead", words.count(len(ahead)), "",
         f"next {words.short_day(ahead['local_date'].iloc[-1])}" if len(ahead) else "none on file")]


def tour_places(touring: pd.DataFrame) -> pd.DataFrame:
    """Cities for the map: latitude, longitude (the mean of their dates), size (dates), is_ours, label; most dates first."""
    located = touring[touring["latitude"].notna() & touring["city"].notna()]
    cities = located.assign(is_ours=located["is_ours"].fillna(False).astype(bool)).groupby(["city", "country"], dropna=False)
    table = cities.agg(latitude=("latitude", "mean"), longitude=("longitude", "mean"), size=("local_date", "count"),
                       is_ours=("is_ours", "any")).reset_index().sort_values("size", ascending=False, kind="stable")
    return table.assign(label=[f"{city}, {words.things(n, 'date')}" for city, n
                               in zip(table["city"], table["size"], strict=True)])


def map_words(artist: dict, cities: pd.DataFrame) -> str:
    """The finding of the map."""
    ours = int(cities["is_ours"].sum())
    return f"{artist['name']} plays in {words.things(len(cities), 'city', 'cities')}, with us in {ours or 'none'}"


def ahead_words(artist: dict, ahead: pd.DataFrame) -> str:
    """The finding of the card of dates to come; `ahead` is sorted, the last is the next."""
    following = ahead.iloc[-1]
    return f"{words.things(len(ahead), 'date')} ahead, next {words.day(following['local_date'])}, {following['venue']}"


def past_words(artist: dict, past: pd.DataFrame) -> str:
    """The finding of the touring history."""
    if past.empty:
        return f"No past date of {artist['name']} on file"
    ours = int(past["is_ours"].fillna(False).astype(bool).sum())
    return f"{words.things(len(past), 'past date')}, {ours or 'none'} with us"


def city_bars(cities: pd.DataFrame) -> pd.DataFrame:
    """The frame of `by_city` for dots: label, value, lo, hi; a single show has no range."""
    several = cities["shows"] > 1
    return pd.DataFrame({"label": [f"{city} · {words.things(n, 'show')}" for city, n
                                   in zip(cities["city"], cities["shows"], strict=True)],
                         "value": cities["sell_through"], "lo": cities["lo"].where(several),
                         "hi": cities["hi"].where(several)})
