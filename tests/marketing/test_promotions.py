"""Links by the house's rules, codes that add up, a calendar, pictures, and sheets that say what is on file."""

import io
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import pictures, promotions
from core.copy_sheet import copy_sheet
from core.desk import campaigns, media
from core.desk.errors import DeedRefused, NotThere
from core.errors import ImportRefused, QueryError
from core.exports.qr import qr_code
from core.filters import Filters
from core.warehouse.read import read

ALL = Filters()


@given(st.text(max_size=60))
def test_a_slug_is_letters_digits_and_hyphens_whatever_the_name(name: str) -> None:
    try:
        made = promotions.slug(name)
    except DeedRefused:
        return
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == promotions.slug(made)
    assert made[0] != "-" != made[-1]


@pytest.mark.parametrize(("name", "made"), [("Łucja & Söhne", "lucja-sohne"), ("10:04 to Kōbe", "10-04-to-kobe")])
def test_names_keep_their_letters_as_far_as_a_link_can_carry_them(name: str, made: str) -> None:
    assert promotions.slug(name) == made


def test_a_link_keeps_its_own_query_and_takes_the_houses_tags() -> None:
    link = promotions.tagged(url="https://t.example/a?seat=2&UTM_source=old&utm_term=x#top", source="News Letter", medium="email",
                             campaign="Low-lee-2612-onsale", content="Video A")
    parts = urlsplit(link.url)
    assert parse_qs(parts.query) == {"seat": ["2"], "utm_source": ["news-letter"], "utm_medium": ["email"],
                                     "utm_campaign": ["low-lee-2612-onsale"], "utm_content": ["video-a"]}
    assert (parts.netloc, parts.fragment) == ("t.example", "top")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//t.example", "https://", "https://a b", "ftp://x.example", ""])
def test_what_is_no_web_address_gets_no_tags(url: str) -> None:
    with pytest.raises(DeedRefused, match="no web address"):
        promotions.tagged(url=url, source="a", medium="email", campaign="c")


def test_a_campaign_is_named_after_show_town_month_and_push() -> None:
    show = {"artist": "Björk!", "city": "Leeds", "local_date": date(2026, 12, 4)}
    assert promotions.campaign_name(show, "onsale") == "bjork-lee-2612-onsale"
    assert promotions.campaign_name(show | {"artist": "東京事変"}, "onsale") == "show-lee-2612-onsale"
    with pytest.raises(DeedRefused, match="medium"):
        promotions.tagged(url="https://t.example", source="a", medium="pigeon", campaign="c")


def test_a_qr_code_is_a_picture_of_the_link() -> None:
    assert qr_code("https://t.example/a").startswith(b"<?xml")
    assert qr_code("https://t.example/a", "png").startswith(b"\x89PNG")
    assert qr_code("https://t.example/a") != qr_code("https://t.example/b")


def test_promo_codes_add_up_to_the_sales_that_carry_them(season: Path) -> None:
    rows = promotions.promo_codes(filters=ALL)
    with duckdb.connect(str(season / "warehouse.duckdb"), read_only=True) as warehouse:
        [(orders, off, gross)] = warehouse.execute("""
            SELECT count(DISTINCT order_id), sum(discount)::DOUBLE, sum(gross)::DOUBLE FROM order_line
            WHERE promo_code IS NOT NULL
              AND sold_on <= (SELECT value::DATE FROM about WHERE key = 'sample_today')""").fetchall()
    assert rows["redemptions"].sum() == orders
    assert float(rows["discount"].sum()) == pytest.approx(off)
    assert float(rows["gross"].sum()) == pytest.approx(gross)
    campaigns.set_promo_code(actor="ann", code="NEW5", version=None, concert_id=None, channel="sms", most_redemptions=10)
    table = promotions.promo_table(rows, campaigns.promo_codes()).set_index("promo_code")
    assert (table.loc["NEW5", "redemptions"], table.loc["NEW5", "left"]) == (0, 10)


def test_what_is_planned_stands_in_the_calendar_beside_published_dates(season: Path) -> None:
    days = promotions.calendar(filters=ALL)
    show = days.iloc[0]
    today = pd.Timestamp(read("sources/about")["today"].iloc[0])
    campaigns.plan_announcement(actor="ann", announcement_id=None, version=None, concert_id=show["concert_id"],
                                goes_out_on=today.date(), channel="press", words="Interview")
    shows = read("concerts/list", **ALL.params())
    rows = promotions.announcements(days=days, written=campaigns.announcements(), shows=shows, today=today)
    assert len(rows) == len(days) + 1
    assert rows["date"].is_monotonic_increasing
    assert rows.loc[rows["what"] == "press", "detail"].tolist() == ["Interview"]


def test_a_copy_sheet_says_what_is_on_file_as_text_and_pdf(season: Path) -> None:
    show = read("concerts/list", **ALL.params()).iloc[0]
    campaigns.keep_link(actor="ann", concert_id=show["concert_id"], url="https://t.example/?utm_source=x", source="x",
                        medium="email", campaign="c")
    sheet = copy_sheet(concert_id=show["concert_id"])
    for said in (show["artist"], show["venue"], "https://t.example/?utm_source=x", "Sample season"):
        assert said in sheet.text
    assert sheet.pdf.startswith(b"%PDF")
    with pytest.raises(QueryError):
        copy_sheet(concert_id="none")


def picture(kind: str = "PNG") -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (640, 960), "navy").save(written, kind)
    return written.getvalue()


def test_a_picture_is_checked_kept_with_its_sizes_and_shown_small(season: Path) -> None:
    asset = pictures.add(actor="ann", body=picture(), title="Front", kind="poster", concert_id="c1")
    assert (asset["width"], asset["height"], asset["content_type"]) == (640, 960, "image/png")
    assert pictures.body_of(asset) == picture()
    assert len(pictures.body_of(asset, small=True)) < len(picture())
    with pytest.raises(ImportRefused):
        pictures.add(actor="ann", body=b"no picture", title="x", kind="poster", concert_id=None)
    assert len(media.assets()) == 1
    for file in (season / "media").iterdir():
        file.unlink()
    with pytest.raises(NotThere, match="Upload it again"):
        pictures.body_of(asset)
