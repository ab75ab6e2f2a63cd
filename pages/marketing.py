"""Marketing – what did the spend bring?"""

from core import marketing
from core.answers import marketing as says
from pages.parts import addressing, campaigning, crediting, planning, promoting, responding, spending, states
from pages.parts.ask import ask
from pages.parts.filters import choose, pick_view
from pages.parts.frame import answer, heading

VIEWS = ("Overview", "Campaigns", "Attribution", "Incrementality", "Planner", "Audience", "Tools")


def page() -> None:
    heading("Marketing")
    filters = choose()
    currencies = ask(marketing.currencies, filters=filters)
    if not currencies:
        answer(says.NOTHING)
        states.empty("No spend and no sales", says.why_empty(filters.chosen), clear=filters.chosen)
        return
    currency = currencies[0]
    match pick_view(VIEWS):
        case "Campaigns":
            answer(spending.answer_words(currency, filters))
            campaigning.campaigns(currency, filters)
        case "Attribution":
            answer(crediting.answer_words(currency, filters))
            crediting.attribution(currency, filters)
        case "Incrementality":
            answer(responding.answer_words(currency))
            responding.incrementality(currency, filters)
        case "Planner":
            answer(planning.answer_words(currency, filters))
            planning.planner(currency, filters)
        case "Audience":
            answer(addressing.answer_words(filters))
            addressing.audience(filters)
        case "Tools":
            promoting.tools(currency, filters)
        case _:
            answer(spending.answer_words(currency, filters))
            spending.overview(currencies, filters)


page()
