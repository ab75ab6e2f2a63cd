"""Every file of a folder is imported, or is named with the reason why not; what only tells about others goes unsaid."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ImportRefused
from core.ingest.folders import find, is_aside
from tests.ingest.conftest import CONCERTS, ONE_CONCERT, real

NAMED = {"sales.xlsx": "is a spreadsheet", "scans.dat": "its ending .dat is none of .csv", "expenses.csv.zip": "unpack it",
         "buyers": "it has no ending", "sub/more.pdf": "its ending .pdf"}
UNSAID = [".DS_Store", "._sales.csv", "Thumbs.db", "desktop.ini", "README.md", "readme.txt", "LICENSE", "their_LICENCE.txt",
          "SHA256SUMS", "sales.csv.md5", ".cache/old.csv", "__MACOSX/sales.csv"]


def fill(folder) -> None:
    for name in [*NAMED, *UNSAID]:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(",".join(CONCERTS) + "\nc9,A,B,C,US,2026-01-01\n")


def test_what_is_not_imported_is_named_in_the_notes_and_the_record_and_does_not_count_as_a_fault(store, write):
    folder = write("concerts.csv", ONE_CONCERT).parent
    fill(folder)
    report = store.put(folder)
    assert report.outcome == "complete"
    assert report.kinds["concerts"]["read"] == 1
    assert {str(path.relative_to(folder)) for path, _ in report.skipped} == set(NAMED)
    [(detail,)] = store.ask("SELECT detail FROM ingest_run")
    for name, words in NAMED.items():
        [line] = [note for note in report.notes if note.startswith(f"{folder / name}: not imported: ")]
        assert words in line
        assert line in detail


def test_a_file_named_by_itself_is_imported_whatever_its_ending(store, write, tmp_path):
    path = write("concerts.csv", ONE_CONCERT).rename(tmp_path / "concerts.dat")
    assert store.put(path).outcome == "complete"


def test_a_folder_with_nothing_to_import_says_what_it_holds(tmp_path):
    (tmp_path / "sales.xlsx").write_bytes(b"PK")
    with pytest.raises(ImportRefused, match=r"holds no files .*sales\.xlsx is not imported: it is a spreadsheet"):
        find([tmp_path])


def test_a_folder_without_anything_to_skip_says_nothing(store, write):
    report = store.put(write("concerts.csv", ONE_CONCERT).parent)
    assert (report.skipped, report.notes) == ([], [])


@pytest.mark.parametrize("name", ["sales.csv", "notice_sales.csv", "licences.csv", "readme_sales.txt", "sha.csv"])
def test_tables_are_never_set_aside(tmp_path, name):
    (tmp_path / name).write_text("x")
    assert not is_aside((tmp_path / name).relative_to(tmp_path))
    assert find([tmp_path]).files == [tmp_path / name]


def test_folders_of_real_data_have_no_more_files_to_name_than_those_of_other_endings():
    assert [path.suffix for path, _ in find([real("nyc_shows").parent]).skipped] == [".dat"] * 4


@pytest.fixture
def folder_of_another() -> Iterator[Path]:
    """A folder anyone may use, while this process is nobody: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        nobody = os.getuid() == 0
        if nobody:
            os.setresuid(65534, 65534, 0)
        try:
            yield folder
        finally:
            if nobody:
                os.setresuid(0, 0, 0)
            for closed in folder.rglob("*"):
                closed.chmod(0o700)


def test_a_folder_that_cannot_be_read_is_named_and_alone_it_is_refused(folder_of_another):
    (folder_of_another / "sales.csv").write_text("x")
    closed = folder_of_another / "closed"
    closed.mkdir(mode=0)
    assert find([folder_of_another]) == (
        [folder_of_another / "sales.csv"], [(closed, "not imported: this user may not read the folder")])
    with pytest.raises(ImportRefused, match=r"cannot be read \(Permission denied\)"):
        find([closed])
    with pytest.raises(ImportRefused, match="may not look there"):
        find([closed / "sales.csv"])


def test_what_is_no_regular_file_is_refused_before_it_is_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    for path in (tmp_path / "pipe.csv", tmp_path / "link.csv", Path("/dev/null")):
        with pytest.raises(ImportRefused, match="no regular file"):
            find([path])
