"""Streamlit's WebSocket spoken by hand: what a page sends can be forged, and what is sent back is read to the byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect


class Wire:
    """One connection."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket

    def rerun(self, page: str = "", query: str = "") -> list[ForwardMsg]:
        """Ask for a page; returns everything that came until its script had finished."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self.socket.send(message.SerializeToString())
        return list(self._answers())

    def _answers(self) -> Iterator[ForwardMsg]:
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.socket.recv(timeout=30))  # type: ignore[arg-type]
            yield answer
            if answer.WhichOneof("type") == "script_finished":
                return


@contextmanager
def wired(address: str, token: str | None, session: str = "", **headers: str) -> Iterator[Wire]:
    """Connect to a server as the browser with this session token does; `session` takes up an earlier connection."""
    uri = address.replace("http://", "ws://") + "/_stcore/stream"
    sent: dict[str, Any] = {"Cookie": f"bangdai={token}"} if token else {}
    protocols = ["streamlit", "none", session] if session else ["streamlit"]
    origin = headers.pop("origin", address)
    with connect(
        uri,
        additional_headers=sent | headers,
        origin=origin or None,
        subprotocols=protocols,
        max_size=None,  # type: ignore[arg-type]
    ) as socket:
        yield Wire(socket)


def said(messages: list[ForwardMsg]) -> str:
    """Everything in the messages as one text."""
    return "\n".join(map(str, messages))
