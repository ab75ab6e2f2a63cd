"""Who holds a lease in the shared table, and whether that process has died, as far as this machine can tell."""

import os
import secrets
import socket


def new_holder() -> str:
    """A name for this process, new each time: host, process id and something random."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Whether a process of this host has ended; of other hosts nobody here knows, their leases run out."""
    host, _, rest = holder.partition("/")
    pid = rest.partition("/")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
