"""Every error of the API as an RFC 9457 problem in French, which says the remedy and nothing of the inside."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant import prompts
from assistant.errors import AssistantError, BusyError, KnowledgeBaseError, ModelError, NothingReadyError
from assistant.state.errors import JobStateError, UnknownRecordError

MEDIA_TYPE: Final = "application/problem+json"
_LOG: Final = logging.getLogger(__name__)
_FIELD_MESSAGES: Final = {
    "missing": prompts.FIELD_MISSING,
    "unexpected_keyword_argument": prompts.FIELD_UNKNOWN,
    "extra_forbidden": prompts.FIELD_UNKNOWN,
    "json_invalid": prompts.JSON_INVALID,
}


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(examples=["body.question"])
    message: str = Field(examples=[prompts.FIELD_MISSING])


class Problem(BaseModel):
    """The body of an error, as RFC 9457 describes it."""

    type: str = Field(examples=["urn:rameau:problem:invalid"])
    title: str = Field(examples=[prompts.PROBLEM_TITLES["invalid"]])
    status: int = Field(examples=[422])
    detail: str = Field(examples=[prompts.QUESTION_EMPTY])
    errors: tuple[FieldProblem, ...] = ()


class ProblemError(Exception):
    """Stops a request with a problem.

    Args:
        status: the HTTP status.
        code: a key of `prompts.PROBLEM_TITLES`; programs tell problems apart by it.
        detail: what is wrong and what to do, in French.
        headers: sent along, such as `Retry-After`.
    """

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.problem = describe(status, code, detail)
        self.headers = headers


def describe(status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()) -> Problem:
    """Put a problem together."""
    title = prompts.PROBLEM_TITLES[code]
    return Problem(type=f"urn:rameau:problem:{code}", title=title, status=status, detail=detail, errors=tuple(errors))


def problem_of(error: Exception) -> Problem:
    """Choose the problem that tells of an error, without its message, which may hold paths and addresses."""
    match error:
        case ProblemError():
            return error.problem
        case NothingReadyError():
            return describe(409, "conflict", prompts.NOTHING_READY)
        case UnknownRecordError():
            return describe(404, "not-found", prompts.NOT_FOUND)
        case JobStateError():
            return describe(409, "conflict", prompts.CONFLICT)
        case KnowledgeBaseError() | BusyError():
            return describe(503, "knowledge-base", prompts.KNOWLEDGE_BASE)
        case ModelError():
            return describe(503, "model", prompts.MODEL)
        case _:
            return describe(500, "internal", prompts.INTERNAL)


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Give the response that carries a problem."""
    body = problem.model_dump(exclude_defaults=True)
    return JSONResponse(body, status_code=problem.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def _on_http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    match error.status_code:
        case 404:
            problem = describe(404, "not-found", prompts.NOT_FOUND)
        case 405:
            problem = describe(405, "method-not-allowed", _method_detail(request, error))
        case 413:
            problem = describe(413, "body-too-large", _too_large(request))
        case 400:
            problem = describe(400, "invalid", prompts.BODY_UNREADABLE)
        case status:
            problem = describe(status, "refused", prompts.REFUSED.format(status=status))
    return respond(problem, error.headers)


def _method_detail(request: Request, error: HTTPException) -> str:
    allowed = (error.headers or {}).get("Allow", "")
    return prompts.METHOD_NOT_ALLOWED.format(method=request.method, allowed=allowed)


def _too_large(request: Request) -> str:
    return prompts.BODY_TOO_LARGE.format(limit=request.app.state.body_max_bytes)


def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    fields = [_field_problem(entry) for entry in error.errors()]
    return respond(describe(422, "invalid", prompts.INVALID, fields))


def _field_problem(entry: Mapping[str, Any]) -> FieldProblem:
    # The value itself is left out: it may be huge, private, or no valid Unicode.
    field = ".".join(str(part)[:80] for part in entry["loc"]).encode("utf-8", "replace").decode()
    return FieldProblem(field=field, message=_FIELD_MESSAGES.get(entry["type"], prompts.FIELD_WRONG))


def _on_problem(_: Request, error: Exception) -> JSONResponse:
    headers = error.headers if isinstance(error, ProblemError) else None
    return respond(problem_of(error), headers)


def _on_assistant(_: Request, error: Exception) -> JSONResponse:
    _LOG.warning("%s: %s", type(error).__name__, error)
    return respond(problem_of(error))


def _on_any(_: Request, error: Exception) -> JSONResponse:
    return respond(problem_of(error))


def install(app: FastAPI) -> None:
    """Make every error of the application a problem."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(AssistantError, _on_assistant)
    app.add_exception_handler(Exception, _on_any)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe these statuses as problems in OpenAPI."""
    titles = {
        401: "unauthorized",
        404: "not-found",
        409: "conflict",
        413: "body-too-large",
        422: "invalid",
        503: "knowledge-base",
        507: "disk-full",
    }
    return {
        status: {
            "description": prompts.PROBLEM_TITLES[titles[status]],
            "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema(ref_template="#/components/schemas/{model}")}},
        }
        for status in statuses
    }
