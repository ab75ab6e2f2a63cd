"""One process serves while another imports: nobody is locked out, and the new rows appear without a restart."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import get

ROOT = Path(__file__).parents[1]
CONCERT = """concert_id,artist,venue,city,country,local_date,onsale_date,status
{id},{artist},The Lantern,Leeds,GB,2031-05-0{day},2031-01-01,confirmed
"""


def folder(where: Path, id: str, artist: str, day: int) -> Path:
    where.mkdir()
    (where / "concerts.csv").write_text(CONCERT.format(id=id, artist=artist, day=day))
    (where / "ticket_types.csv").write_text(
        f"concert_id,name,face_value,currency,allotment\n{id},Standing,20.00,GBP,500\n")
    return where


def command_line(data_dir: Path, *words: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "core", *words], cwd=ROOT, env={"MARQUEE_DATA_DIR": str(data_dir),
                            "PATH": ""}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path):
    first = command_line(tmp_path / "store", "import", str(folder(tmp_path / "one", "c1", "Ada Wren", 1)))
    assert first.wait() == 0, first.stderr.read()
    first.stderr.close()
    return tmp_path / "store"


def test_the_command_line_imports_while_the_dashboard_serves(store, serve, tmp_path, visit):
    server = serve(store)
    page = visit.open(f"{server.url}/concerts")
    page.get_by_text("Ada Wren").first.wait_for()
    importing = command_line(store, "import", str(folder(tmp_path / "two", "c2", "Oslo Motel", 2)))
    answers = set()
    while importing.returncode is None:
        answers.add(get(f"{server.url}/api/ready").status_code)
        with suppress(subprocess.TimeoutExpired):
            importing.wait(0.02)
    assert importing.returncode == 0, importing.stderr.read()
    importing.stderr.close()
    assert answers <= {200}
    visit.open(f"{server.url}/concerts?show=c2")
    page.get_by_text("Oslo Motel").first.wait_for()
    assert visit.errors == []


def test_two_imports_at_once_and_the_second_is_told_to_wait(store, tmp_path):
    from core.warehouse.store import writing

    with writing(store):
        second = command_line(store, "import", str(folder(tmp_path / "two", "c2", "Oslo Motel", 2)))
        message = second.communicate()[1]
    assert second.returncode == 1
    assert "is writing to" in message
    assert "Wait until it ends" in message
    assert "Traceback" not in message
