"""Which frames of a page's WebSocket a person caused: a page that refreshes itself must not keep a session alive."""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg


def is_activity(frame: bytes) -> bool:
    """Whether somebody clicked, typed or chose a file; unreadable frames do not count."""
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    return kind == "file_urls_request" or (kind == "rerun_script" and not message.rerun_script.is_auto_rerun)
