"""/docs: the description for people, from files of our own; no script comes from anywhere else."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

TYPES = {"index.html": "text/html", "docs.js": "text/javascript", "docs.css": "text/css"}

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    return RedirectResponse(f"{request.scope.get('root_path', '')}/docs/")


@router.get("/docs/{name:path}")
def docs_file(name: str) -> Response:
    """One of the three files; any other name is nothing."""
    name = name or "index.html"
    if name not in TYPES:
        raise HTTPException(404, "Not Found")
    body = (files("core.api") / "docs" / name).read_bytes()
    return Response(body, media_type=TYPES[name], headers={"cache-control": "no-cache"})
