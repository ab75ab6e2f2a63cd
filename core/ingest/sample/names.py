"""Invented names: acts, rooms and people. Nothing here is a real act or venue; the cities are real."""

import unicodedata

import numpy as np

# Names that a page, a chart label, a spreadsheet or a URL can trip over; in a season of some size each of them plays.
AWKWARD_ACTS = (
    "Sable & Finch", "Ca$h Verity & Dime $tore", "*Starling Youth", "Åse Lindmark", "Zoë Quillan",
    "Hollow, Then Bright", "=Equals Nine", "Bjørn & The Tide Tables", "Señora Niebla", "Łucja Wrona",
    "[unlisted choir]", "Less <Than> Kind", "D'Arcy O'Mallow Quartet", "Underscore_Weather", "10:04 to Kōbe",
)  # fmt: skip
PLAIN_ACTS = (
    "Hollow Coast", "Mara Vesper", "The Tin Lanterns", "Ines Caldera", "Paper Districts", "Northgate Choral",
    "Ada Wrenfield", "Low Meridian", "Kite Season", "Oslo Motel", "June Halloran", "Velvet Signalbox",
    "Bright Animals", "Glass Harbourmen", "Nova Ruizel", "The Old Arcade", "Pale Summerhouse", "Ida Brandtner",
)  # fmt: skip
FIRST_WORDS = (
    "Slate", "Copper", "Lantern", "Marble", "Tidal", "Thistle", "Cobalt", "Saffron", "Lowland", "Harbour",
    "Granite", "Juniper", "Pewter", "Bracken", "Linen", "Ferry", "Cinder", "Sundial", "Willow", "Estuary",
    "Tangerine", "Larder", "Quarry", "Pylon", "Moorland", "Velour", "Turnpike", "Feather", "Basalt", "Attic",
)  # fmt: skip
SECOND_WORDS = (
    "Ledger", "Orchards", "Causeway", "Assembly", "Telegraph", "Almanac", "Parlour", "Carousel", "Meridians",
    "Understudy", "Postcards", "Switchback", "Regatta", "Lighthouses", "Curfew", "Bureau", "Allotment",
    "Encore Club", "Weathervane", "Sleepers", "Tramlines", "Viaduct", "Chapel Road", "Nocturnes", "Fieldnotes",
    "Timetable", "Corduroy", "Housekeys", "Semaphore", "Matinee",
)  # fmt: skip
FIRST_NAMES = (
    "Marnie", "Tobias", "Odette", "Callum", "Priya", "Idris", "Saoirse", "Lennart", "Noor", "Fergus", "Imogen",
    "Kwame", "Bethan", "Anselm", "Yusra", "Rowena", "Dilip", "Greta", "Osian", "Tamsin", "Malachy", "Ines",
    "Jarek", "Leonie", "Amara", "Hamish", "Sunniva", "Ravi", "Cerys", "Otis",
)  # fmt: skip
SURNAMES = (
    "Vesper", "Calloway-Reid", "Thornbury", "Okonedo", "Lindqvist", "Marchetti", "Ashgrove", "Penhale", "Dunmore",
    "Sarpong", "Wexcombe", "Halvorsen", "Rookwood", "Banerji", "Trevanion", "Kestrel", "Abernethy", "Mirza",
    "Llewelyn", "Fairweather", "Osterley", "Nakagawa", "Brackenbury", "Quayle", "Delacourt", "Holloway",
    "Mbeki-Shaw", "Stanmore", "Varga", "Winterbourne",
)  # fmt: skip
ROOM_WORDS = (
    "Halyard", "Tannery", "Millrace", "Saltmarket", "Corngate", "Foundry Lane", "Kiln", "Ropewalk", "Drapers",
    "Weighhouse", "Cooperage", "Signal", "Lockside", "Bellfield", "Mercer Street", "Platemakers", "Glassmakers",
    "Sailmakers", "Wharfside", "Hopton", "Calder Row", "Maltsters", "Turnstone", "Brewers", "Castlebank", "Gasholder",
    "Lamplighter", "Orchard Street", "Granary", "Pump Row", "Chandlers", "Fleece", "Quadrant", "Northgate",
    "Spindle", "Aqueduct", "Threadneedle Yard", "Old Depot", "Cornet", "Vulcan", "Harbourmaster", "Carriage Yard",
    "Bonded", "Kingsmead", "Stonebow", "Woolpack", "Furnace", "Seven Arches", "Lantern Yard", "Meadowside",
    "Bridgewater Row", "Quayhouse", "Weavers", "Clocktower", "Ironbridge Street", "Boilermakers", "Eastgate Row",
    "Linen Hall Lane", "Copperworks", "Almoner", "Tollgate", "Sugarhouse", "Viaduct Street", "Westwater",
    "Grand Parade", "Fishmarket", "Hillfoot", "Ferryman", "Sandstone", "Riverhead", "Tobacco Row", "Bakers",
    "Coalport", "Stagecoach", "Minster Yard", "Limekiln", "Arches Lane", "Excise House", "Belvedere", "Highfield",
    "Union Street", "Cobbler", "Watchmakers", "Lower Mill",
)  # fmt: skip


def act_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different act names, the awkward and the plain ones first."""
    first, second = rng.permutation(len(FIRST_WORDS)), rng.permutation(len(SECOND_WORDS))
    bands = []
    for turn in range(len(second)):
        for i, word in enumerate(first):
            band = f"{FIRST_WORDS[word]} {SECOND_WORDS[second[(i + turn) % len(second)]]}"
            bands.append(f"The {band}" if rng.random() < 0.2 else band)
    people = [f"{name} {surname}" for name in FIRST_NAMES for surname in SURNAMES]
    people = [people[i] for i in rng.permutation(len(people))]
    made_up = [name for pair in zip(bands, people, strict=True) for name in pair]
    return [*AWKWARD_ACTS, *PLAIN_ACTS, *made_up][:count]


def room_name(word: str, capacity: int) -> str:
    """A name that sounds like its size."""
    if capacity < 500:
        return f"The {word} Cellar" if len(word) % 2 else f"{word} Rooms"
    if capacity < 1000:
        return f"{word} Hall"
    if capacity < 2200:
        return f"The {word} Exchange" if len(word) % 2 else f"{word} Works"
    return f"{word} Theatre" if capacity < 5200 else f"{word} Arena"


def slugs(names: list[str]) -> list[str]:
    """Lower-case ASCII for campaign names and links: `Åse Lindmark` is `ase-lindmark`."""

    def slug(name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        return "-".join("".join(c if c.isalnum() else " " for c in plain).split())

    return [slug(name) for name in names]
