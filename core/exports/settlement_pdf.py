"""The settlement of one show on one page, a PDF to sign: the sheet with its rules, other deals, budget and actual."""

import json
from importlib.resources import files
from typing import Any

import pandas as pd

from core import words
from core.exports.caption import SAMPLE, Caption

LARGEST, LINES_A_PAGE = 9.0, 62  # points; lines of that size on the page below the head
STATES = {"preview": "Preview", "in_settlement": "In settlement", "settled": "Settled"}


def to_pdf(show: "pd.Series[Any]", lines: pd.DataFrame, deals: pd.DataFrame, budget: pd.DataFrame, *,
           caption: Caption) -> bytes:
    """The bytes of the PDF.

    show: artist, venue, city, local_date, currency, settlement_status (a row of `core.concerts.one`). lines, deals,
    budget: frames of `settlement_lines`, `deal_outcomes` and `budget`; money to the cent.
    """
    import typst  # 30 MB that a page without a settlement never needs

    source = (files("core.exports") / "settlement.typ").read_bytes()
    sheet = sheet_of(show, lines, deals, budget, caption)
    return typst.compile(source, sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)})


def sheet_of(show: "pd.Series[Any]", lines: pd.DataFrame, deals: pd.DataFrame, budget: pd.DataFrame,
             caption: Caption) -> dict[str, Any]:
    """All that the page says, as text; the type shrinks where there are many lines, so that one page holds them."""
    below = max(len(deals), len(budget)) + 3
    return {
        "title": f"Settlement: {show['artist']}",
        "place": f"{show['venue']}, {show['city']}, {words.day(show['local_date'])}",
        "state": STATES.get(show["settlement_status"], "Preview"),
        "finding": finding(lines, show["currency"]),
        "amount": f"Amount, {show['currency']}",
        "size": min(LARGEST, LARGEST * LINES_A_PAGE / (len(lines) + below)),
        "lines": [{"label": words.capital(line.label), "amount": cents(line.amount), "rule": line.rule, "state": line.state,
                   "part": line.part} for line in lines.itertuples()],
        "deals_note": "on the same tickets and terms" + ("; share 85 % assumed" if agrees_on_flat(deals) else ""),
        "deals": [{"deal": words.capital(row.deal) + (", agreed" if row.agreed else ""),
                   "walkout": cents(row.walkout), "promoter_result": cents(row.promoter_result)}
                  for row in deals.itertuples()],
        "budget": [{"category": words.capital(row.category), **{name: cents(getattr(row, name)) for name in (
            "budgeted", "actual", "difference")}} for row in budget.itertuples()],
        "footer": footer(caption),
    }


def agrees_on_flat(deals: pd.DataFrame) -> bool:
    """A flat deal names no share for the others."""
    return bool((deals["agreed"] & deals["deal"].eq("flat")).any())


def finding(lines: pd.DataFrame, currency: str) -> str:
    """What both sides look for first: the promoter result and what is still due, where a deal is on file."""
    amounts = dict(zip(lines["label"], lines["amount"], strict=True))
    said = [f"{label} {cents(amounts[label])} {currency}" for label in ("Promoter result", "Balance due")
            if label in amounts]
    return "; ".join(said) or "No deal is on file: the box office alone."


def footer(caption: Caption) -> str:
    season = f"{SAMPLE}: invented data. " if caption.is_sample else ""
    said = [f"{what}: {text}" for what, text in caption.lines() if what in ("Data as of", "Source")]
    return season + "; ".join(said)


def cents(amount: Any) -> str:
    return words.MISSING if words.missing(amount) else f"{amount:,.2f}".replace("-", words.MINUS)
