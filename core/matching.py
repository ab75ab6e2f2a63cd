"""A person's decision about an act of an outside source: kept, applied to the warehouse, published."""

from collections.abc import Mapping

from core.desk.choices import all_identity_decisions, decide_identity, identity_decisions
from core.publish import publish
from core.warehouse.store import writing


def decide(*, actor: str, source: str, decisions: Mapping[str, str | None]) -> None:
    """Confirm which artist of ours each id of the source is, or (None) that it is none; the newest decision stands."""
    from core.ingest import spotify, ticketmaster  # their libraries are not needed to look at a page

    apply = {"ticketmaster": ticketmaster.apply_decisions, "spotify": spotify.apply_decisions}[source]
    versions = {(d["source"], d["source_artist_id"]): d["version"] for d in all_identity_decisions()}
    for source_artist_id, artist_id in decisions.items():
        decide_identity(actor=actor, source=source, source_artist_id=source_artist_id, artist_id=artist_id,
                        version=versions.get((source, source_artist_id)))
    with writing() as connection:
        connection.begin()
        apply(connection, identity_decisions(source))
        connection.commit()
    publish()
