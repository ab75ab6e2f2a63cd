"""Which artist is meant by an act of another source. Pure: knows artists and acts, no database.

A person's decision comes first; then what was found before; then an external-link id, the MusicBrainz id, and the
exact name in any case. A tribute band is never matched to the artist it plays. Whoever cannot be told is kept apart
as an artist of its own and stays listed for a person, with the artists it may be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import normalize

from core.ingest.names import derived_id, name_key, tidy


class Act(NamedTuple):
    """An act as a source spells it, with the ids it links to."""

    source_id: str
    name: str
    spotify_artist_id: str | None = None
    mbid: str | None = None
    is_tribute: bool = False


class Artist(NamedTuple):
    """An artist of ours; one kept `apart` (a tribute band, a doubtful case) is nobody else's match."""

    artist_id: str
    name: str
    mbid: str | None = None
    spotify_artist_id: str | None = None
    apart: bool = False


class Match(NamedTuple):
    """`matched_by` is decision, known, link, mbid, name, new, tribute or ambiguous."""

    artist_id: str
    matched_by: str
    candidate_ids: list[str] = []

    @property
    def is_same(self) -> bool:
        """Whether the act is taken to be that artist, so that its ids are the artist's."""
        return self.matched_by not in ("tribute", "ambiguous")


def exact(name: str) -> str:
    """What is equal for two names that differ in case, blanks or Unicode form only; accents count."""
    return normalize("NFC", tidy(name).casefold())


class ArtistBook:
    """The artists known by id and name; `find` says whom an act is and makes artists that nobody knew."""

    def __init__(self, artists: Iterable[Artist], aliases: Iterable[tuple[str, str]] = ()) -> None:
        self.by_id: dict[str, Artist] = {}
        self.by_mbid: dict[str, str] = {}
        self.by_spotify: dict[str, str] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.by_folded: dict[str, list[str]] = defaultdict(list)
        self.made: list[Artist] = []
        for artist in artists:
            self.learn(artist)
        for name, artist_id in aliases:
            if artist_id in self.by_id and not self.by_id[artist_id].apart:
                self.learn_name(name, artist_id)

    def learn(self, artist: Artist) -> None:
        self.by_id[artist.artist_id] = artist
        if artist.apart:
            return
        if artist.mbid:
            self.by_mbid.setdefault(artist.mbid.strip().lower(), artist.artist_id)
        if artist.spotify_artist_id:
            self.by_spotify.setdefault(artist.spotify_artist_id, artist.artist_id)
        self.learn_name(artist.name, artist.artist_id)

    def learn_name(self, name: str, artist_id: str) -> None:
        for index, key in ((self.by_name, exact(name)), (self.by_folded, name_key(name))):
            if artist_id not in index[key]:
                index[key].append(artist_id)

    def find(self, act: Act, decisions: Mapping[str, str | None], known: Mapping[str, Match]) -> Match:
        """`decisions` maps a source id to the artist a person confirmed, or to None where they split it off."""
        if act.source_id in decisions:
            return self.decided(act, decisions[act.source_id], known.get(act.source_id))
        if act.source_id in known:
            return known[act.source_id]
        match = self.matched(act)
        if match.is_same:
            self.learn_ids(act, match.artist_id)
        return match

    def decided(self, act: Act, artist_id: str | None, before: Match | None) -> Match:
        """Whoever it may have been before stays a candidate, for a person may change their mind."""
        earlier = {*before.candidate_ids, before.artist_id} if before else set()
        candidates = sorted(i for i in earlier - {own_id(act)} if i in self.by_id)
        return Match(artist_id if artist_id and artist_id in self.by_id else self.make(act, apart=True), "decision", candidates)

    def matched(self, act: Act) -> Match:
        if act.is_tribute:
            return Match(self.make(act, apart=True), "tribute")
        linked = self.by_spotify.get(act.spotify_artist_id or "")
        by_mbid = self.by_mbid.get(act.mbid or "")
        if linked and by_mbid and linked != by_mbid:
            return Match(self.make(act, apart=True), "ambiguous", [linked, by_mbid])
        by_id = linked or by_mbid
        if by_id:
            return self.unless_one_is_a_tribute(act, by_id, "link" if linked else "mbid")
        same_name = [i for i in self.by_name[exact(act.name)] if self.may_be(act, i)]
        if len(same_name) == 1:
            return Match(same_name[0], "name")
        near = same_name or [i for i in self.by_folded[name_key(act.name)] if self.may_be(act, i)]
        if near:
            return Match(self.make(act, apart=True), "ambiguous", near)
        return Match(self.make(act, apart=False), "new")

    def unless_one_is_a_tribute(self, act: Act, artist_id: str, matched_by: str) -> Match:
        """Tribute bands are at times listed with the ids of the artist they play: let a person say."""
        if says_tribute(act.name) != says_tribute(self.by_id[artist_id].name):
            return Match(self.make(act, apart=True), "ambiguous", [artist_id])
        return Match(artist_id, matched_by)

    def may_be(self, act: Act, artist_id: str) -> bool:
        """Not when both have an id of the same sort and the ids differ."""
        artist = self.by_id[artist_id]
        return not (differ(act.mbid, artist.mbid) or differ(act.spotify_artist_id, artist.spotify_artist_id))

    def make(self, act: Act, *, apart: bool) -> str:
        """A new artist for this act. Its id is made of its name only when it has the name alone."""
        named_so = self.by_folded.get(name_key(act.name))
        artist_id = own_id(act) if apart or named_so else derived_id(act.name)
        if artist_id not in self.by_id:
            artist = Artist(artist_id, act.name, apart=apart)
            self.made.append(artist)
            self.learn(artist)
        return artist_id

    def learn_ids(self, act: Act, artist_id: str) -> None:
        artist = self.by_id[artist_id]
        self.learn(artist._replace(mbid=artist.mbid or act.mbid,
                                   spotify_artist_id=artist.spotify_artist_id or act.spotify_artist_id))


def own_id(act: Act) -> str:
    return f"tm-{act.source_id}"


def says_tribute(name: str) -> bool:
    """Whether a name has the word, in any of the languages that write it so."""
    return "tribut" in name.casefold()


def differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.strip().lower() != other.strip().lower())
