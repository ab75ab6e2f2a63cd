"""The front door: dashboard and API in one process. `uvicorn app:app --host 127.0.0.1 --port 8501`."""

import gc

gc.disable()  # until all is loaded (see `lifespan`): nothing of it is garbage, and walking it is a sixth of the start

import core.recommend  # noqa: F401  first of all: skops looks for each of 800 names in every module loaded by then

# isort: split
import asyncio
import logging
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
import streamlit.config as streamlit_config
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from core import journal
from core.api import api
from core.aws import services
from core.errors import SettingsError
from core.serving import Bundles, LoopbackOnly, SafeHeaders, refuse_open_bind
from core.settings import ROOT, settings
from pages.parts import warming

FONT = "./app/static/fonts/ibm-plex-sans-latin-wght-normal.woff2"
EARLY = ("PlotlyChart.", "DataFrame.", "Metric.", "Multiselect.", "DateInput.")
NEEDED = ("core.exports", "streamlit.elements.plotly_chart")  # beside the modules that `warming` loads
# White on the dark theme's primary colour is 3.3:1; chosen filters are grey with the text's own colour instead.
STYLE = ('[data-testid="stMultiSelect"] [data-tag] {color: inherit; '
         'background: color-mix(in srgb, currentColor 12%, transparent)}')

try:
    refuse_open_bind(sys.argv, os.environ)
except SettingsError as error:
    sys.exit(str(error))
streamlit_config.set_option("secrets.files", [str(settings().sign_in_file)])
streamlit_config.set_option("server.maxUploadSize", settings().upload_megabytes)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Log, and load what pages will need, then keep the collector from walking it all after each rerun.

    Streamlit turns the access log on by now, whatever uvicorn was told: 119 lines a page.
    """
    journal.start(settings().data_dir, services.log_sinks())
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    for name in NEEDED:
        import_module(name)
    await warming.load()
    gc.collect()
    gc.freeze()
    gc.enable()
    watching = asyncio.create_task(warming.watch())
    yield
    watching.cancel()


async def to_overview(request: Request) -> RedirectResponse:
    """The first page has the address /; who types its name finds it too."""
    return RedirectResponse(request.url.replace(path="/"))


async def to_docs(request: Request) -> RedirectResponse:
    """Who asks for the API itself wants to know what it has."""
    return RedirectResponse("/api/docs/")


at_api = Mount("/api", app=api)
at_api.path_regex = re.compile(at_api.path_regex.pattern, re.DOTALL)  # also what has a line feed in it is answered there

app = st.App(
    ROOT / "pages" / "navigation.py",
    routes=[Route("/api", to_docs), at_api, Route("/overview", to_overview)],
    middleware=[
        Middleware(SafeHeaders),
        Middleware(LoopbackOnly),
        Middleware(Bundles, folder=Path(st.__file__).parent / "static", kept=settings().data_dir / "bundles",
                   early=EARLY, icon="./app/static/icon.png", font=FONT, style=STYLE),
    ],
    lifespan=lifespan,
)
