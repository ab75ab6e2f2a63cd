"""What Data says: made from the frames of `core.sources`. Pure."""

import json

import pandas as pd

from core import words

STALE_HOURS = 24

DEFINITIONS = (
    ("tickets_sold", "Tickets sold, before refunds; refunds stand in a column of their own"),
    ("gross", "Money paid for tickets before refunds, fees inside the price included"),
    ("sellable", "Allotment less comps and kills"),
    ("sell-through", "tickets_sold / sellable"),
    ("avg_ticket_price", "gross / tickets_sold"),
    ("pace", "100 x tickets sold / median of comparable shows at the same days out"),
    ("adjusted_gross", "gross less refunds, facility and pre-settlement fees"),
    ("net_gross", "adjusted_gross / (1 + tax) where the tax is inside the price"),
    ("walkout", "What the artist is paid: guarantee, back end and bonus"),
    ("promoter_result", "net_gross less expenses less walkout"),
    ("cost_per_ticket", "spend / all tickets"),
    ("ROAS", "Attributed: attributed gross / spend; blended: all gross / all spend"),
    ("drop_count", "People admitted at the door; never the tickets sold"),
)
# What other columns of files mean, beyond the words of the glossary.
COLUMNS = {
    "pace_index": "Tickets sold / median of comparable shows at the same days out (1 = alike)",
    "days_out": "Days from that day to the show", "refunded": "Given back after it was sold, in a column of its own",
    "open": "Sellable less sold, refunds back on sale", "allotment": "Tickets made, comps and kills among them",
    "p10": "1 of 10 likely outcomes lies below", "p50": "The median of the likely outcomes",
    "p90": "9 of 10 likely outcomes lie below", "break_even_tickets": "Tickets that pay expenses and guarantee",
    "spend": "Money paid to a channel", "roas": "Gross / spend, credited by the model and window named",
    "blended_roas": "All gross / all spend", "chance_of_profit": "Share of equally likely forecasts that end with a profit",
    "result_lo": "Our result: 1 of 10 likely outcomes lies below", "result_hi": "Our result: 9 of 10 likely outcomes lie below",
    "split_point": "Net gross above which the artist has a share",
}


def meanings(columns: list[str]) -> dict[str, str]:
    """What those of the columns mean that the glossary or `COLUMNS` knows."""
    known = {word.lower().replace("-", "_"): meaning for word, meaning in DEFINITIONS} | COLUMNS
    return {name: known[name] for name in columns if name in known}


def is_sample(about: pd.DataFrame) -> bool:
    return bool(about["season"].iloc[0] == "sample")


def answer(about: pd.DataFrame, states: pd.DataFrame, checks: pd.DataFrame) -> str:
    """The page's sentence: what failed, came in partly or is stale first, then what the checks found."""
    broken = checks[checks["broken"] > 0]
    found = f"{words.things(len(broken), 'quality check')} of {len(checks)} found something" if len(broken) else \
        f"all {len(checks)} quality checks pass"
    if is_sample(about):
        return f"This is the made-up sample season; {found}."
    failed = states.loc[states["last_outcome"] == "failed", "source"].tolist()
    if failed:
        return f"{', '.join(failed).capitalize()} failed at the last try; {found}."
    partial = states.loc[states["last_outcome"] == "partial", "source"].tolist()
    if partial:
        return f"{', '.join(partial).capitalize()} came in partly; {found}."
    old = states.loc[states["age_hours"] > STALE_HOURS, "source"].tolist()
    if old:
        return f"{', '.join(old).capitalize()} is more than {STALE_HOURS} hours old; {found}."
    return f"Every source is up to date; {found}." if len(states) else f"Nothing has been imported yet; {found}."


def totals(counts: pd.DataFrame, reasons: pd.DataFrame, runs: pd.DataFrame, checks: pd.DataFrame) -> dict[str, str]:
    """The four metrics in words: rows, refused, runs, checks."""
    return {"rows": words.count(counts["rows"].sum()), "kinds": words.things(int((counts["rows"] > 0).sum()), "kind"),
            "refused": words.count(reasons["rows"].sum()), "reasons": words.things(len(reasons), "reason"),
            "runs": words.count(len(runs)), "failed": words.count(int((runs["outcome"] == "failed").sum())),
            "checks": words.count(int((checks["broken"] > 0).sum())), "of": words.count(len(checks))}


def standing(state: dict) -> str:
    """A row of `source_states` in a line: the last run, the calls left today, what to do."""
    ran = "Never asked" if words.missing(state["last_run_at"]) else \
        f"Last asked {words.moment(state['last_run_at'])}, {state['last_outcome']}"
    is_open = state["state"] != "missing key" and not words.missing(state["budget_left"])
    left = f"; {words.count(state['budget_left'])} calls left today" if is_open else ""
    return f"{ran}{left}. {state['what_to_do'] or ''}".strip()


def ended(job: dict) -> str:
    """How a job ended: what came in, by kind where files were imported, or why nothing did."""
    detail = job["detail"] or ""
    if job["what"] == "import" and detail.startswith("{"):
        said = json.loads(detail)
        told = (f"{kind}: {words.count(n['new'])} new, {words.count(n['changed'])} changed, "
                f"{words.count(n['rejected'])} refused" for kind, n in said["kinds"].items())
        detail = ", ".join(told) or said["refused"]
    return f"{words.capital(job['state'])} {words.moment(pd.Timestamp(job['updated_at']))}. {detail}".strip()


def check_table(checks: pd.DataFrame) -> pd.DataFrame:
    """The frame of `checks` with `state` in a word."""
    return checks.assign(state=(checks["broken"] > 0).map({True: "look", False: "passes"}))


def source_words(states: pd.DataFrame) -> str:
    """The finding of the source table: how many there are, and which need a look."""
    poor = states.loc[states["last_outcome"].isin(["failed", "partial"]), ["source", "last_outcome"]]
    said = "; ".join(f"{source} {outcome}" for source, outcome in poor.itertuples(index=False))
    return f"{words.things(len(states), 'source')}{f': {said}' if said else ', none failed' if len(states) else ''}"


OWN = "An artist of its own"
NOBODY = "None of them"


def choices(match: dict, names: dict[str, str]) -> dict[str, dict[str, str | None]]:
    """What a person can say of a row of `matches`, in words, and the decisions it stands for (id at the source ->
    artist of ours). `names`: of our artists, by id. Nothing where nobody is in question."""
    found = match["candidate_ids"]
    candidates = [] if found is None or isinstance(found, float) else list(found)
    source_id, artist_id = match["source_artist_id"], match["artist_id"]
    if words.missing(source_id):
        told = {f"{match['source'].capitalize()} {i}": {i: artist_id} for i in candidates}
        return told | ({NOBODY: dict.fromkeys(candidates)} if candidates else {})
    ours = dict.fromkeys(i for i in (artist_id, *candidates) if not words.missing(i) and i != f"tm-{source_id}")
    return {f"{names.get(i, i)} ({i})": {source_id: i} for i in ours} | {OWN: {source_id: None}}


def change_words(changes: pd.DataFrame) -> str:
    """The finding of what runs changed: the newest run's changes, the most worrying first."""
    if changes.empty:
        return "No listing has changed"
    newest = changes.iloc[0]
    said = [f"{words.count(newest[kind])} {kind}" for kind in ("cancelled", "gone", "postponed", "rescheduled", "new")
            if newest[kind]]
    return f"Listings that changed last: {', '.join(said)}"


def check_words(checks: pd.DataFrame) -> str:
    """The finding of the quality checks."""
    broken = int((checks["broken"] > 0).sum())
    return f"{words.count(broken)} of {len(checks)} quality checks to look at" if broken else \
        f"All {len(checks)} quality checks pass"


def run_words(runs: pd.DataFrame) -> str:
    """The finding of the run history."""
    failed = int((runs["outcome"] == "failed").sum())
    return f"{words.things(len(runs), 'run')} kept, {words.count(failed) if failed else 'none'} failed"


def service_table(rows: list[dict]) -> pd.DataFrame:
    """Columns: service, state, why."""
    return pd.DataFrame(rows, columns=["service", "state", "why"])


def error_table(rows: list[dict]) -> pd.DataFrame:
    """Columns: at (UTC), action, user, message, run_id."""
    return pd.DataFrame(rows, columns=["at", "action", "user", "message", "run_id"])


def service_words(services: pd.DataFrame) -> str:
    """The finding of the AWS services: how many are switched on."""
    on = services["state"].to_list().count("present")
    return f"{on} of {len(services)} AWS services switched on" if on else "No AWS service is switched on; none is needed"


def error_words(errors: pd.DataFrame) -> str:
    """The finding of the last errors."""
    if errors.empty:
        return "No error in the log"
    return f"{words.things(len(errors), 'error')} in the log, the last {words.moment(errors['at'].iloc[0])}"


def refused_words(reasons: pd.DataFrame) -> str:
    """The finding of the refused rows."""
    refused = int(reasons["rows"].sum())
    return f"{words.things(refused, 'row')} refused" if refused else "No row was refused"


def with_file_names(rejects: pd.DataFrame) -> pd.DataFrame:
    """The frame of `rejects` or `reject_reasons` with files by name, without their folders."""
    return rejects.assign(file=rejects["file"].str.split("/").str[-1])


def run_days(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs for the dots per day: day, source, outcome."""
    return pd.DataFrame({"day": pd.to_datetime(runs["started_at"]).dt.date, "source": runs["source"],
                         "outcome": runs["outcome"]})


def definitions() -> pd.DataFrame:
    """Columns: word, meaning."""
    return pd.DataFrame(DEFINITIONS, columns=["word", "meaning"])


def list_name(path: str) -> str:
    """The list of an API route in words: "/concerts/on-sale" is "Concerts, on sale"."""
    first, *rest = path.strip("/").replace("-", " ").split("/")
    return ", ".join([first.capitalize(), *rest])
