"""A gate with nothing but an echo behind it: what arrives there has passed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from db.engines import Database
from programme.access import Actor
from programme.door import Door
from programme.signed_in import open_session
from tests.support.clock import Clock
from web.activity import is_activity
from web.gate import Gate
from web.quota import Quota
from web.routes import routes

HOST = "desk.example"
ORIGIN = {"origin": f"http://{HOST}"}
STREAM = f"ws://{HOST}/_stcore/stream"
PAGE = {"accept": "text/html"}
INDEX = (
    '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title><script>\n  window.x = 1\n</script></head>'
    "<body><noscript>no</noscript></body></html>"
)


@dataclass
class Gated:
    """The door, the browser before it, and what came through."""

    door: Door
    clock: Clock
    client: TestClient
    gate: Gate
    frames: list[bytes] = field(default_factory=list)

    def enter(self, actor: Actor) -> str:
        """Put a session of an account into the browser's cookies; returns its token."""
        with self.door.database.write() as session:
            token = open_session(session, actor.id, self.clock())
        self.client.cookies.set("bangdai", token)
        return token

    def page(self, path: str = "/", **headers: str) -> Any:
        """Open a page as a browser does, without following where it is sent."""
        return self.client.get(path, headers=PAGE | headers, follow_redirects=False)

    def wire(self, **headers: str) -> Any:
        """A WebSocket as Streamlit's page opens it."""
        return self.client.websocket_connect(STREAM, headers=ORIGIN | headers)


def gated(database: Database, quota: Quota | None = None) -> Gated:
    """A gate on a database, with a clock of its own."""
    clock, frames = Clock(), list[bytes]()
    door = Door(database, clock=clock)
    inner = Starlette(routes=[*routes(door), *_echo(frames)])
    gate = Gate(inner, door, [HOST], is_activity, quota or Quota())
    client = TestClient(gate, base_url=f"http://{HOST}")
    return Gated(door, clock, client, gate, frames)


def click(auto: bool = False) -> bytes:
    """A frame as a click sends it, or as a page that refreshes itself does."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    message.rerun_script.is_auto_rerun = auto
    return message.SerializeToString()


def _echo(frames: list[bytes]) -> list[Any]:
    async def wire(socket: WebSocket) -> None:
        await socket.accept()
        try:
            while True:
                frames.append(await socket.receive_bytes())
                await socket.send_json(_who(socket.headers.items()))
        except WebSocketDisconnect:
            return

    everything = ["GET", "POST", "PUT", "DELETE", "PATCH"]
    return [WebSocketRoute("/_stcore/stream", wire), Route("/{path:path}", _answer, methods=everything)]


async def _answer(request: Request) -> Response:
    if request.url.path == "/index":
        return HTMLResponse(INDEX)
    return JSONResponse({"path": request.url.path, **_who(request.headers.items())})


def _who(headers: Any) -> dict[str, list[str]]:
    return {"who": [f"{name}={value}" for name, value in headers if name.startswith("x-bangdai-")]}


Make = Callable[..., Gated]
