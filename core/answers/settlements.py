"""What Concerts says of the money of a show: settlement sheet and deals, from the frames of `core.concerts`. Pure."""

import pandas as pd

from core import words
from core.answers.concerts import comparables_words, odds

EXPENSES = 3  # largest expenses with a bar of their own


def settlement_words(show: dict) -> str:
    """The finding of the settlement card."""
    if words.missing(show["promoter_result"]):
        return "Settlement needs a deal on file" if not words.missing(show["net_gross"]) else "Nothing to settle yet"
    expected = not words.missing(show["result_mid"])
    amount = show["result_mid"] if expected else show["promoter_result"]
    preview = " at the median forecast" if expected else " on today's sales"
    when = preview if show["settlement_status"] == "preview" else ""
    return f"We {'keep' if amount >= 0 else 'lose'} {words.money(abs(amount), show['currency'])}{when}"


def settlement_caption(lines: pd.DataFrame) -> str:
    """What the sheet holds, how many of its lines are actuals, and where all of them stand."""
    if lines.empty:
        return "Gross, fees, tax, expenses and the artist's part"
    sheet = on_sheet(lines)
    actual = (sheet["state"] == "actual").sum()
    others = "" if actual in (0, len(sheet)) else f", {words.count(actual)} of {len(sheet)} actual"
    return f"In sheet order; {'actuals' if actual == len(sheet) else 'estimates'}{others}. Every line is in the export."


def why_no_settlement(show: dict) -> str:
    return "Nothing is on sale yet." if show["phase"] in ("hold", "announced") else \
        "No ticket types are on file for this show."


def on_sheet(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that add up, from the frame of `settlement_lines`: totals and the steps between them."""
    return lines[(lines["part"] == "total") | ((lines["part"] == "step") & (lines["amount"] != 0))]


def waterfall(lines: pd.DataFrame) -> pd.DataFrame:
    """The sheet for the chart: sums on the way left out, small expenses together, a state only where it is the
    exception."""
    sheet = on_sheet(lines)
    sheet = sheet[~sheet["label"].isin(["Adjusted gross", "Net to split"])].reset_index(drop=True)
    after_net = sheet["label"].eq("Net gross").cummax()
    costs = sheet[after_net & sheet["part"].eq("step") & sheet["label"].ne("Walkout")]
    small = costs.drop(costs["amount"].astype(float).nsmallest(EXPENSES).index)
    if len(small) > 1:
        after_costs = sheet.index > costs.index[-1]
        sheet = pd.concat([sheet[~after_costs].drop(small.index), together(small), sheet[after_costs]], ignore_index=True)
    usual = sheet["state"].mode().iloc[0]
    return sheet.assign(label=[capital(label) for label in sheet["label"]],
                        state=sheet["state"].where(sheet["state"] != usual, None))


def together(small: pd.DataFrame) -> pd.DataFrame:
    """Several expenses as one line; its state where they share it."""
    state = small["state"].iloc[0] if small["state"].nunique() == 1 else None
    return small.tail(1).assign(label="Other expenses", amount=small["amount"].sum(), state=state)


def capital(label: str) -> str:
    """"venue hire" -> "Venue hire"; the rest of the words stay as they are."""
    return label[:1].upper() + label[1:]


def why_no_deals(show: dict) -> str:
    """Why the deal table is missing for a show on sale."""
    if words.missing(show["p10"]):
        return f"It needs a forecast with a range: {comparables_words(show)}."
    return "It needs a deal on file: guarantee, type and percentage."


def deal_table(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The frame of `deal_outcomes` with the agreed deal named, and range and chance in words."""
    named = [f"{capital(deal)}, agreed" if agreed else capital(deal)
             for deal, agreed in zip(outcomes["deal"], outcomes["agreed"], strict=True)]
    span = [words.span(words.count(lo), words.count(hi))
            for lo, hi in zip(outcomes["result_lo"], outcomes["result_hi"], strict=True)]
    return outcomes.assign(deal=named, range=span, chance=[odds(chance) for chance in outcomes["chance_of_profit"]])
