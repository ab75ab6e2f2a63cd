"""What people keep and hand on from a page: saved views, share links, roles, tokens, files made by the clock."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Server, Visit, get
from tests.pages.test_browser import opened

Serve = Callable[[Path], Server]
SLOW = 30_000


@pytest.fixture(scope="module")
def server(serve: Serve, sample_store: Path) -> Server:
    return serve(sample_store)


def asked(server: Server, path: str, **headers: str) -> httpx.Response:
    return get(f"{server.url}/api/v1/{path}", headers=headers)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def views_menu(page: Page) -> None:
    press(page, "Views")
    page.get_by_label("Name of this view").wait_for(timeout=SLOW)


def tags(page: Page) -> list[str | None]:
    return [tag.get_attribute("aria-label") for tag in page.locator("[data-tag]").all()]


def test_a_saved_view_brings_its_filters_back_from_any_page(visit: Visit, server: Server) -> None:
    page = opened(visit, server, "concerts?genre=Folk")
    views_menu(page)
    page.get_by_label("Name of this view").fill("*Folk* $5")
    press(page, "Save this view")
    page.get_by_role("link", name="*Folk* $5 (Concerts)").wait_for(timeout=SLOW)
    [view] = asked(server, "views").json()["data"]
    assert (view["page"], view["name"], view["query"].split("&")[0]) == ("concerts", "*Folk* $5", "genre=Folk")

    opened(visit, server, "")
    views_menu(page)
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="*Folk* $5 (Concerts)").click()
    beside.value.locator("h1", has_text="Concerts").wait_for(timeout=SLOW)
    beside.value.locator("[data-tag]").first.wait_for(timeout=SLOW)
    assert tags(beside.value) == ["Folk"]
    assert "genre=Folk" in beside.value.url
    press(page, "Remove")
    expect(page.get_by_role("link", name="*Folk* $5 (Concerts)")).to_have_count(0, timeout=SLOW)
    assert asked(server, "views").json()["data"] == []
    assert not visit.errors


def test_a_link_shows_the_page_as_it_was_shared_to_whoever_has_it_until_it_is_revoked(
        visit: Visit, browser: Browser, server: Server) -> None:
    page = opened(visit, server, "concerts?genre=Folk")
    views_menu(page)
    press(page, "Make a link")
    link = page.locator("code", has_text="share=").inner_text(timeout=SLOW).strip()
    other = browser.new_context()
    guest = other.new_page()
    guest.goto(link)
    guest.locator("h1", has_text="Concerts").wait_for(timeout=SLOW)
    guest.locator("[data-tag]").first.wait_for(timeout=SLOW)
    assert tags(guest) == ["Folk"]
    assert guest.get_by_role("link", name="Marketing", exact=True).count() == 0
    assert guest.get_by_role("button", name="Views").count() == 0
    guest.get_by_role("button", name="Reset").click()
    expect(guest.locator("[data-tag]")).to_have_count(0, timeout=SLOW)
    assert "share=" in guest.url, "who clears the filters still has the link"
    press(page, "Revoke")
    guest.reload()
    guest.get_by_text("shows nothing").wait_for(timeout=SLOW)
    assert guest.locator("h1").count() == 0
    other.close()


def test_an_administrator_gives_a_role_and_a_token_and_takes_them_away(visit: Visit, server: Server) -> None:
    page = opened(visit, server, "access")
    page.get_by_label("Address").fill("Ann@Example.org")
    press(page, "Give this role")
    expect(page.get_by_role("button", name="Shut out")).to_be_visible(timeout=SLOW)
    [person] = asked(server, "people").json()["data"]
    assert (person["email"], person["role"]) == ("ann@example.org", "viewer")

    page.get_by_label("For", exact=True).fill("nightly report")
    press(page, "Issue a token")
    shown = page.locator("code", has_text="mq_").inner_text(timeout=SLOW).strip()
    assert re.fullmatch(r"mq_[0-9a-f]{12}_\S{43}", shown)
    assert asked(server, "concerts", authorization=f"Bearer {shown}").status_code == 200
    press(page, "Revoke")
    expect(page.locator("code", has_text="mq_")).to_have_count(0, timeout=SLOW)
    assert asked(server, "concerts", authorization=f"Bearer {shown}").status_code == 401

    press(page, "Shut out")
    expect(page.get_by_role("button", name="Shut out")).to_have_count(0, timeout=SLOW)
    assert asked(server, "people").json()["data"] == []
    done = [entry["action"] for entry in asked(server, "audit").json()["data"]]
    assert [deed for deed in done if deed.split()[0] in ("person", "token")] == [
        "person let in", "token issued", "token revoked", "person shut out"]
    with page.expect_download() as download:
        page.get_by_role("button", name="The whole log as CSV").click()
    log = download.value.path().read_text("utf-8")
    assert "person shut out" in log
    assert shown.split("_")[2] not in log
    assert asked(server, "audit").json()["data"][-1]["subject"] == "audit log", "taking it home stands in it too"
    assert not visit.errors


def test_a_file_is_scheduled_on_the_page_and_stopped_and_a_wrong_filter_is_said(visit: Visit, server: Server) -> None:
    page = opened(visit, server, "data")
    page.get_by_label("Name of the file").fill("Leeds, every day")
    page.get_by_role("textbox", name="Filters").fill("maket=Leeds")
    press(page, "Schedule")
    expect(page.get_by_text("There is no parameter maket here.")).to_be_visible(timeout=SLOW)
    page.get_by_role("textbox", name="Filters").fill("market=Leeds")
    press(page, "Schedule")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible(timeout=SLOW)
    [export] = asked(server, "scheduled-exports").json()["data"]
    assert (export["name"], export["query"], export["every_days"]) == ("Leeds, every day", "market=Leeds", 1)
    press(page, "Stop")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=SLOW)
    assert asked(server, "scheduled-exports").json()["data"] == []
