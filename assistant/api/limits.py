"""Pure ASGI middleware: Starlette's `BaseHTTPMiddleware` would hide a caller who hangs up."""

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
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the problem, or pass the request on."""
        if scope["type"] == "http" and self._is_too_large(Headers(scope=scope).get("content-length", "0")):
            problem = describe(413, "body-too-large", prompts.BODY_TOO_LARGE.format(limit=self.limit))
            # The unread body would be taken for the next request of a kept connection.
            await respond(problem, {"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_too_large(self, declared: str) -> bool:
        return declared.isascii() and declared.isdigit() and int(declared[:20]) > self.limit


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
