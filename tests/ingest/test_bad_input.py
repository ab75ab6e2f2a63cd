"""Files that are not what they should be: a clear message or a counted reject, never a traceback, never half a load."""

import codecs
import gzip

import pytest

from core.errors import ImportRefused, StoreError
from core.publish import publish
from core.warehouse.store import writing
from tests.ingest.conftest import CONCERTS, ONE_CONCERT

HEADER = ",".join(CONCERTS) + "\n"
GOOD = "c1,Zed,Hall,Denver,US,2026-05-01\n"
MANY = (HEADER + "".join(f"c{i},Zed,Hall,Denver,US,2026-05-01\n" for i in range(5000))).encode()

REFUSED = {
    "empty": (b"", "is empty"),
    "blank lines only": (b"\n\n  \n", "is empty"),
    "a byte order mark alone": (codecs.BOM_UTF8, "is empty"),
    "a byte order mark and a line end": (codecs.BOM_UTF8 + b"\r\n", "is empty"),
    "a UTF-16 mark alone": (codecs.BOM_UTF16_BE, "is empty"),
    "a UTF-16 mark and a line end, packed": (gzip.compress("\n".encode("utf-16")), "is empty"),
    "UTF-16 that is a byte short": ((HEADER + GOOD).encode("utf-16")[:-1], "not whole UTF-16"),
    "UTF-16 with half a pair": ((HEADER + GOOD.replace("Zed", "\ud83c")).encode("utf-16", "surrogatepass"),
                                "not whole UTF-16"),
    "UTF-16 that is half a pair short": (codecs.BOM_UTF16_LE + (HEADER + GOOD + "\U0001f3b8").encode("utf-16-le")[:-2],
                                         "not whole UTF-16"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64), "binary"),
    "zeros far inside": (MANY + b"c,\0,x", "binary"),
    "truncated gzip": (gzip.compress(MANY)[:-40], "gzip"),
    "gzip with a wrong checksum": (gzip.compress(MANY)[:-8] + b"12345678", "gzip"),
    "a wrong header": (b"one,two,three\n1,2,3\n", "is of no known kind: its header is one, two, three"),
    "a required column missing": (
        HEADER.replace(",country", "").encode() + b"c1,Zed,Hall,Denver,2026-05-01\n",
        "lacks country",
    ),
    "no header": (GOOD.encode(), "is of no known kind"),
    "an unclosed quote": (
        (HEADER + 'c1,"Zed,Hall,Denver,US,2026-05-01\n' + GOOD * 3).encode(),
        "quote that opens on line 2",
    ),
    "neither UTF-8 nor Windows-1252": ((HEADER + "c1,Z\x81d,Hall,Denver,US,2026-05-01\n").encode("latin-1"), "line 2"),
    "UTF-8 with a broken byte": (
        (HEADER + GOOD.replace("Zed", "Zéd")).encode() + b"c2,Z\xe9d,Hall,Denver,US,2026-05-02\n",
        "line 3",
    ),
    "other JSON": (b'{"rows": []}', "not a performance archive"),
    "broken JSON": (b'{"programs": [', "not whole JSON"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(store, tmp_path, fault):
    content, words = REFUSED[fault]
    path = tmp_path / "concerts_file.csv"
    path.write_bytes(content)
    report = store.put(path)
    assert report.outcome == "failed"
    [(refused, error)] = report.refused
    assert refused == path
    assert words in str(error)
    assert str(path) in str(error)
    assert store.ask("SELECT count(*) FROM concert") == [(0,)]


def test_a_refused_file_stops_no_other_and_is_kept_in_the_record(store, write, tmp_path):
    good = write("concerts.csv", ONE_CONCERT)
    (good.parent / "sales.csv.gz").write_bytes(gzip.compress(b"concert_id,ticket_type\n")[:-9])
    report = store.put(good.parent)
    assert report.outcome == "partial"
    assert report.kinds["concerts"]["new"] == 1
    [(file, reason)] = store.ask("SELECT file, reason FROM ingest_rejected")
    assert file.endswith("sales.csv.gz")
    assert "gzip" in reason


@pytest.mark.parametrize("paths", [["missing.csv"], ["empty folder"]])
def test_a_path_without_anything_is_refused(store, tmp_path, paths):
    (tmp_path / "empty folder").mkdir()
    with pytest.raises(ImportRefused, match=r"does not exist|holds no files"):
        store.put(*(tmp_path / p for p in paths))


ROWS = {
    "a bad date": (
        ["c2", "Zed", "Hall", "Denver", "US", "2026-02-30"],
        "local_date",
        "2026-02-30",
        "not a day of the calendar",
    ),
    "an American date": (["c2", "Zed", "Hall", "Denver", "US", "05/01/2026"], "local_date", "05/01/2026", "YYYY-MM-DD"),
    "no artist": (["c2", "", "Hall", "Denver", "US", "2026-05-01"], "artist", "", "is missing"),
    "artist None": (["c2", "None", "Hall", "Denver", "US", "2026-05-01"], "artist", "None", "is missing"),
    "an unknown country": (
        ["c2", "Zed", "Hall", "Denver", "Narnia", "2026-05-01"],
        "country",
        "Narnia",
        "not a country",
    ),
    "too few values": (["c2", "Zed"], None, "c2,Zed", "has 2 values, the header has 6"),
    "too many values": (
        ["c2", "Zed", "Hall", "Denver", "US", "2026-05-01", "x"],
        None,
        "c2,Zed,Hall,Denver,US,2026-05-01,x",
        "has 7",
    ),
    "the header again": (CONCERTS, None, None, "is the header again"),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_bad_row_is_a_counted_reject_and_the_others_are_loaded(store, write, fault):
    row, column, value, words = ROWS[fault]
    report = store.put(write("concerts.csv", [*ONE_CONCERT, row, ["c3", "Zed", "Hall", "Denver", "US", "2026-05-03"]]))
    assert report.kinds["concerts"] == {"read": 3, "new": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    [(kind, file, line, where, what, reason)] = report.rejects
    assert (kind, line, where, what) == ("concerts", 3, column, value)
    assert file.endswith("concerts.csv")
    assert words in reason


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("currency", "XXQ", "not a currency"),
        ("face_value", "twenty", "not an amount"),
        ("face_value", "-5", "negative"),
        ("face_value", "5901234123457", "more money than can be right"),
        ("face_value", "590123412", "more than a ticket can cost (100,000,000 or more)"),
        ("allotment", "10000000", "more than there can be (10,000,000 or more)"),
        ("tax_rate", "6.5", "above 1"),
        ("allotment", "1.5", "not a whole number"),
        ("tax_included", "perhaps", "neither true nor false"),
    ],
)
def test_bad_numbers_currencies_and_rates_are_rejects(store, write, column, value, words):
    header = ["concert_id", "name", "face_value", "currency", "allotment", "tax_rate", "tax_included"]
    row = dict(zip(header, ["c1", "GA", "20", "USD", "100", ".05", "true"], strict=True)) | {column: value}
    write("concerts.csv", ONE_CONCERT)
    report = store.put(write("ticket_types.csv", [header, list(row.values())]).parent)
    [(_, _, line, where, what, reason)] = report.rejects
    assert (line, where, what) == (2, column, value)
    assert words in reason


TYPES = ["concert_id", "name", "face_value", "currency", "allotment", "comps", "kills"]
EXPENSES = ["concert_id", "category", "kind", "unit", "budgeted", "actual"]


def test_a_ticket_type_with_more_kept_back_than_there_is_is_a_reject(store, write):
    write("concerts.csv", ONE_CONCERT)
    kept = [("100", "60", "60"), ("100", "60", "40"), ("100", "101", ""), ("100", "", ""), ("9999999", "9999999", "1")]
    rows = [["c1", f"T{n}", "20", "USD", *numbers] for n, numbers in enumerate(kept)]
    report = store.put(write("ticket_types.csv", [TYPES, *rows]).parent)
    assert [(r[2], r[3], r[4], r[5]) for r in report.rejects] == [
        (2, "allotment", "100", "is below the 120 that comps and kills come to"),
        (4, "allotment", "100", "is below the 101 that comps and kills come to"),
        (6, "allotment", "9999999", "is below the 10,000,000 that comps and kills come to"),
    ]


def test_rates_of_expenses_are_fractions_kept_in_full(store, write):
    write("concerts.csv", ONE_CONCERT)
    costs = [
        ("pct_gross", "5", ""),
        ("pct_net_gross", ".04", "1.5"),
        ("pct_gross", "5%", "0.065"),
        ("flat", "5%", ""),
        ("", "5 %", ""),
        ("per_ticket", "5", "1.125"),
        ("pct_net_gross", "150%", ""),
        ("flat", "1000000000000", ""),
    ]
    rows = [["c1", f"cost {n}", "variable", *cost] for n, cost in enumerate(costs)]
    report = store.put(write("expenses.csv", [EXPENSES, *rows]).parent)
    fraction, rate = "is above 1; rates are a fraction: 0.05 is 5 %", "is a rate, but the unit is none (pct_gross, pct_net_gross)"
    assert [(r[2], r[3], r[4], r[5]) for r in report.rejects] == [
        (2, "budgeted", "5", fraction),
        (3, "actual", "1.5", fraction),
        (5, "budgeted", "5%", rate),
        (6, "budgeted", "5 %", rate),
        (8, "budgeted", "150%", fraction),
        (9, "budgeted", "1000000000000", "is more money than can be right (1,000,000,000,000 or more)"),
    ]
    assert store.ask("SELECT unit, budgeted::VARCHAR, actual::VARCHAR FROM expense ORDER BY category") == [
        ("pct_gross", "0.050000", "0.065000"),
        ("per_ticket", "5.000000", "1.125000"),
    ]


WITH_IDS = [*CONCERTS, "artist_id", "venue_id"]


def show(n: int, artist: str, venue: str, city: str = "Paris") -> list[str]:
    return [f"c{n}", artist, venue, city, "FR", f"2026-05-0{n}", "1", "10"]


def test_a_venue_s_id_of_two_names_in_one_import_refuses_the_later_row_and_an_artist_s_other_name_is_a_told_alias(store, write):
    billed = [("Alpha", "The V & W"), ("ÁLPHA!", "V and W"), ("Beta {0}", "V&W"), ("Alpha", "W", "Lille")]
    shows = [show(n, *names) for n, names in enumerate(billed, 1)]
    tags = [["Alpha", "1", "rock"], ["Gamma", "1", "pop"], ["Gamma", "2", "pop"]]
    write("artist_tags.csv", [["artist", "artist_id", "tag"], *tags])
    report = store.put(write("concerts.csv", [WITH_IDS, *shows]).parent)
    assert [(r[2], r[3], r[4], r[5]) for r in sorted(report.rejects)] == [
        (5, "venue", "W", "is given venue_id 10, which is The V & W on line 2"),
    ]
    assert store.ask("SELECT concert_id, artist_id FROM concert ORDER BY ALL") == [("c1", "1"), ("c2", "1"), ("c3", "1")]
    assert [note.split("alias: ")[1] for note in report.notes if "alias: " in note] == [
        "Beta {0} for Alpha (1)", "Gamma for Alpha (1)"]


def test_an_id_may_have_another_name_in_a_later_import_and_then_both(store, write):
    store.put(write("concerts.csv", [WITH_IDS, show(1, "Alpha", "V")]))
    for later in ([show(1, "Beta", "W")], [show(1, "Alpha", "V"), show(2, "Beta", "W")]):
        assert store.put(write("concerts.csv", [WITH_IDS, *later])).outcome == "complete"
    assert store.ask("SELECT DISTINCT artist_id, venue_id FROM concert") == [("1", "10")]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("mbid", "not-an-mbid", "not a MusicBrainz identifier"),
        ("country", "@GB", "is not a country"),
        ("country", "G8", "is not a country"),
    ],
)
def test_a_malformed_id_or_country_is_a_reject(store, write, column, value, words):
    row = dict(zip(CONCERTS, ONE_CONCERT[1], strict=True)) | {column: value}
    report = store.put(write("concerts.csv", [list(row), list(row.values())]))
    [(_, _, line, where, what, reason)] = report.rejects
    assert (line, where, what) == (2, column, value)
    assert words in reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_encoding_delimiter_and_packing_reads_the_same(store, write, encoding, delimiter, packed):
    row = ["c1", "Motörhead", "Café; Bar, 1|2", "Zürich", "CH", "2026-05-01"]
    report = store.put(write("concerts.csv", [CONCERTS, row], encoding=encoding, delimiter=delimiter, packed=packed))
    assert report.outcome == "complete", report.refused
    assert store.ask(
        "SELECT a.name, v.name, city FROM concert JOIN artist a USING (artist_id) JOIN venue v USING (venue_id)"
    ) == [("Motörhead", "Café; Bar, 1|2", "Zürich")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_reads_the_same(store, tmp_path, ending):
    path = tmp_path / "concerts.csv"
    path.write_bytes(
        (HEADER + GOOD + GOOD.replace("c1", "c2").replace("Denver", "").replace("2026", "x"))
        .replace("\n", ending)
        .encode()
    )
    report = store.put(path)
    assert report.kinds["concerts"]["new"] == 1
    assert [r[2] for r in report.rejects] == [3]


def test_when_every_row_is_bad_nothing_is_loaded_and_all_is_counted(store, write):
    report = store.put(write("concerts.csv", [CONCERTS, *([f"c{i}", "", "", "", "", ""] for i in range(3))]))
    assert report.outcome == "failed"
    assert report.kinds["concerts"]["rejected"] == 3
    assert store.ask("SELECT count(*) FROM ingest_rejected") == [(3,)]


def test_an_unknown_kind_is_named_with_those_there_are(store, write):
    with pytest.raises(ImportRefused, match="Kinds are concerts"):
        store.put(write("concerts.csv", ONE_CONCERT), kind="shoes")


def test_the_sample_stays_where_nothing_can_be_loaded_in_its_place_and_the_rejects_are_kept(store, write):
    with writing(store.folder) as connection:
        connection.execute("INSERT INTO about VALUES ('season', 'sample')")
        connection.execute("INSERT INTO concert (concert_id) VALUES ('sample show')")
    bad = write("concerts.csv", [CONCERTS, ["c1", "", "", "", "", ""]])
    report = store.put(bad, may_remove_sample=lambda: True)
    assert (report.outcome, any("the sample season stays" in note for note in report.notes)) == ("failed", True)
    assert store.ask("SELECT concert_id FROM concert") == [("sample show",)]
    assert store.ask("SELECT value FROM about WHERE key = 'season'") == [("sample",)]
    assert store.ask("SELECT run_id, line FROM ingest_rejected") == [(report.run_id, 2)]
    assert store.ask("SELECT run_id, outcome, received FROM ingest_run") == [(report.run_id, "failed", 1)]
    assert store.put(write("concerts.csv", ONE_CONCERT), may_remove_sample=lambda: True).outcome == "complete"
    assert store.ask("SELECT concert_id, (SELECT count(*) FROM about) FROM concert") == [("c1", 0)]


def test_the_largest_prices_and_counts_that_are_taken_can_be_added_up_and_larger_ones_are_said(store, write):
    shows = [[f"c{i}", "Zed", "Hall", "Denver", "US", f"2026-05-{i + 1:02d}"] for i in range(9)]
    write("concerts.csv", [CONCERTS, *shows])
    write("ticket_types.csv", [["concert_id", "name", "face_value", "currency", "allotment"],
                               *([show[0], "GA", "99999999.99", "USD", "9999999"] for show in shows)])
    write("ad_spend.csv", [["concert_id", "channel", "date", "spend", "clicks"],
                           *([show[0], "search", "2026-03-01", "999999999999.99", 2**31 - 1] for show in shows)])
    folder = write("sales.csv", [["concert_id", "ticket_type", "sold_on", "qty", "gross"],
                                 *([show[0], "GA", "2026-03-01", "9999999", "999999999999.99"] for show in shows)]).parent
    assert store.put(folder).outcome == "complete"
    publish(data_dir=store.folder)
    with writing(store.folder) as connection:
        connection.execute("UPDATE ticket_type SET face_value = 5901234123457, allotment = 100000000")
    with pytest.raises(StoreError, match="too large to be added up.*import it again"):
        publish(data_dir=store.folder)
