"""The market of a city: one for each country, region and city, found again when a file leaves the region out."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from core.ingest.names import slug
from core.ingest.places import region_code


@dataclass
class Market:
    market_id: str
    region: str | None


class MarketBook:
    """The markets known; finds the one meant, or makes it. `added` and `named` are rows for the table to come.

    Cities and regions are told apart by letters and digits: Saint-Étienne is Saint Etienne, St. Louis is St Louis.
    A city without a region is the one city so called in its country that is known; of several, none is guessed.
    A region that comes later completes the market of the city that was known without one.
    """

    def __init__(self, known: list[tuple[str, str]]) -> None:
        """`known`: (market_id, code) of the stored markets, a code being COUNTRY/REGION/CITY or COUNTRY/CITY."""
        self.cities: dict[tuple[str, str], list[Market]] = defaultdict(list)
        self.ids = {market_id for market_id, _ in known}
        self.added: list[dict[str, object]] = []
        self.named: dict[str, dict[str, object]] = {}
        for market_id, code in known:
            country, *region, city = code.split("/")
            self.cities[country, slug(city)].append(Market(market_id, "/".join(region) or None))

    def market(self, city: str | None, region: str | None, country: str | None) -> str | None:
        """The market_id of a city; None where city or country is not known."""
        if not city or not country:
            return None
        markets = self.cities[country, slug(city)]
        found = match(markets, country, region)
        if found is None:
            found = Market(self.new_id(country, region, city), region)
            markets.append(found)
            self.ids.add(found.market_id)
            self.added.append(row(found, city, country))
        elif region and found.region is None:
            found.region = region
            self.named[found.market_id] = row(found, city, country)
        return found.market_id

    def new_id(self, country: str, region: str | None, city: str) -> str:
        """Made of the names, and of a number where another market's names read the same: CA Springfield is no Springfield, CA."""
        plain = "-".join(slug(part) for part in (country, region, city) if part)
        return plain if plain not in self.ids else next(f"{plain}-{n}" for n in count(2) if f"{plain}-{n}" not in self.ids)


def match(markets: list[Market], country: str, region: str | None) -> Market | None:
    """The market of that region; without one on either side, the only market there is."""
    wanted = region_code(country, region)
    for market in markets:
        if region_code(country, market.region) == wanted:
            return market
    undecided = wanted is None or (markets and markets[0].region is None)
    return markets[0] if len(markets) == 1 and undecided else None


def row(market: Market, city: str, country: str) -> dict[str, object]:
    parts = [part.replace("/", " ") for part in (country, market.region, city) if part]
    name = f"{city}, {market.region}" if market.region else city
    return {"market_id": market.market_id, "scheme": "city", "code": "/".join(parts), "name": name}
