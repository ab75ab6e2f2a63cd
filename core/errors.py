"""The errors a user can meet, as one tree.

    MarqueeError                what happened and what to do about it
    ├── SettingsError           a setting is missing or has a value we cannot use
    ├── StoreError              the files of the store
    │   ├── StoreBusy           another process is writing
    │   ├── StoreBroken         a file is damaged or was changed by hand
    │   ├── StoreTooNew         a newer Marquee wrote it
    │   ├── StoreOutdated       a snapshot that another version published
    │   └── NothingPublished    no snapshot yet
    ├── QueryError              a question the snapshot cannot answer
    │   └── QueryTooSlow        the deadline passed
    ├── ImportRefused           a file that cannot be read at all (a bad row is a reject, not an error)
    ├── SourceError             an outside service
    │   ├── SourceUnconfigured  its key is missing
    │   ├── SourceRefused       it answered no, and will again
    │   └── SourceUnavailable   it did not answer well now; later it may
    ├── NotEnoughData           a figure is declined for lack of data
    ├── DealError               a deal that cannot be settled
    └── Cancelled               somebody asked a long job to stop
"""


class MarqueeError(Exception):
    """What happened and where; `remedy` says what to do. Both are shown to people, so no secrets."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class SettingsError(MarqueeError):
    pass


class StoreError(MarqueeError):
    pass


class StoreBusy(StoreError):
    pass


class StoreBroken(StoreError):
    pass


class StoreTooNew(StoreError):
    pass


class StoreOutdated(StoreError):
    pass


class NothingPublished(StoreError):
    pass


class QueryError(MarqueeError):
    pass


class QueryTooSlow(QueryError):
    pass


class ImportRefused(MarqueeError):
    pass


class SourceError(MarqueeError):
    pass


class SourceUnconfigured(SourceError):
    pass


class SourceRefused(SourceError):
    pass


class SourceUnavailable(SourceError):
    pass


class NotEnoughData(MarqueeError):
    pass


class DealError(MarqueeError):
    pass


class Cancelled(MarqueeError):
    pass
