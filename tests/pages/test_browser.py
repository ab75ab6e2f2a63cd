"""The pages in a real browser: links, files taken home, names as written, headings, phones, and no outside request."""

import csv
import io
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import AT_REST, Server, Visit
from tests.pages.conftest import HOSTILE, PAGES
from tests.test_exports import sheet_cells

Serve = Callable[[Path], Server]
HEADINGS = "h1, h2, h3, h4, h5, h6"


def opened(visit: Visit, server: Server, path: str) -> Page:
    page = visit.open(f"{server.url}/{path}")
    page.locator("h2").first.wait_for(timeout=30_000)
    page.locator(AT_REST).wait_for()
    return page


def turned_to(page: Page, name: str) -> Page:
    """Another page, by its link in the navigation: the tab has all the scripts already."""
    title = name.capitalize()
    page.get_by_role("link", name=title, exact=True).first.click()
    page.locator("h1", has_text=title).wait_for(timeout=30_000)
    page.locator("h2").first.wait_for(timeout=30_000)
    page.locator(AT_REST).wait_for(timeout=30_000)
    return page


def taken_home(page: Page, card: str, *buttons: str) -> list[tuple[str, bytes]]:
    """The files that a card's export gives: the name of each and what is in it."""
    page.locator(f".st-key-export-{card}").get_by_role("button", name="Export").click()
    files = []
    for button in buttons:
        with page.expect_download() as download:
            page.get_by_role("button", name=button, exact=True).click()
        files.append((download.value.suggested_filename, download.value.path().read_bytes()))
    return files


def test_headings_have_no_gap_nothing_sticks_out_and_nobody_outside_is_asked(
        visit: Visit, serve: Serve, sample_store: Path) -> None:
    page = opened(visit, serve(sample_store), PAGES[-1])
    for name in PAGES:
        turned_to(page, name)
        levels = page.evaluate("names => [...document.querySelectorAll(names)].map(e => Number(e.tagName[1]))", HEADINGS)
        assert levels[:2] == [1, 2], name
        assert all(below - above <= 1 for above, below in pairwise(levels)), name
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function("width => innerWidth === width && document.documentElement.scrollWidth <= width", arg=width)
    assert not visit.errors
    assert not visit.outside


def test_open_show_leads_to_that_show(visit: Visit, serve: Serve, sample_store: Path) -> None:
    page = opened(visit, serve(sample_store), "overview")
    link = page.get_by_role("link", name="Open show").first
    wanted = (link.get_attribute("href") or "").split("show=")[1]
    link.click()
    page.locator("h1", has_text="Concerts").wait_for()
    page.wait_for_url(f"**show={wanted}**")
    page.locator("h2").first.wait_for()
    assert not visit.errors


def test_a_deep_link_with_a_filter_shows_only_what_it_asks_for(visit: Visit, serve: Serve, sample_store: Path) -> None:
    page = opened(visit, serve(sample_store), "concerts?genre=Folk")
    (name, file), (_, book), (_, both) = taken_home(page, "shows", "CSV", "Excel", "Zip with caption")
    rows = list(csv.DictReader(file.decode("utf-8").splitlines()))
    assert "sample" in name
    assert rows
    assert {(row["genre"], row["sample_season"]) for row in rows} == {("Folk", "Sample season")}
    about = [[text for _, text in row] for row in sheet_cells(book, 2)]
    assert ["Filter: Genre", "Folk"] in about, "the file says what it was limited to"
    assert ["Rows", str(len(rows))] in about
    assert ["Column: sellable", "Allotment less comps and kills"] in about, "the file says what its columns mean"
    with zipfile.ZipFile(io.BytesIO(both)) as archive:
        assert archive.read("data.csv") == file
        assert "Filter: Genre: Folk" in archive.read("about.txt").decode("utf-8")


def test_an_excel_file_holds_the_settlement_to_the_cent(visit: Visit, serve: Serve, sample_store: Path) -> None:
    page = opened(visit, serve(sample_store), "concerts")
    [(_, file)] = taken_home(page, "settlement", "Excel")
    header, *rows = sheet_cells(file, 1)
    assert [name for _, name in header[:2]] == ["label", "amount"]
    assert {row[1][0] for row in rows} == {"n"}, "amounts are numbers"
    lines = {row[0][1]: float(row[1][1]) for row in rows}
    assert lines["Gross"] + lines["Refunds"] + lines["Facility fees"] + lines["Pre-settlement fees"] == pytest.approx(
        lines["Adjusted gross"], abs=0.005)
    about = [text for row in sheet_cells(file, 2) for _, text in row]
    assert any("Sample season" in text for text in about)
    assert "Filter: Show" in about


def test_names_stand_on_the_page_as_written(visit: Visit, serve: Serve, bare_store: Path) -> None:
    for number, name in list(enumerate(HOSTILE))[2:4]:  # more of them in test_hostile_names
        page = opened(visit, serve(bare_store), f"concerts?show=c{number}")
        answer = page.locator("h2")
        page.wait_for_function("name => document.querySelector('h2')?.innerText.replaceAll('\\u2060', '').includes(name)",
                               arg=name)
        assert answer.locator("a, em, code, img, .katex, script, input").count() == 0
    assert not visit.outside
    assert not visit.errors
