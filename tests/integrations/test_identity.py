"""One artist across sources: by link, by MBID, by exact name; never a tribute band; in doubt a person says."""

import pytest

from core.ingest.identity import Act, Artist, ArtistBook, Match, exact

MBID, OTHER_MBID = "5b11f4ce-a62d-471e-81fc-a69a8278c7da", "9c9f1380-2516-4fc9-a3e6-f9f61941d090"
SPOTIFY = "6olE6TJLqED3rqDCT0FyPh"
NIRVANA = Artist("nirvana", "Nirvana", MBID, SPOTIFY)


def find(act: Act, *artists: Artist, aliases=(), decisions=None, known=None) -> Match:
    return ArtistBook(artists or [NIRVANA], aliases).find(act, decisions or {}, known or {})


@pytest.mark.parametrize(("act", "how"), [
    (Act("K1", "NIRVANA (US)", spotify_artist_id=SPOTIFY), "link"),
    (Act("K1", "Nirvana, the band", mbid=MBID), "mbid"),
    (Act("K1", "  nirvana "), "name"),
])
def test_an_act_is_found_by_link_then_mbid_then_exact_name(act, how):
    assert find(act) == Match("nirvana", how)


def test_the_link_is_believed_before_the_name():
    match = find(Act("K1", "Nirvana", spotify_artist_id="other"), NIRVANA, Artist("uk", "Nirvana UK", None, "other"))
    assert match == Match("uk", "link")


def test_names_differing_in_unicode_form_are_one_but_accents_count():
    assert exact("Mot\u00f6rhead") == exact("MOTO\u0308RHEAD")
    match = find(Act("K1", "Motorhead"), Artist("m", "Mot\u00f6rhead"))
    assert (match.matched_by, match.candidate_ids) == ("ambiguous", ["m"])
    assert match.artist_id != "m"


@pytest.mark.parametrize("act", [
    Act("K1", "Nirvana", is_tribute=True),
    Act("K1", "Nirvana", SPOTIFY, MBID, is_tribute=True),
    Act("K1", "Nirvana Tribute Band", SPOTIFY, MBID),
    Act("K1", "Nirvana Tribute Band"),
])
def test_a_tribute_band_is_never_the_artist_it_plays(act):
    assert find(act).artist_id != "nirvana"


def test_an_artist_is_never_the_tribute_band_that_is_known_by_its_ids():
    match = find(Act("K1", "Nirvana", mbid=OTHER_MBID), Artist("t", "Nirvana Tribute Band", OTHER_MBID))
    assert (match.artist_id, match.matched_by, match.candidate_ids) == ("tm-K1", "ambiguous", ["t"])


def test_a_band_that_is_called_tribute_is_itself():
    assert find(Act("K1", "Tribute to Nothing", mbid=MBID), Artist("t", "Tribute To Nothing", MBID)).artist_id == "t"


def test_the_same_name_with_another_id_is_another_artist():
    match = find(Act("K1", "Nirvana", mbid=OTHER_MBID))
    assert (match.artist_id, match.matched_by) == ("tm-K1", "new")


def test_two_artists_of_one_name_leave_it_to_a_person():
    match = find(Act("K1", "Phoenix"), Artist("a", "Phoenix"), Artist("b", "PHOENIX"))
    assert (match.matched_by, match.candidate_ids) == ("ambiguous", ["a", "b"])


def test_ids_that_contradict_each_other_leave_it_to_a_person():
    match = find(Act("K1", "X", SPOTIFY, OTHER_MBID), NIRVANA, Artist("o", "Other", OTHER_MBID))
    assert (match.matched_by, match.candidate_ids) == ("ambiguous", ["nirvana", "o"])


def test_another_spelling_of_a_known_artist_is_found():
    assert find(Act("K1", "Nirvana (band)"), NIRVANA, aliases=[("Nirvana (band)", "nirvana")]) == Match(
        "nirvana", "name")


def test_an_unknown_act_becomes_an_artist_that_later_acts_of_that_name_share():
    book = ArtistBook([])
    first, second = book.find(Act("K1", "New Act"), {}, {}), book.find(Act("K2", "new act"), {}, {})
    assert first.matched_by == "new"
    assert second == Match(first.artist_id, "name")
    assert [a.name for a in book.made] == ["New Act"]


def test_ids_learned_from_one_act_find_the_artist_for_the_next():
    book = ArtistBook([Artist("nirvana", "Nirvana")])
    book.find(Act("K1", "Nirvana", mbid=MBID), {}, {})
    assert book.find(Act("K2", "Nirvana (live)", mbid=MBID), {}, {}) == Match("nirvana", "mbid")


def test_a_persons_decision_comes_before_everything_and_a_split_makes_an_artist():
    confirmed = find(Act("K1", "Anybody", is_tribute=True), decisions={"K1": "nirvana"}, known={
        "K1": Match("someone", "name")})
    assert confirmed == Match("nirvana", "decision")
    split = find(Act("K1", "Nirvana"), decisions={"K1": None})
    assert split == Match("tm-K1", "decision")


def test_what_was_found_before_is_not_decided_anew():
    assert find(Act("K1", "Nirvana"), known={"K1": Match("someone", "new")}) == Match("someone", "new")
