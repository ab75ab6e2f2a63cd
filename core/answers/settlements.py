"""What Concerts says of the money of a show: settlement sheet and deals, from the frames of `core.concerts`. Pure."""

from collections import Counter
from typing import Any

import pandas as pd

from core import words
from core.answers.concerts import comparables_words, odds

SHEET_CAPTION = ("Gross to balance due, each line with the rule it follows; estimate until the last ticket and bill are in. "
                 "Nights settled together share one split point")
STATES = {"preview": "preview", "in_settlement": "in settlement", "settled": "settled"}
AMOUNT_HELP = "Above 0 to the artist, such as a buyout; below 0 from the artist, such as damage."
PASSED_ON_HELP = "It goes to somebody else, such as tax withheld for the state: we neither gain nor lose by it."
NOT_SHOWN = "Your role does not show the money of a show; an administrator can give you one that does."
SUMS_ON_THE_WAY = ("Adjusted gross", "Net to split")  # which the chart leaves out
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
    states = [state for state, part, amount in zip(lines["state"], lines["part"], lines["amount"], strict=True)
              if adds_up(part, amount)]
    actual = states.count("actual")
    others = "" if actual in (0, len(states)) else f", {actual} of {len(states)} actual"
    return f"In sheet order; {'actuals' if actual == len(states) else 'estimates'}{others}. Every line is in the export."


def why_no_settlement(show: dict) -> str:
    if not words.missing(show["settlement_reason"]):
        return str(show["settlement_reason"])
    return "Nothing is on sale yet." if show["phase"] in ("hold", "announced") else \
        "No ticket types are on file for this show."


def adds_up(part: str, amount: float) -> bool:
    return part == "total" or (part == "step" and amount != 0)


def waterfall(lines: pd.DataFrame) -> pd.DataFrame:
    """The sheet for the chart: sums on the way left out, small expenses together, a state only where it is the
    exception. Columns: label, amount, is_total, state."""
    kept = lines[["label", "amount", "part", "is_total", "state"]].to_dict("records")  # a frame of thirty rows is slower
    sheet = [line for line in kept if adds_up(line["part"], line["amount"]) and line["label"] not in SUMS_ON_THE_WAY]
    net = next((place for place, line in enumerate(sheet) if line["label"] == "Net gross"), len(sheet))
    costs = [line for line in sheet[net:] if line["part"] == "step" and line["label"] != "Walkout"]
    small = sorted(costs, key=lambda line: line["amount"])[EXPENSES:]  # costs are negative: the largest come first
    if len(small) > 1:
        after = sheet.index(costs[-1]) + 1
        sheet[after:after] = [together(small)]
        sheet = [line for line in sheet if line not in small]
    usual, _ = Counter(line["state"] for line in sheet).most_common(1)[0]
    return pd.DataFrame({"label": [words.capital(line["label"]) for line in sheet],
                         "amount": [line["amount"] for line in sheet], "is_total": [line["is_total"] for line in sheet],
                         "state": [None if line["state"] == usual else line["state"] for line in sheet]})


def together(small: list[dict[Any, Any]]) -> dict[Any, Any]:
    """Several expenses as one line; its state where they share it."""
    states = {line["state"] for line in small}
    return small[-1] | {"label": "Other expenses", "amount": sum(line["amount"] for line in small),
                        "state": states.pop() if len(states) == 1 else None}


def sheet_table(lines: pd.DataFrame) -> pd.DataFrame:
    """The sheet with `line`: totals in capitals stand out, parts of a total are set in."""
    named = [f"   {label}" if part == "detail" else words.capital(label)
             for label, part in zip(lines["label"], lines["part"], strict=True)]
    return lines.assign(line=named)


def budget_words(lines: pd.DataFrame, show: dict) -> str:
    """The finding of the budget: what is overspent where both sides are known."""
    both = lines.dropna(subset=["difference"])
    if both.empty:
        return "Budget against actual"
    over = both["difference"].sum()
    if over == 0:
        return f"On budget over {words.things(len(both), 'expense')}"
    said = "over" if over > 0 else "under"
    return f"{words.money(abs(over), show['currency'])} {said} budget over {words.things(len(both), 'expense')}"


def budget_caption(lines: pd.DataFrame) -> str:
    basis = "the median forecast" if len(lines) and lines["basis"].iloc[0] == "forecast" else "what was sold"
    return f"Both at {basis}, so only the rate differs, not the crowd; over: actual less budget"


def deals_caption(outcomes: pd.DataFrame) -> str:
    """Where the results stand, and what was assumed."""
    basis = "at the median forecast with its 80% range" if "forecast" in [*outcomes["basis"]] else "on what was sold"
    flat = (True, "flat") in zip(outcomes["agreed"], outcomes["deal"], strict=True)
    return f"Our result {basis}, agreed deal first" + ("; the others at an assumed share of 85%" if flat else "")


def why_no_deals(show: dict) -> str:
    """Why the deal table is missing for a show on sale."""
    if words.missing(show["p10"]):
        return f"It needs a forecast with a range: {comparables_words(show)}."
    return "It needs a deal on file: guarantee, type and percentage."


def deal_table(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The frame of `deal_outcomes` with the agreed deal named, and range and chance in words."""
    named = [f"{words.capital(deal)}, agreed" if agreed else words.capital(deal)
             for deal, agreed in zip(outcomes["deal"], outcomes["agreed"], strict=True)]
    span = [None if words.missing(lo) else words.span(words.count(lo), words.count(hi))
            for lo, hi in zip(outcomes["result_lo"], outcomes["result_hi"], strict=True)]
    chances = {name: outcomes[column].map(odds, na_action="ignore")
               for name, column in (("chance", "chance_of_profit"), ("overage", "chance_of_overage"))}
    return outcomes.assign(deal=named, range=pd.Series(span, outcomes.index, object), **chances)


def break_even_words(show: dict) -> str:
    """"out of 6,082 sellable", or why there is no break-even."""
    if words.missing(show["break_even_tickets"]):
        return "no deal on file" if words.missing(show["walkout"]) else "out of reach"
    return f"of {words.count(show['sellable'])} sellable"


def external_words(show: dict) -> str:
    """What to know of the tickets at which we come out even under the deal itself."""
    if words.missing(show["break_even_external"]):
        return "no deal on file" if words.missing(show["walkout"]) else "never under this deal"
    return "we lose again if full" if not words.missing(show["settlement_reason"]) else "under the deal itself"


def amounts(lines: pd.DataFrame, currency: str | None) -> dict[str, str]:
    """The sheet's balances in words; "–" where it has none."""
    found = dict(zip(lines["label"], lines["amount"], strict=True))
    return {label: words.money(found.get(label), currency)
            for label in ("Gross", "Net gross", "Walkout to pay", "Promoter result")}


def basis_words(lines: pd.DataFrame) -> str:
    """On which tickets the sheet stands."""
    if lines.empty:
        return "nothing to settle yet"
    return "at the median forecast" if lines["basis"].iloc[0] == "forecast" else "as sold"


def walkout_words(lines: pd.DataFrame) -> str:
    """The artist's share of net gross."""
    found = dict(zip(lines["label"], lines["amount"], strict=True))
    if "Walkout to pay" not in found:
        return "no deal on file"
    return f"{words.percent(found['Walkout to pay'] / found['Net gross'])} of net gross" if found["Net gross"] else "nothing sold"


def state_words(show: dict) -> str:
    return STATES.get(show["settlement_status"], "nothing to settle yet")
