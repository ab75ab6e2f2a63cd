"""The command line as its users meet it: a process with arguments, two streams and an exit status."""

import csv
import io
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from core.__main__ import main
from core.settings import settings

ROOT = Path(__file__).parents[1]
HEADER = "concert_id,artist,venue,city,country,local_date\n"
GOOD = "c1,Beyoncé,Hall,Denver,US,2026-05-01\n"


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def process(tmp_path):
    """Run one verb as a process of its own, with nobody at the terminal."""

    def run(*arguments: object) -> Done:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MARQUEE_")}
        done = subprocess.run(
            [sys.executable, "-m", "core", *map(str, arguments)],
            cwd=ROOT,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
            env=environment | {"MARQUEE_DATA_DIR": str(tmp_path / "store")},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def marquee(tmp_path, monkeypatch, capsys):
    """Run one verb through the front door, in this process because most of a process is its start."""

    def run(*arguments: object, store: Path = tmp_path / "store") -> Done:
        monkeypatch.setenv("MARQUEE_DATA_DIR", str(store))
        monkeypatch.setattr(sys, "argv", ["core", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        settings.cache_clear()
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        settings.cache_clear()
        return Done(end.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def concerts(tmp_path):
    path = tmp_path / "concerts.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sample(sample_store):
    """A store with a small sample season; tests only read it."""
    return sample_store


def test_files_of_a_folder_that_are_not_imported_are_named_and_change_no_exit_status(marquee, concerts):
    sheet = concerts.with_name("sales.xlsx")
    sheet.write_bytes(b"PK")
    folder = concerts.parent
    done = marquee("import", folder, "--no-publish", "--format", "json", store=folder.parent / f"{folder.name} store")
    assert done.status == 0
    reason = "not imported: it is a spreadsheet, so save each of its sheets as CSV"
    assert set(json.loads(done.out)) == {"run_id", "kinds"}, "what programs rely on"
    assert f"{sheet}: {reason}\n" in done.err


def test_an_import_prints_the_documented_object_alone(process, concerts):
    done = process("import", concerts, "--format", "json")
    assert done.status == 0
    assert set(done.json) == {"run_id", "kinds"}
    assert done.json["kinds"] == {"concerts": {"read": 1, "new": 1, "changed": 0, "unchanged": 0, "rejected": 0}}
    assert done.out.count("\n") == 1
    again = process("import", concerts, "--format", "json")
    assert again.status == 0
    assert again.json["kinds"]["concerts"] == {"read": 1, "new": 0, "changed": 0, "unchanged": 1, "rejected": 0}
    assert again.json["run_id"] > done.json["run_id"]


def test_rejected_rows_make_status_3_and_are_written_where_asked(process, concerts, tmp_path):
    concerts.write_text(HEADER + GOOD + "c2,Zed,Hall,Denver,US,=never\n", encoding="utf-8")
    done = process("import", concerts, "--rejects", tmp_path / "rejects.csv")
    assert done.status == 3
    [row] = csv.DictReader((tmp_path / "rejects.csv").read_text("utf-8").splitlines())
    assert (row["file"], row["line"], row["column_name"], row["value"]) == (str(concerts), "3", "local_date", "'=never")
    stored = process(
        "query", "SELECT run_id, file, line, column_name, value, reason FROM ingest_rejected", "--format", "json"
    )
    assert [(r["line"], r["value"]) for r in stored.json] == [(3, "=never")]


@pytest.mark.parametrize("content", [None, "", "one,two\n1,2\n", HEADER, HEADER + "c1,,,,,\n"])
def test_when_nothing_is_loaded_the_status_is_1_and_says_why(marquee, tmp_path, content):
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_text(content)
    done = marquee("import", path, "--format", "json")
    assert done.status == 1
    assert set(done.json) == {"run_id", "kinds"}
    assert "Nothing was loaded" in done.err


def test_a_dry_run_loads_and_publishes_nothing(marquee, concerts):
    done = marquee("import", concerts, "--dry-run", "--format", "json")
    assert (done.status, done.json["kinds"]["concerts"]["new"]) == (0, 1)
    assert "A dry run: nothing was loaded." in done.err
    assert marquee("query", "SELECT 1").status == 1


def test_a_dry_run_writes_its_rejects_and_points_to_no_page_that_has_them(marquee, concerts, tmp_path):
    concerts.write_text(HEADER + GOOD + "c2,Zed,Hall,Denver,US,never\n", encoding="utf-8")
    done = marquee("import", concerts, "--dry-run", "--rejects", tmp_path / "rejects.csv")
    assert (done.status, "Data page" in done.err) == (3, False)
    assert "never" in (tmp_path / "rejects.csv").read_text("utf-8")


def test_rejects_never_take_the_place_of_a_file_to_import(marquee, concerts, tmp_path):
    (tmp_path / "link.csv").symlink_to(concerts)
    before = concerts.read_bytes()
    for paths, rejects in (([concerts], concerts), ([tmp_path], concerts), ([concerts], tmp_path / "link.csv")):
        done = marquee("import", *paths, "--rejects", rejects, "--format", "json")
        assert (done.status, done.json, concerts.read_bytes()) == (1, {"run_id": None, "kinds": {}}, before)
        assert "is one of the files to import" in done.err


@pytest.mark.parametrize("place", ["no/such/rejects.csv", "."])
def test_rejects_that_cannot_be_written_are_refused_before_anything_is_loaded(marquee, concerts, tmp_path, place):
    done = marquee("import", concerts, "--rejects", tmp_path / place)
    assert (done.status, "cannot be written to" in done.err) == (1, True)
    assert not (tmp_path / "store" / "warehouse.duckdb").exists()


def test_an_import_refused_for_the_sample_leaves_no_empty_list_of_rejects(marquee, concerts, sample, tmp_path):
    shutil.copytree(sample, tmp_path / "store")
    assert marquee("import", concerts, "--rejects", tmp_path / "rejects.csv").status == 1
    assert not (tmp_path / "rejects.csv").exists()


def test_a_refused_file_is_no_rejected_row(marquee, tmp_path):
    (tmp_path / "concerts.csv").touch()
    assert "rejected." not in marquee("import", tmp_path).err


def test_a_file_that_cannot_be_read_is_refused_like_any_other():
    """As nobody, since root may read everything; what is imported is loaded before."""
    code = "import os, sys; from core.__main__ import main\n" \
           "import core.ingest.imports, core.words, core.warehouse.load\n" \
           "os.getuid() or os.setuid(65534)\nmain()"
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name, "concerts.csv")
        Path(name).chmod(0o777)
        closed.touch(mode=0)
        done = subprocess.run([sys.executable, "-c", code, "import", str(closed), "--format", "json", "--no-publish"], cwd=ROOT,
                              text=True, capture_output=True, check=False,
                              env=os.environ | {"MARQUEE_DATA_DIR": f"{name}/store"})
    assert (done.returncode, json.loads(done.stdout)) == (1, {"run_id": None, "kinds": {}})
    assert "cannot be read (Permission denied)" in done.stderr


def test_what_a_complete_file_lacks_would_be_marked_in_a_dry_run(marquee, tmp_path):
    events = tmp_path / "events.csv"
    header, row = "event_id,name,venue,city,country,local_date\n", "{0},Show {0},Hall,Denver,US,2099-05-0{0}\n"
    events.write_text(header + "".join(map(row.format, (1, 2, 3))))
    assert marquee("import", events, "--no-publish").status == 0
    events.write_text(header + "".join(map(row.format, (1, 3))))
    assert "1 listings that the file lacks would be marked as gone" in marquee("import", events, "--complete", "--dry-run").err
    assert "1 listings that the file lacks were marked as gone" in marquee(
        "import", events, "--complete", "--no-publish").err


@pytest.mark.parametrize("answer", ["y", "n"])
def test_the_question_whether_the_sample_may_go_stands_alone_on_the_terminal(concerts, sample, tmp_path, answer):
    """No bar is drawn between the question and its answer."""
    shutil.copytree(sample, tmp_path / "store")
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "core", "import", str(concerts), "--no-publish"], cwd=ROOT, stdin=theirs,
                          stdout=theirs, stderr=theirs, close_fds=True,
                          env=os.environ | {"MARQUEE_DATA_DIR": str(tmp_path / "store"), "TERM": "xterm"}) as process:
        os.close(theirs)
        try:
            seen = b""
            while b"[y/N]: " not in seen:
                seen += os.read(ours, 4096)
                assert len(seen) < 50_000, "bars are drawn again and again, and the question never comes"
            # A bar that was still drawn would come within a tenth of a second.
            assert seen.endswith(b"[y/N]: ")
            assert not select.select([ours], [], [], 0.5)[0]
            os.write(ours, answer.encode() + b"\n")
            with suppress(OSError):  # the end, as a terminal tells it
                while os.read(ours, 4096):
                    pass
        except BaseException:
            process.kill()
            raise
    os.close(ours)
    assert process.returncode == (0 if answer == "y" else 1)


def test_a_header_without_rows_is_said(marquee, tmp_path):
    (tmp_path / "concerts.csv").write_text(HEADER)
    assert "concerts.csv: holds no rows below its header" in marquee("import", tmp_path / "concerts.csv").err


@pytest.mark.parametrize("pair", ["genre=Stil", "gnere=artist"])
def test_a_mapping_that_names_no_column_is_said(marquee, concerts, pair):
    assert f"--map {pair} names no column of these files" in marquee("import", concerts, "--map", pair, "--no-publish").err


def test_without_publishing_readers_see_nothing_until_publish(marquee, concerts):
    marquee("import", concerts, "--no-publish")
    assert "Nothing has been published" in marquee("query", "SELECT 1").err
    assert marquee("publish").status == 0
    assert marquee("query", "SELECT count(*) AS n FROM concert", "--format", "json").json == [{"n": 1}]


def test_kind_and_columns_can_be_given(marquee, concerts, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("concert_id,Who,venue,city,country,local_date\nc7,Zed,Hall,Denver,US,2026-05-01\n")
    assert "lacks artist" in marquee("import", path).err
    assert marquee("import", path, "--as", "concerts", "--map", "artist=Who", "--no-publish").status == 0
    assert marquee("import", path, "--as", "shoes").status == 1
    assert "ours=theirs" in marquee("import", path, "--map", "Who").err


SHOWS = ("query", "SELECT artist FROM concert", "--format", "json")
SEASON = ("query", "SELECT value FROM about WHERE key = 'season'", "--format", "json")


def test_real_data_takes_the_place_of_the_sample_only_with_leave(marquee, concerts, sample, tmp_path):
    shutil.copytree(sample, tmp_path / "store")
    refused = marquee("import", concerts)
    assert refused.status == 1
    assert "--yes" in refused.err
    assert marquee(*SEASON).json == [{"value": "sample"}]
    assert marquee("import", concerts, "--yes").status == 0
    assert marquee(*SEASON).json == []
    assert marquee("query", "SELECT concert_id FROM concert", "--format", "json").json == [{"concert_id": "c1"}]
    assert "real data" in marquee("sample").err


def test_the_sample_can_be_removed_alone_and_made_again(marquee, sample, tmp_path):
    shutil.copytree(sample, tmp_path / "store")
    shows = ("query", "SELECT count(*) AS n FROM concert", "--format", "json")
    assert marquee("sample", "--shows", "5").status == 0
    assert marquee(*shows).json == [{"n": 5}]
    assert marquee("sample", "--remove").status == 0
    assert marquee(*shows).json == [{"n": 0}]
    assert marquee(*SEASON).json == []
    assert "no sample season" in marquee("sample", "--remove").err


def test_a_store_of_another_version_or_damaged_is_published_again_before_it_is_served(marquee, concerts, tmp_path):
    marquee("import", concerts)
    snapshots = tmp_path / "store" / "snapshots"
    with duckdb.connect(str(snapshots / "snapshot-000001.duckdb")) as connection:
        connection.execute("UPDATE published SET definitions = 'other'")
    assert "Another version of Marquee" in marquee("status", "--format", "csv").out
    done = marquee("sample", "--if-empty")
    assert (done.status, "published again" in done.err) == (0, True)
    assert marquee(*SHOWS).json == [{"artist": "Beyoncé"}]
    (snapshots / "snapshot-000003.duckdb").write_bytes(b"no database")
    (snapshots / "CURRENT").write_text("snapshot-000003.duckdb")
    done = marquee("sample", "--if-empty")
    assert (done.status, "not a readable DuckDB file" in done.err) == (0, True)
    assert marquee(*SHOWS).json == [{"artist": "Beyoncé"}]
    assert marquee("sample", "--if-empty").err == ""


def test_a_pulled_snapshot_of_another_version_is_not_replaced_by_an_empty_one(marquee, concerts, tmp_path):
    marquee("import", concerts)
    with duckdb.connect(str(tmp_path / "store" / "snapshots" / "snapshot-000001.duckdb")) as connection:
        connection.execute("UPDATE published SET definitions = 'other'")
    (tmp_path / "store" / "warehouse.duckdb").unlink()
    done = marquee("sample", "--if-empty")
    assert (done.status, "pull" in done.err) == (1, True)
    assert not (tmp_path / "store" / "warehouse.duckdb").exists()


def test_what_was_imported_without_publishing_is_published_and_not_mixed_with_a_sample(marquee, concerts):
    marquee("import", concerts, "--no-publish")
    assert marquee("sample", "--if-empty").status == 0
    assert marquee(*SHOWS).json == [{"artist": "Beyoncé"}]


def test_a_hold_whose_day_has_passed_was_not_played(marquee, concerts):
    concerts.write_text(HEADER.replace("\n", ",status\n") + "c1,Ada,Hall,Denver,US,2020-05-01,hold\n"
                        "c2,Ada,Hall,Denver,US,2020-05-02,confirmed\nc3,Ada,Hall,Denver,US,2199-05-01,hold\n")
    marquee("import", concerts)
    rows = marquee("query", "SELECT concert_id, phase FROM concert ORDER BY 1", "--format", "json").json
    assert [row["phase"] for row in rows] == ["cancelled", "played", "hold"]


def test_what_a_sales_file_may_say_but_hardly_means_is_among_the_checks(marquee, concerts, tmp_path):
    (tmp_path / "sales.csv").write_text(
        "concert_id,ticket_type,sold_on,qty,gross,refunded_qty\nc1,Balcony,2026-04-01,2,100,3\nc1,GA,2199-01-01,1,50,\n")
    assert marquee("import", concerts, tmp_path / "sales.csv").status == 0
    assert marquee("export", "sources/checks", tmp_path / "checks.csv").status == 0
    checks = list(csv.DictReader(line for line in (tmp_path / "checks.csv").read_text("utf-8-sig").splitlines()
                                 if not line.startswith("#")))
    assert {row["check_name"] for row in checks if row["broken"] == "1"} >= {
        "Every ticket sold is of a known ticket type", "Nothing is sold in the future", "Nothing is sold after the show"}


def test_a_query_prints_rows_as_table_json_and_csv(marquee, sample):
    sql = (
        "SELECT 1 AS n, 12.50::DECIMAL(18, 2) AS money, DATE '2026-05-01' AS day, NULL AS nothing, '=1+1' AS text, "
        "[1, 2] AS list"
    )
    assert marquee("query", sql, "--format", "json", store=sample).json == [
        {"n": 1, "money": 12.5, "day": "2026-05-01", "nothing": None, "text": "=1+1", "list": [1, 2]}
    ]
    [row] = csv.DictReader(io.StringIO(marquee("query", sql, "--format", "csv", store=sample).out))
    assert (row["money"], row["day"], row["nothing"], row["text"]) == ("12.50", "2026-05-01", "", "'=1+1")
    assert "12.50" in marquee("query", sql, store=sample).out


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE concert",
        "SELECT 1; SELECT 2",
        "SELECT * FROM nowhere",
        "INSERT INTO about VALUES (1, 2)",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELEC 1",
    ],
)
def test_only_reading_the_snapshot_is_possible(marquee, sample, sql):
    done = marquee("query", sql, store=sample)
    assert (done.status, done.out) == (1, "")
    assert done.err


def test_a_query_is_capped_and_says_so(marquee, sample):
    done = marquee("query", "SELECT * FROM range(10)", "--limit", "3", "--format", "json", store=sample)
    assert len(done.json) == 3
    assert "first 3 rows" in done.err


def test_status_tells_the_snapshot_the_rows_the_runs_and_what_is_configured(marquee, sample, tmp_path):
    rows = {(r["item"], r["name"]): r["value"] for r in marquee("status", "--format", "json", store=sample).json}
    assert rows["snapshot", "number"] >= 1
    assert rows["data", "season"] == "sample"
    assert rows["rows", "concerts"] == 80
    assert rows["rejected", "rows"] == 0
    assert rows["capability", "ticketmaster"] == "missing"
    assert any(item == "run" and value == "complete" for (item, _), value in rows.items())
    assert marquee("status", store=tmp_path / "none").status == 0


def of(done: Done, item: str) -> dict:
    return {row["name"]: (row["value"], row["detail"]) for row in done.json if row["item"] == item}


def test_status_tells_what_the_warehouse_knows_and_what_of_it_is_not_published(marquee, concerts):
    bad = "c2,Zed,Hall,Denver,US,never\n"
    concerts.write_text(HEADER + GOOD + bad, encoding="utf-8")
    marquee("import", concerts, "--no-publish")
    done = marquee("status", "--format", "json")
    assert of(done, "rows")["concerts"] == (1, "not published yet")
    assert of(done, "rejected")["rows"] == (1, "not published yet")
    [(outcome, detail)] = of(done, "run").values()
    assert (outcome, detail.endswith("not published yet")) == ("partial", True)
    marquee("publish")
    done = marquee("status", "--format", "json")
    assert (of(done, "rows")["concerts"], of(done, "warehouse")["state"][0]) == ((1, ""), "whole")
    assert "not published" not in str([of(done, item) for item in ("rows", "rejected", "run")])
    concerts.write_text(HEADER + GOOD + GOOD.replace("c1", "c3").replace("Hall", "Club") + bad, encoding="utf-8")
    marquee("import", concerts, "--no-publish")
    done = marquee("status", "--format", "json")
    assert of(done, "rows")["concerts"] == (1, "2 in the warehouse: not published yet")
    assert of(done, "rejected")["rows"] == (1, "each with file, line and reason in ingest_rejected; 1 more not published yet")
    assert [detail.endswith("not published yet") for _, detail in of(done, "run").values()] == [True, False]


@pytest.mark.parametrize("left", [0.95, 0.5, 0.01, 0])
def test_status_tells_of_a_damaged_warehouse(marquee, concerts, tmp_path, left):
    marquee("import", concerts, "--no-publish")
    with (tmp_path / "store" / "warehouse.duckdb").open("r+b") as file:
        file.truncate(int(file.seek(0, 2) * left))
    done = marquee("status", "--format", "json")
    state, detail = of(done, "warehouse")["state"]
    assert (done.status, state) == (0, "broken")
    assert "Restore it from a backup" in detail


def test_status_takes_no_warehouse_for_damaged_that_gave_room_back(marquee, concerts, tmp_path):
    from core.warehouse.store import writing

    marquee("import", concerts, "--no-publish")
    with writing(tmp_path / "store") as connection:
        for _ in range(3):
            connection.execute("CREATE TABLE filler AS SELECT range AS i, hash(range) AS h FROM range(300_000)")
            connection.execute("CHECKPOINT")
            connection.execute("DROP TABLE filler")
            connection.execute("CHECKPOINT")
    assert of(marquee("status", "--format", "json"), "warehouse")["state"][0] == "whole"


def test_status_tells_of_a_warehouse_that_is_newer_or_being_written(marquee, concerts, tmp_path):
    from core.warehouse.store import writing

    marquee("import", concerts)
    with writing(tmp_path / "store") as connection:
        connection.execute("INSERT INTO schema_migration VALUES (9999, '9999_later.sql', '', now())")
        busy = marquee("status", "--format", "json")
    newer = marquee("status", "--format", "json")
    for done, state, words in ((busy, "busy", "is writing to"), (newer, "newer", "Update Marquee")):
        assert (of(done, "warehouse")["state"][0], of(done, "rows")["concerts"][0]) == (state, 1)
        assert words in of(done, "warehouse")["state"][1]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_question_can_be_taken_home_as_a_file(marquee, sample, tmp_path, ending):
    path = tmp_path / f"shows.{ending}"
    done = marquee("export", "concerts/list", path, store=sample)
    assert (done.status, done.out) == (0, "")
    assert path.stat().st_size > 500
    assert "80 rows" in done.err


def test_an_export_that_cannot_be_made_says_what_to_do(marquee, sample, tmp_path):
    assert "concerts/pacing" in marquee("export", "shoes", tmp_path / "x.csv", store=sample).err
    assert "--with" in marquee("export", "concerts/pacing", tmp_path / "x.csv", store=sample).err
    assert (
        marquee("export", "concerts/pacing", tmp_path / "x.csv", "--with", "concert_id=C0001", store=sample).status == 0
    )
    needless = marquee("export", "settlements/deals", tmp_path / "y.csv", "--with", "concert_id=C0001", store=sample)
    assert needless.status
    assert "does not ask for concert_id" in needless.err
    assert not (tmp_path / "y.csv").exists()
    assert ".parquet" in marquee("export", "concerts/list", tmp_path / "x.doc", store=sample).err
    assert "cannot be written" in marquee("export", "concerts/list", tmp_path / "no" / "x.csv", store=sample).err


def test_two_imports_at_once_do_not_mix(process, concerts, tmp_path):
    from core.warehouse.store import writing

    with writing(tmp_path / "store"):
        done = process("import", concerts)
    assert done.status == 1
    assert "is writing" in done.err
    assert process("import", concerts).status == 0


def test_the_command_line_starts_without_the_heavy_libraries():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, core.__main__; print(*sys.modules)"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout.split()
    assert not {"streamlit", "sklearn", "boto3", "pandas", "pyarrow", "duckdb", "fastapi", "plotly"} & set(loaded)


def test_what_the_system_refuses_to_write_is_said_without_a_traceback(tmp_path):
    command = [sys.executable, "-m", "core", "status"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"MARQUEE_DATA_DIR": str(tmp_path)},
                              stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr
    assert "OSError" in (tmp_path / "logs" / "marquee.jsonl").read_text("utf-8")
    (tmp_path / "file").touch()
    done = subprocess.run([*command[:-1], "publish"], cwd=ROOT, capture_output=True, text=True,
                          env=os.environ | {"MARQUEE_DATA_DIR": str(tmp_path / "file" / "store")})
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "name another place" in done.stderr


def test_a_verb_ends_well_without_an_output_or_with_one_that_nobody_reads(tmp_path):
    for ending in (">&-", "2>&-", "| head -c 1", "2>&1 >&- | head -c 1"):
        done = subprocess.run(["bash", "-c", f'"$0" -m core status {ending}; exit ${{PIPESTATUS[0]}}', sys.executable], cwd=ROOT,
                              env=os.environ | {"MARQUEE_DATA_DIR": str(tmp_path)}, capture_output=True, text=True)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (ending, done.stderr)
