"""What people and tokens may be: roles and scopes by name. What each may do is in `core.access`."""

from enum import StrEnum


class Role(StrEnum):
    viewer = "viewer"
    marketing = "marketing"
    manager = "manager"
    analyst = "analyst"
    admin = "admin"


class Scope(StrEnum):
    """What a token may be narrowed to."""

    read = "read"
    write = "write"
    query = "query"
    admin = "admin"
