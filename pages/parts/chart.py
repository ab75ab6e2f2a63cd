"""A Plotly figure on a page: our mode bar, the reader's theme, and words for who cannot see it."""

from collections.abc import Callable, Hashable
from typing import Any, Literal

import streamlit as st

from pages.parts.ask import ask
from pages.parts.text import plain

NEEDLESS = ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d", "select2d", "lasso2d"]


def theme() -> Literal["light", "dark"]:
    """Which colours the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(drawn: Callable[..., Any], *, name: str, alt: str, **asked: Hashable) -> None:
    """Show the figure `drawn(theme=..., **asked)`, which is kept like an answer: once for each snapshot and theme.

    `name` is unique on the page and names the image file; `alt` states the finding.
    """
    st.plotly_chart(ask(drawn, theme=theme(), **asked), key=f"chart {name}", alt=plain(alt, 600), config={
        "displaylogo": False, "responsive": True, "modeBarButtonsToRemove": NEEDLESS,
        "toImageButtonOptions": {"format": image_format(name), "filename": name, "scale": 2}})


def image_choice(name: str) -> None:
    """What the camera in the mode bar of chart `name` saves; Plotly has one button for both."""
    st.segmented_control("Camera in the chart saves", ["PNG", "SVG"], key=f"image {name}", default="PNG",
                         required=True, persist_state="session")


def image_format(name: str) -> str:
    return (st.session_state.get(f"image {name}") or "PNG").lower()
