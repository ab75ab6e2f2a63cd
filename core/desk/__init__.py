"""What people write: holds, offers, annotations, decisions, views, tokens, and the log of who did what.

It lives in a database of its own (`desk.sqlite` in the store, or MARQUEE_USER_DB_URL), so no import or rebuild of the
warehouse can touch it. One function a deed, in the file of its subject; each deed is one transaction, says who did it
and leaves a line in the audit log. A row that can be changed carries a `version`: who saves over a version that is no
longer the newest gets StaleEdit, and nothing is lost.
"""

from pathlib import Path

from core.settings import settings


def url() -> str:
    return settings().user_db_url or f"sqlite:///{settings().data_dir / 'desk.sqlite'}"


def in_use() -> bool:
    """Whether anybody has written anything yet; a desk that nobody needs is not made by a publish, nor loaded."""
    address = url()
    return not address.startswith("sqlite:///") or Path(address.removeprefix("sqlite:///")).exists()
