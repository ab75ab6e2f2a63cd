"""A link as a QR code that survives print: error correction of a quarter, as SVG or PNG."""

import io

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr_code(link: str, style: str = "svg", scale: int = 8) -> bytes:
    """The bytes of the picture; `style` svg or png, `scale` pixels a module."""
    import segno

    written = io.BytesIO()
    segno.make(link, error="q", micro=False).save(written, kind=style, scale=scale, border=QUIET)
    return written.getvalue()
