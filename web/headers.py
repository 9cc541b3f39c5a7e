"""What every answer tells the browser about trust: nothing from elsewhere, in no frame, no guessing of types."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from web.hosts import is_secure

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
FORMS = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
MEDIA = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def protect(headers: MutableHeaders, scope: Scope, policy: str | None = None) -> None:
    """Add what is missing; an answer that sets its own policy keeps it."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if is_secure(scope):
        headers.setdefault("strict-transport-security", "max-age=31536000")
    if policy:
        headers.setdefault("content-security-policy", policy)


def app_policy(page: bytes, host: str) -> str:
    """The policy of Streamlit's page: its own files, its own inline scripts by hash, its own WebSocket, nothing else."""
    scripts = " ".join(_hashes(INLINE_SCRIPT.findall(page)))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host} wss://{host} data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _hashes(scripts: Iterable[bytes]) -> list[str]:
    return [f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]
