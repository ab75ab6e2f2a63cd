"""Fitted recommenders and forecasters in S3: kept with what they were fitted on and how well, promoted, rolled back.

    models/<name>/<version>/model.skops
    models/<name>/<version>/card.json     data version, metrics, SHA-256, the types it may build
    models/<name>/current.json            the promoted versions, the one in use last

A model file is built only by `core.recommend.saving` and its likes, which hold the pinned list of types; the card is
compared with that list before anything is fetched, the SHA-256 before anything is opened.
"""

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.aws.manifest import Sha256
from core.aws.objects import Bucket, ChangedMeanwhile
from core.aws.transfers import fetch as fetch_file
from core.aws.transfers import file_sha256, send
from core.errors import NothingPublished, SourceRefused, StoreBroken

NAME = re.compile(r"[a-z][a-z0-9_-]*")


class UntrustedTypes(SourceRefused):
    """A model that would build types this installation does not trust."""


class ModelCard(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    version: str
    data_version: str
    fitted_at: datetime
    metrics: dict[str, float]
    types: tuple[str, ...]
    sha256: Sha256
    bytes: int

    @property
    def folder(self) -> str:
        return f"models/{self.name}/{self.version}"


def keep(bucket: Bucket, name: str, file: Path, *, data_version: str, metrics: Mapping[str, float],
         types: Collection[str], now: datetime | None = None) -> ModelCard:
    """Send a fitted model (a skops file) with its card; it is not in use until it is promoted.

    `types` is the pinned list it was saved with, `data_version` for instance the snapshot number.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a model's name")
    stamp = now or datetime.now(UTC)
    sha256 = file_sha256(file)
    card = ModelCard(name=name, version=f"{stamp:%Y%m%dT%H%M%S%fZ}-{sha256[:8]}", data_version=data_version,
                     fitted_at=stamp, metrics=dict(metrics), types=tuple(sorted(types)), sha256=sha256,
                     bytes=file.stat().st_size)
    send(bucket, file, f"{card.folder}/model.skops", sha256)
    bucket.write(f"{card.folder}/card.json", card.model_dump_json().encode(), content_type="application/json")
    return card


def card_of(bucket: Bucket, name: str, version: str) -> ModelCard:
    path = f"models/{name}/{version}/card.json"
    found = bucket.read(path)
    if not found:
        raise NothingPublished(f"There is no model {name} {version} in {bucket.url()}.", remedy="Choose another.")
    try:
        return ModelCard.model_validate_json(found.body)
    except ValidationError as error:
        raise StoreBroken(f"{bucket.url(path)} is not a model card.", remedy="Keep the model again.") from error


def versions(bucket: Bucket, name: str) -> list[str]:
    """All kept versions, oldest first."""
    return sorted(path.split("/")[2] for path in bucket.sizes(f"models/{name}/") if path.endswith("/card.json"))


def names(bucket: Bucket) -> list[str]:
    return sorted({path.split("/")[1] for path in bucket.sizes("models/") if path.endswith("/card.json")})


def promote(bucket: Bucket, name: str, version: str) -> ModelCard:
    """Put a kept version in use. Raises ChangedMeanwhile when another was promoted at the same moment."""
    card = card_of(bucket, name, version)
    used, etag = in_use(bucket, name)
    write_in_use(bucket, name, [*used, version], etag)
    return card


def roll_back(bucket: Bucket, name: str) -> ModelCard:
    """Put the version promoted before this one in use again. Raises NothingPublished when there is none."""
    used, etag = in_use(bucket, name)
    if len(used) < 2:
        raise NothingPublished(f"No version of model {name} was in use before this one.", remedy="Promote another.")
    card = card_of(bucket, name, used[-2])
    write_in_use(bucket, name, used[:-1], etag)
    return card


def current(bucket: Bucket, name: str) -> ModelCard:
    """The card of the version in use. Raises NothingPublished before the first promotion."""
    used, _ = in_use(bucket, name)
    if not used:
        raise NothingPublished(f"No version of model {name} is in use.", remedy="Promote one.")
    return card_of(bucket, name, used[-1])


def bring(bucket: Bucket, card: ModelCard, folder: Path, *, trusted: Collection[str]) -> Path:
    """The model's file in `folder`, fetched when it is not there, its SHA-256 right.

    Raises UntrustedTypes before fetching when it was saved with types not in `trusted`, StoreBroken on other content.
    """
    foreign = sorted(set(card.types) - set(trusted))
    if foreign:
        raise UntrustedTypes(f"Model {card.name} {card.version} holds types not trusted here: {', '.join(foreign)}.",
                             remedy="Update Marquee, or promote a model this version made.")
    file = folder / f"{card.name}-{card.version}.skops"
    if not file.exists() or file_sha256(file) != card.sha256:
        fetch_file(bucket, f"{card.folder}/model.skops", file, card.sha256, card.bytes)
    return file


def in_use(bucket: Bucket, name: str) -> tuple[list[str], str]:
    found = bucket.read(f"models/{name}/current.json")
    return (json.loads(found.body), found.etag) if found else ([], "")


def write_in_use(bucket: Bucket, name: str, used: list[str], etag: str) -> None:
    try:
        bucket.write(f"models/{name}/current.json", json.dumps(used).encode(), content_type="application/json",
                     replaces=etag)
    except ChangedMeanwhile as error:
        raise ChangedMeanwhile(f"Another version of model {name} was promoted at the same moment.",
                               remedy="Look at the version in use, then decide again.") from error
