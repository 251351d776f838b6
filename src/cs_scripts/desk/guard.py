"""Let nobody in who has no business here: other sites, other names, strangers without the token, bodies without end.

The desk listens on this machine, where any web page an agent opens can reach it; so a request must name the desk by its own address,
must not come from another site, and must carry the token.
"""

from __future__ import annotations

import hmac
import ipaddress
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cs_scripts.errors import RequestError

BODY_LIMIT = 512 * 1024
"""Bytes of the largest body that is read."""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = [
    (b"content-security-policy", "; ".join(f"{what} {whence}" for what, whence in _POLICY.items()).encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
]


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine only.

    Args:
        host: a name or an address.

    Returns:
        Whether it is.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.168.1.5")]
    [True, True, True, False, False]
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def names_desk(header: str, host: str) -> bool:
    """Tell whether a Host header names the desk, and no domain that somebody pointed at it.

    Args:
        header: the header, as in ``127.0.0.1:8000``.
        host: what the desk listens on.

    Returns:
        Whether it does: a name of this machine, or, where the desk is open to the network, any address or the very name of ``host``.

    >>> names_desk("127.0.0.1:80", "127.0.0.1"), names_desk("evil.example", "127.0.0.1"), names_desk("192.168.1.5", "0.0.0.0")
    (True, False, True)
    """
    name = header[1:].partition("]")[0] if header.startswith("[") else header.partition(":")[0]
    if is_loopback(name):
        return True
    if is_loopback(host):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.lower() == host.lower()
    return True


class Guard:
    """Check every request before the application sees it, and put the security headers on every answer.

    Args:
        app: the application.
        host: what the desk listens on.
        token: what ``Authorization: Bearer`` must carry for everything below ``/api/``.
    """

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        self.app = app
        self.host = host
        self.bearer = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        try:
            length = self._check(scope)
            await self.app(scope, _limited(receive) if length is None else receive, send_guarded)
        except RequestError as error:
            await send_error(error, send_guarded)

    def _check(self, scope: Scope) -> int | None:
        """Refuse what must not pass; give the announced length of the body."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if not names_desk(host, self.host):
            raise RequestError("Host", "不是本台的地址", 421)
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin != f"{scope.get('scheme', 'http')}://{host}":
            raise RequestError("Origin", "不接受别的网站发来的请求", 403)
        if scope["path"].startswith("/api/") and not hmac.compare_digest(headers.get(b"authorization", b""), self.bearer):
            raise RequestError("Authorization", "口令不对；请用命令打印的完整地址，或带上 Authorization: Bearer 口令", 401)
        if b"transfer-encoding" in headers:
            return None
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > BODY_LIMIT:
            raise RequestError("", f"正文最大 {BODY_LIMIT // 1024} KB", 413)
        return int(length)


def _limited(receive: Receive) -> Receive:
    """Read a body of unannounced length only so far."""
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_LIMIT:
            raise RequestError("", f"正文最大 {BODY_LIMIT // 1024} KB", 413)
        return message

    return receive_limited


async def send_error(error: RequestError, send: Send) -> None:
    """Answer with what is wrong.

    Args:
        error: what is wrong.
        send: the connection.
    """
    body = json.dumps({"field": error.field, "reason": error.reason}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if error.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
