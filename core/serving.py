"""What the web server adds around the dashboard: who may ask, safe headers, small and early bundles. Plain ASGI."""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import orjson
from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import SettingsError
from core.settings import settings

FORWARDED = re.compile(rb"forwarded|x-forwarded-.*|x-real-ip|x-original-.*|via|true-client-ip|cf-connecting-ip")
HEALTH = "/api/health"
# Streamlit's own: figures of the process, and a way to drive pages without a browser.
HIDDEN = re.compile(r"/+_stcore/+(metrics|agent)(/.*)?", re.IGNORECASE)

# Streamlit styles inline and Plotly draws into data: and blob: images; nothing may come from or go to elsewhere.
POLICY = ("default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
          "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
          "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
SAFE_HEADERS = [(b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"),
                (b"x-frame-options", b"DENY"), (b"referrer-policy", b"same-origin"),
                (b"cross-origin-opener-policy", b"same-origin"),
                (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()")]


class LoopbackOnly:
    """Until people can sign in, nobody but this machine is answered; then whoever asks for our public name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = "" if scope["type"] == "lifespan" else outside(scope)
        if not reason:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
        else:
            await refuse(send, 403, "This Marquee answers its own machine only.", reason,
                         "Open http://127.0.0.1:8501 on the machine that runs it. Sign-in has to be "
                         "configured before others can be let in.")


def outside(scope: Scope) -> str:
    """Why a request is not answered, or "". Once people sign in, only the name it is addressed to counts; a load
    balancer asks for our health by address."""
    if scope["type"] == "websocket" and foreign(scope):
        return "The connection was opened by a page of another site."
    if settings().sign_in:
        return "" if scope["path"] == HEALTH else wrong_host(scope)
    server = (scope.get("server") or ("", 0))[0]
    if not loopback(server):
        return f"The server listens on {server or 'an unknown address'}, which others can reach."
    for name, value in scope["headers"]:
        if FORWARDED.fullmatch(name):
            return f"The request was forwarded by a proxy ({name.decode('latin-1')})."
        if name == b"host" and not loopback(re.sub(r":\d+$", "", value.decode("latin-1"))):
            return "The request was addressed to another host name."
    return ""


def foreign(scope: Scope) -> bool:
    """Whether a browser opens the connection for a page that is not ours; a program says no origin.

    Streamlit would let in every page of this machine, and ask a service outside what our address is to compare it.
    """
    headers = dict(scope["headers"])
    if b"origin" not in headers:
        return False
    origin = urlsplit(headers[b"origin"].decode("latin-1")).netloc
    return origin not in (headers.get(b"host", b"").decode("latin-1"), urlsplit(settings().public_url).netloc or None)


def wrong_host(scope: Scope) -> str:
    """A request for another name was lured here by somebody else's (DNS rebinding), or MARQUEE's own is not set."""
    public = urlsplit(settings().public_url).hostname or ""
    for name, value in scope["headers"]:
        if name == b"host":
            host = re.sub(r":\d+$", "", value.decode("latin-1")).lower()
            return "" if host == public or loopback(host) else "The request was addressed to another host name."
    return "The request names no host."


def refuse_open_bind(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Raises SettingsError when this process was told to listen where others reach it and nobody has to sign in.

    An application is not told where its server listens, so this reads uvicorn's own command line; `LoopbackOnly`
    refuses each request where that says nothing.
    """
    hosts = [value for flag, value in pairwise([*arguments, ""]) if flag == "--host"]
    hosts += [text.removeprefix("--host=") for text in arguments if text.startswith("--host=")]
    hosts += [environment["UVICORN_HOST"]] if "UVICORN_HOST" in environment and not hosts else []
    reached = [host for host in hosts if not loopback(host)]
    if reached and not settings().sign_in:
        raise SettingsError(f"Marquee will not listen on {reached[0]}: nobody would have to sign in.",
                            remedy=f"Put [auth] into {settings().sign_in_file}, or use --host 127.0.0.1.")


def loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


async def refuse(send: Send, status: int, title: str, detail: str, remedy: str) -> None:
    """An answer of type application/problem+json (RFC 9457)."""
    body = orjson.dumps({"type": "about:blank", "status": status, "title": title, "detail": detail, "remedy": remedy})
    await answer(send, status, b"application/problem+json", body)


async def answer(send: Send, status: int, media_type: bytes, body: bytes,
                 headers: list[tuple[bytes, bytes]] | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", media_type), (b"content-length", str(len(body)).encode()), *(headers or [])]})
    await send({"type": "http.response.body", "body": body})


class SafeHeaders:
    """Adds the headers a browser needs to keep others out, and hides what Streamlit shows to anybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                taken = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*map(sealed, message["headers"]), *(h for h in SAFE_HEADERS if h[0] not in taken)]
            await send(message)

        if HIDDEN.fullmatch(scope["path"]):
            return await refuse(send_safely, 404, "There is nothing here.", scope["path"], "Go to the first page: /")
        await self.app(scope, receive, send_safely)


def sealed(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Where Marquee is reached by https, its cookies travel no other way; Streamlit leaves that flag out."""
    name, value = header
    if name.lower() == b"set-cookie" and settings().public_url.startswith("https:") and b"secure" not in value.lower():
        return name, value + b"; Secure"
    return header


class Bundles:
    """Serves Streamlit's scripts and styles compressed once and kept, and a first page that asks for them early.

    `folder` is Streamlit's static folder, `kept` where compressed copies stay (their names carry a hash),
    `early` the beginnings of the names of chunks that pages always need, `icon` and `font` our own static files,
    `style` rules for what the theme cannot reach.
    """

    def __init__(self, app: ASGIApp, folder: Path, kept: Path, early: tuple[str, ...], icon: str, font: str,
                 style: str) -> None:
        self.app = app
        self.kept = kept
        self.files = {f"/{path.relative_to(folder).as_posix()}": path
                      for pattern in ("static/js/*.js", "static/css/*.css") for path in folder.glob(pattern)}
        page = first_page((folder / "index.html").read_text("utf-8"), self.early(early), icon, font, style)
        self.page, self.policy = page.encode(), allowing_inline_scripts(page).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        path = self.files.get(scope["path"])
        if path and accepts_brotli(scope):
            media_type = b"text/css" if path.suffix == ".css" else b"text/javascript"
            body = await to_thread.run_sync(self.compressed, path)
            return await answer(send, 200, media_type + b"; charset=utf-8", body, [
                (b"content-encoding", b"br"), (b"vary", b"accept-encoding"),
                (b"cache-control", b"public, immutable, max-age=31536000")])
        if scope["path"].startswith("/api"):
            return await self.app(scope, receive, send)
        await self.app(scope, receive, self.with_our_page(send))

    def compressed(self, path: Path) -> bytes:
        """Quality 9: a tenth of the time of 11 for a tenth more bytes; 10 MB of scripts take about a second, once."""
        copy = self.kept / f"{path.name}.br"
        try:
            return copy.read_bytes()
        except FileNotFoundError:
            body = brotli.compress(path.read_bytes(), quality=9)
        self.kept.mkdir(parents=True, exist_ok=True)
        partial = self.kept / f"{path.name}.{secrets.token_hex(4)}.partial"  # another may be making the same copy
        partial.write_bytes(body)
        partial.replace(copy)
        return body

    def early(self, beginnings: tuple[str, ...]) -> list[str]:
        """The chunks with these names and what they import, in the order the browser needs them."""
        found: list[str] = []
        waiting = [name for name in self.files if name.startswith(tuple(f"/static/js/{start}" for start in beginnings))]
        while waiting:
            name = waiting.pop(0)
            if name in self.files and name not in found:
                found.append(name)
                head = self.files[name].read_text("utf-8")[:20_000]
                waiting += [f"/static/js/{file}" for file in re.findall(r'from"\./([\w.-]+\.js)"', head)]
        return found

    def with_our_page(self, send: Send) -> Send:
        """Put our first page in the place of Streamlit's, whichever path it was served for."""
        ours = False

        async def send_ours(message: Message) -> None:
            nonlocal ours
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                ours = message["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html")
                if ours:
                    return await answer(send, 200, b"text/html; charset=utf-8", self.page,
                                        [(b"cache-control", b"no-cache"),
                                         (b"content-security-policy", self.policy)])
            if not ours:
                await send(message)

        return send_ours


def accepts_brotli(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"br" in value for name, value in scope["headers"])


def first_page(html: str, early: list[str], icon: str, font: str, style: str) -> str:
    """Streamlit's index.html with our title, icon and font from the first moment, and early chunks asked for."""
    html = html.replace("<title>Streamlit</title>", "<title>Marquee</title>")
    html = html.replace('href="./favicon.png"', f'href="{icon}"')
    html = re.sub(r'href="\./static/media/SourceSansVF-Upright[^"]*"', f'href="{font}"', html)
    # Without this, a page below / first looks for its server at its own path, in vain.
    html = html.replace("<head>", "<head><script>window.__streamlit = {BACKEND_BASE_URL: location.origin}</script>", 1)
    missing = [name for name in early if f'".{name}"' not in html]
    links = "".join(f'<link rel="modulepreload" crossorigin href=".{name}">\n' for name in missing)
    return html.replace("</head>", f"{links}<style>{style}</style>\n</head>")


def allowing_inline_scripts(html: str) -> str:
    """The policy with the hashes of the few scripts that stand in the page itself."""
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return POLICY.replace("script-src 'self'", " ".join(["script-src 'self'", *(f"'sha256-{h}'" for h in hashes)]))
