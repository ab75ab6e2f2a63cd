"""Which market a city belongs to, whatever a file leaves out and in whichever order files come."""

from core.ingest.markets import MarketBook


def test_a_city_without_its_region_is_the_one_known_city_of_that_name():
    book = MarketBook([])
    leeds = book.market("Leeds", "England", "GB")
    assert book.market("leeds", None, "GB") == leeds
    assert len(book.added) == 1


def test_a_region_that_comes_later_completes_the_market_instead_of_making_a_second():
    book = MarketBook([("gb-leeds", "GB/Leeds")])
    assert book.market("Leeds", "England", "GB") == "gb-leeds"
    assert book.named["gb-leeds"]["name"] == "Leeds, England"
    assert book.added == []


def test_a_state_s_name_and_code_are_one_region():
    book = MarketBook([])
    denver = book.market("Denver", "CO", "US")
    assert book.market("Denver", "Colorado", "US") == denver


def test_two_cities_of_one_name_stay_two_and_none_is_guessed():
    book = MarketBook([])
    illinois, massachusetts = book.market("Springfield", "IL", "US"), book.market("Springfield", "MA", "US")
    unsaid = book.market("Springfield", None, "US")
    assert len({illinois, massachusetts, unsaid}) == 3
    assert book.market("Springfield", "Illinois", "US") == illinois


def test_a_stored_market_is_found_again():
    book = MarketBook([("us-co-denver", "US/CO/Denver"), ("us-springfield", "US/Springfield")])
    assert book.market("Denver", None, "US") == "us-co-denver"
    assert book.market("Denver", "Colorado", "US") == "us-co-denver"


def test_without_a_city_or_a_country_there_is_no_market():
    assert MarketBook([]).market("Leeds", None, None) is None
    assert MarketBook([]).market(None, "England", "GB") is None


def test_spellings_of_a_city_or_region_that_differ_in_marks_are_one_market():
    book = MarketBook([])
    for spellings in (("Saint-Étienne", "Saint Etienne"), ("St. Louis", "St Louis"), ("Coeur d'Alene", "Coeur d’Alene")):
        assert len({book.market(city, None, "FR") for city in spellings}) == 1
    assert book.market("Paris", "Île-de-France", "FR") == book.market("Paris", "Ile de France", "FR")


def test_no_two_markets_have_one_id():
    book = MarketBook([("us-ca-springfield", "US/CA/Springfield")])
    assert book.market("CA Springfield", None, "US") == "us-ca-springfield-2"
