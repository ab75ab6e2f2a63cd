"""The server visits its own pages before anybody does, and again when there is a new snapshot."""

import re
import subprocess
import sys
from pathlib import Path

from pages.parts import warming
from tests.conftest import ROOT

# The dashboard in this process: its lifespan runs as under uvicorn, and what its pages keep can be looked at.
VISITED = """
import shutil, sys, time
from starlette.testclient import TestClient
from app import app
from core import responses, show_sums
from core.settings import settings
from core.warehouse.snapshot import current, point_to, snapshot_folder
from pages.parts import warming
from pages.parts.ask import kept

broken = []
class Watched(warming.Nobody):
    def write_forward_msg(self, msg):
        if msg.delta.new_element.WhichOneof("type") == "exception":
            broken.append(msg.delta.new_element.exception.message)
        super().write_forward_msg(msg)

warming.Nobody, warming.LOOK = Watched, 0.01
with TestClient(app):
    first = then = 0
    if len(sys.argv) > 1:
        first = sum(answers.cache_info().currsize for answers in kept(current().path))
        folder = snapshot_folder(settings().data_dir)
        shutil.copy(current().path, folder / "snapshot-000009.duckdb")
        point_to(folder, "snapshot-000009.duckdb")
        deadline = time.monotonic() + 60
        while then < first and time.monotonic() < deadline:
            time.sleep(0.01)
            then = sum(answers.cache_info().currsize for answers in kept(folder / "snapshot-000009.duckdb"))
print(first, then, show_sums.kept.cache_info().currsize, responses.choices_of.cache_info().currsize,
      broken)
"""


def visited(data_dir: Path, *words: str) -> list[str]:
    """Answers kept when the server started, and of the new snapshot; sums by show and season plans kept at the end; what pages
    broke on."""
    done = subprocess.run([sys.executable, "-c", VISITED, *words], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          env={"PATH": "/usr/bin", "MARQUEE_DATA_DIR": str(data_dir)})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split(maxsplit=4)


def test_what_pages_ask_first_is_answered_before_the_server_is_and_anew_for_a_new_snapshot(
        sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    newest = (sample_store / "snapshots" / "CURRENT").read_text()
    for name in ("CURRENT", newest):
        (tmp_path / "snapshots" / name).write_bytes((sample_store / "snapshots" / name).read_bytes())
    first, then, sums, plans, broken = visited(tmp_path, "publish again")
    assert int(first) > 50
    assert int(then) >= int(first)
    assert int(sums) >= 5, "those of credits, of Campaigns' weeks and of Overview's months"
    assert int(plans) == 2, "of each snapshot"
    assert broken == "[]"


def test_every_view_of_marketing_is_visited() -> None:
    views = re.search(r"VIEWS = \((.*?)\)", (ROOT / "pages" / "marketing.py").read_text("utf-8"))
    assert views
    assert {*warming.VIEWS} == {*re.findall(r'"(\w+)"', views[1])} - {"Overview"}


def test_a_store_with_a_broken_snapshot_is_served_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "CURRENT").write_text("snapshot-000001.duckdb")
    (tmp_path / "snapshots" / "snapshot-000001.duckdb").write_bytes(b"not a database")
    assert visited(tmp_path)[1:] == ["0", "0", "0", "[]"]
