"""Which definitions a snapshot was made by: one made by others may lack what the questions of this version read."""

import hashlib
from functools import cache
from importlib.resources import files

from core.warehouse.migrate import migrations


@cache
def digest() -> str:
    """Of every mart and migration of this version, as hexadecimal SHA-256."""
    marts = sorted((files("core.warehouse") / "marts").iterdir(), key=lambda file: file.name)
    texts = [*(f"{file.name}\n{file.read_text('utf-8')}" for file in marts), *(m.checksum for m in migrations())]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
