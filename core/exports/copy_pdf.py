"""The copy sheet of a show as a PDF."""

import json
from importlib.resources import files


def to_pdf(title: str, facts: list[tuple[str, str]], links: list[tuple[str, str]], source: str) -> bytes:
    """The bytes of the PDF. facts: (label, words); links: (label, address); source: the line below."""
    import typst  # 30 MB that a page without a sheet never needs

    sheet = {"title": title, "facts": facts, "links": links, "source": source}
    return typst.compile((files("core.exports") / "copy.typ").read_bytes(),
                         sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)})
