"""Pure ASGI middleware: Starlette's `BaseHTTPMiddleware` would hide a caller who hangs up."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import prompts
from assistant.api.problems import describe, respond

_SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class DeclaredBodyLimit:
    """Refuses a body whose declared length is too large, before reading any of it.

    A body of undeclared length is counted as it comes by the `max_body_size` of its route. FastAPI's own answer to a
    declared length is plain text, and comes when the route is reached.

    Args:
        app: answers the others.
        limit: in bytes.
        larger: the limits of paths that take more.
    """

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.limit = limit
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the problem, or pass the request on."""
        if scope["type"] == "http" and self._is_too_large(scope):
            problem = describe(413, "body-too-large", self._words(scope["path"]))
            # The unread body would be taken for the next request of a kept connection.
            await respond(problem, {"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_too_large(self, scope: Scope) -> bool:
        declared = Headers(scope=scope).get("content-length", "0")
        limit = self.larger.get(scope["path"], self.limit)
        return declared.isascii() and declared.isdigit() and int(declared[:20]) > limit

    def _words(self, path: str) -> str:
        if path in self.larger:
            return prompts.UPLOAD_TOO_LARGE.format(limit=self.larger[path])
        return prompts.BODY_TOO_LARGE.format(limit=self.limit)


class SecurityHeaders:
    """Adds to each response the headers that keep browsers from guessing, framing and telling on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
