"""Asks the running dashboard for a page as a browser does, over its live connection, without drawing it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import connect

from tests.conftest import get

USER, XSRF = "_streamlit_user", "_streamlit_xsrf"


@dataclass
class Screen:
    """What a reader gets: the addresses in the navigation, whether the address was one, and all that came."""

    pages: list[str] = field(default_factory=list)
    not_found: bool = False
    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [text for message in self.messages for text in texts_of(message)]

    @property
    def title(self) -> str | None:
        return next((text.body for message in self.messages if message.delta.new_element.WhichOneof("type") == "heading"
                     for text in [message.delta.new_element.heading] if text.tag == "h1"), None)

    @property
    def raw(self) -> bytes:
        """Everything as it travelled: tables too, whose cells are no texts of the messages."""
        return b"".join(message.SerializeToString() for message in self.messages)


def texts_of(message: Any) -> Iterator[str]:
    """Every text in a message, however deep."""
    for described, value in message.ListFields():
        for one in value if described.is_repeated else [value]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, Message) and not described.message_type.GetOptions().map_entry:
                yield from texts_of(one)


def look(url: str, page: str = "", query: str = "", user: str | None = None) -> Screen:
    """Open a page and wait until its script has run; `user` is the value of the sign-in cookie."""
    xsrf = get(f"{url}/_stcore/health").cookies[XSRF]
    cookies = "; ".join([f'{XSRF}="{xsrf}"', *([f'{USER}="{user}"'] if user else [])])
    screen = Screen()
    with connect(f"{url.replace('http', 'ws', 1)}/_stcore/stream", origin=url, subprotocols=["streamlit", xsrf],
                 additional_headers={"cookie": cookies}, max_size=None) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.url = f"{url}/{page}"
        socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.recv(60))
            screen.messages.append(message)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                screen.pages = [shown.url_pathname for shown in message.navigation.app_pages]
            screen.not_found |= kind == "page_not_found"
            if kind == "script_finished":
                return screen


def cookie_of(secret: str, url: str, claims: Mapping[str, Any]) -> str:
    """The cookie that a sign-in would have set."""
    import json

    payload = {"origin": url, "is_logged_in": True, "email_verified": True, **claims}
    return create_signed_value(secret, USER, json.dumps(payload)).decode()


def words(texts: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(texts))
