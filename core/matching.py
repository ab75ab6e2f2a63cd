"""A person's decision about an act of an outside source: kept, applied to the warehouse, published."""

from core.desk.choices import all_identity_decisions, decide_identity, identity_decisions
from core.publish import publish

APPLIED_AT_ONCE = "ticketmaster"  # the other sources apply decisions at their next run


def decide(*, actor: str, source: str, source_artist_id: str, artist_id: str | None) -> None:
    """Confirm that an act is `artist_id`, or (None) that it is an artist of its own; the newest decision stands."""
    versions = {(d["source"], d["source_artist_id"]): d["version"] for d in all_identity_decisions()}
    decide_identity(actor=actor, source=source, source_artist_id=source_artist_id, artist_id=artist_id,
                    version=versions.get((source, source_artist_id)))
    if source == APPLIED_AT_ONCE:
        from core.ingest.ticketmaster import apply_decisions

        apply_decisions(identity_decisions(source))
    publish()
