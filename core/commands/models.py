"""Fitted models in S3: `aws models keep`, `list`, `promote`, `rollback`, `fetch`, `score`."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from core.commands.printing import FORMAT, Format, print_rows, say
from core.settings import settings

if TYPE_CHECKING:
    from core.aws.models import ModelCard

models = typer.Typer(no_args_is_help=True, help="Fitted models in S3: booker, outcome, forecast.")
COLUMNS = ("name", "version", "in_use", "data_version", "fitted_at", "metrics", "sha256", "bytes")


@models.command()
def keep(name: str = typer.Argument(..., help="booker, outcome or forecast."),
         promoted: bool = typer.Option(False, "--promote", help="Put it in use at once."),
         style: Format = FORMAT) -> None:
    """Teach a model on the snapshot in use and send it with its data version and metrics."""
    from tempfile import TemporaryDirectory

    from core.aws import models as kept
    from core.aws.objects import bucket
    from core.fitted import fitted
    from core.recommend import saving

    ready, ours = fitted(name), bucket()
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.skops"
        saving.save(ready.model, file)
        card = kept.keep(ours, name, file, data_version=ready.data_version, metrics=ready.metrics,
                         types=saving.types_in(file))
    if promoted:
        kept.promote(ours, name, card.version)
    say(f"Model {name} {card.version} is kept{' and in use' if promoted else ''}.")
    show([(card, promoted)], style)


@models.command("list")
def listing(name: str = typer.Argument(None, help="Only this model."), style: Format = FORMAT) -> None:
    """Every kept version, the newest first, and which one is in use."""
    from core.aws import models as kept
    from core.aws.objects import bucket

    ours = bucket()
    rows = []
    for one in [name] if name else kept.names(ours):
        used, _ = kept.in_use(ours, one)
        rows += [(kept.card_of(ours, one, version), version in used[-1:])
                 for version in reversed(kept.versions(ours, one))]
    show(rows, style)


@models.command()
def promote(name: str, version: str, style: Format = FORMAT) -> None:
    """Put a kept version in use."""
    from core.aws import models as kept
    from core.aws.objects import bucket

    show([(kept.promote(bucket(), name, version), True)], style)


@models.command()
def rollback(name: str, style: Format = FORMAT) -> None:
    """Put the version that was promoted before this one in use again."""
    from core.aws import models as kept
    from core.aws.objects import bucket

    show([(kept.roll_back(bucket(), name), True)], style)


@models.command()
def fetch(name: str, style: Format = FORMAT) -> None:
    """Bring the version in use here: its SHA-256 compared, and only types this version trusts built."""
    from core.aws import models as kept
    from core.aws.objects import bucket
    from core.recommend import saving

    ours = bucket()
    card = kept.current(ours, name)
    file = kept.bring(ours, card, settings().data_dir / "models", trusted=saving.TRUSTED)
    say(f"{type(saving.load(file)).__name__} of {card.data_version} is in {file}.")
    show([(card, True)], style)


@models.command()
def score(style: Format = FORMAT) -> None:
    """The share of the house that each show to come is expected to sell, by the outcome model: in this process, or on the
    SageMaker endpoint when MARQUEE_SAGEMAKER_ENDPOINT is set."""
    from core.aws import scoring
    from core.fitted import ahead, outcome_here

    known = ahead()
    scores = scoring.score(known.rows, outcome_here) if known.rows else []
    say(f"Scored by {settings().sagemaker_endpoint or 'the model of this process'}.")
    print_rows([*known.shows.columns, "sell_through"],
               [(*row, share) for row, share in zip(known.shows.itertuples(index=False), scores, strict=True)], style)


def show(rows: "list[tuple[ModelCard, bool]]", style: Format) -> None:
    """A table for reading leaves out what is long."""
    columns = COLUMNS if style != Format.table else COLUMNS[:5]
    found = [{"in_use": in_use} | card.model_dump() for card, in_use in rows]
    print_rows(columns, [[one[name] for name in columns] for one in found], style)
