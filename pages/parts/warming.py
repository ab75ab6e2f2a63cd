"""The server's own visit to every page, so that no reader's first one pays for what is loaded and asked once.

A visit is a session of Streamlit without a browser: it loads modules, plans questions and keeps their answers (see
`ask`). Where people sign in it gets no further than the door; then only the modules are loaded.
"""

import asyncio
import logging
from importlib import import_module
from pkgutil import iter_modules

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionClient

from core.settings import settings
from core.warehouse.snapshot import pointed_to, snapshot_folder
from pages import parts

PAGES = ("", "artists", "concerts", "events", "marketing", "data")
VIEWS = ("Campaigns", "Attribution", "Incrementality", "Planner", "Audience", "Tools")  # of Marketing, which keep most
VISITS = (*((page, "") for page in PAGES), *(("marketing", f"view={view}") for view in VIEWS))
LONGEST = 30.0  # seconds; a page that takes longer is left to its first reader
LOOK = 1.0  # seconds between looks for a new snapshot


class Nobody(SessionClient):
    """Who asks for a page and only waits until it is whole."""

    def __init__(self) -> None:
        self.whole = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self.whole.set()


async def load() -> None:
    """Load the modules of all pages, then visit each that has something to show."""
    for module in iter_modules(parts.__path__, f"{parts.__name__}."):
        import_module(module.name)
    await visit()


async def visit() -> None:
    """Open every page once; one that breaks says so to its readers, not here."""
    if pointed_to(snapshot_folder(settings().data_dir)) is None:
        return
    runtime = Runtime.instance()
    for page, query in VISITS:
        client = Nobody()
        session = runtime.connect_session(client, {})
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
        try:
            runtime.handle_backmsg(session, asked)
            await asyncio.wait_for(client.whole.wait(), LONGEST)
        except TimeoutError:
            logging.getLogger(__name__).warning("The page %r was not whole after %s seconds.", page or "overview", LONGEST)
            return
        finally:
            runtime.close_session(session)


async def watch() -> None:
    """Visit the pages again whenever there is a new snapshot, until cancelled."""
    folder = snapshot_folder(settings().data_dir)
    known = pointed_to(folder)
    while True:
        await asyncio.sleep(LOOK)
        if (now := pointed_to(folder)) != known:
            known = now
            await visit()
