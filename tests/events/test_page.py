"""The pages over a market made by hand: an offer is asked about before it is kept, a conflict is said."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Run, run

__all__ = ["run"]  # the fixture


def asking() -> None:
    """What the Money view of Concerts asks before "Keep as an offer" can be pressed."""
    import streamlit as st

    from pages.parts import signing
    from pages.parts.offering import cleared

    signing.admit()
    seen, clear = cleared({"concert_id": "c1"})
    st.button("Keep as an offer", disabled=not clear, help=seen)


def test_an_offer_with_a_radius_conflict_is_kept_only_knowingly() -> None:
    page = AppTest.from_function(asking, default_timeout=60).run()
    assert not page.exception
    assert "2 radius conflicts" in page.warning[0].value
    assert page.button[0].disabled
    page.checkbox[0].check().run()
    assert not page.button[0].disabled
    assert "Bradford" in page.button[0].help, "what was accepted goes with the offer"


def test_a_radius_check_says_what_conflicts(run: Run, market: Path) -> None:
    page = run(market, "events", look="Radius", act="Low")
    assert any("conflict" in box.value for box in page.subheader)
