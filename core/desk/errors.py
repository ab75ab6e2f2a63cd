"""What can go wrong at the desk, under MarqueeError.

    DeskError               the store of what people write
    ├── DeskUnavailable     its database does not answer
    ├── NotThere            no such row, or not any more
    ├── StaleEdit           somebody else saved first
    └── DeedRefused         the deed breaks a rule of the trade
"""

from core.errors import MarqueeError


class DeskError(MarqueeError):
    pass


class DeskUnavailable(DeskError):
    pass


class NotThere(DeskError):
    pass


class StaleEdit(DeskError):
    pass


class DeedRefused(DeskError):
    pass
