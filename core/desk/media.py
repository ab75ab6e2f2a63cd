"""The media library: what each picture is of, and where it is used. The files are in the media store."""

from collections.abc import Iterable
from typing import Any

from core.desk.audit import note
from core.desk.campaigns import one, remove, standing
from core.desk.errors import DeedRefused
from core.desk.models import MediaAsset
from core.desk.store import as_dict, found, now, writing

KINDS = ("poster", "image", "logo")


def add_asset(*, actor: str, concert_id: str | None, kind: str, title: str, file: str, thumbnail: str, content_type: str,
              width: int, height: int, bytes: int) -> dict[str, Any]:
    """Enter a picture that is in the media store. Raises DeedRefused for a kind that is not in KINDS."""
    if kind not in KINDS:
        raise DeedRefused(f"There is no kind of picture {kind!r}.", remedy=f"Use one of {', '.join(KINDS)}.")
    with writing() as session:
        asset = MediaAsset(concert_id=concert_id, kind=kind, title=title, file=file, thumbnail=thumbnail,
                           content_type=content_type, width=width, height=height, bytes=bytes, used_in=[],
                           uploaded_by=actor, uploaded_at=now())
        session.add(asset)
        session.flush()
        note(session, actor, "picture added", asset.asset_id, concert_id=concert_id, file=file)
    return as_dict(asset)


def revise_asset(*, actor: str, asset_id: str, version: int, title: str, used_in: list[str]) -> dict[str, Any]:
    """Say anew what it is called and where it is used."""
    with writing() as session:
        asset = found(session, MediaAsset, asset_id, version)
        note(session, actor, "picture revised", asset_id, before=asset.title, before_used_in=asset.used_in)
        asset.title, asset.used_in = title, used_in
        session.flush()
    return as_dict(asset)


def remove_asset(*, actor: str, asset_id: str, version: int) -> None:
    """Out of the library; the file stays, since another entry may show it."""
    remove(MediaAsset, actor, asset_id, version)


def one_asset(asset_id: str) -> dict[str, Any]:
    return one(MediaAsset, asset_id)


def assets(*, concert_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Pictures by show; with `concert_ids` those of these shows and of the house."""
    return standing(MediaAsset, concert_ids, "concert_id", "kind", "title")
