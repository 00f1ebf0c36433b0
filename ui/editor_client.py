"""What editors may do, seen from the page: jobs, sources, the generation that waits, generations kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter

from assistant.jobs import DocumentQuestion, Holding, Job, SourceStatus
from assistant.lists import Duplicate, DuplicateList, HoldingList, JobList, QuestionList, SourceList
from assistant.preview import Preview
from ui.base.texts import frame as texts
from ui.replies import Wording, check, in_french

T = TypeVar("T")
UPLOAD = httpx2.Timeout(30, read=600, write=600)
"""In seconds: eighty reports may weigh a gigabyte."""
ACTION = httpx2.Timeout(10, read=120)
"""In seconds: publishing verifies what it points to."""
_WORDING = Wording(
    down=texts.DOWN,
    slow=texts.SLOW,
    cut=texts.CUT,
    mismatch=texts.MISMATCH,
    failed=texts.FAILED,
    refusals=texts.REFUSED,
    silenced=frozenset({401, 403, 405, 413, 500}),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to hand in."""

    name: str
    content: BinaryIO
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class GenerationStatus:
    """A generation that is kept."""

    number: int
    created: str
    """ISO 8601, UTC."""
    documents: int
    passages: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class GenerationList:
    """Generations kept."""

    items: tuple[GenerationStatus, ...]


class EditorClient:
    """Speak to the API as an editor.

    Args:
        http: a client whose base address is the API's.
        key: the editor's.
    """

    def __init__(self, http: httpx2.Client, key: str) -> None:
        self._http = http
        # Whatever was typed must come as far as being refused: a header holds bytes, on one line, and something.
        self._headers = {b"Authorization": b"Bearer " + (" ".join(key.split()) or "-").encode()}

    def jobs(self, limit: int = 50, *, active: bool = False) -> tuple[Job, ...]:
        """List jobs, newest first, without their documents."""
        params = {"limit": limit} | ({"active": "true"} if active else {})
        return self._get("/jobs", _JOBS, params).items

    def job(self, job_id: str) -> Job:
        """Give a job with its documents."""
        return self._get(f"/jobs/{job_id}", _JOB)

    def upload(self, files: Iterable[Upload], *, publish: bool, requested_by: str) -> Job:
        """Hand files in."""
        form = {"publish": "auto" if publish else "preview", "requested_by": requested_by}
        parts = [("files", (file.name, file.content, file.media_type)) for file in files]
        return self._send("POST", "/uploads", _JOB, data=form, files=parts, timeout=UPLOAD)

    def add_address(self, address: str, *, publish: bool, requested_by: str) -> Job:
        """Have one address fetched."""
        body = {"kind": "address", "address": address, "publish": publish, "requested_by": requested_by}
        return self._send("POST", "/jobs", _JOB, json=body)

    def add_corpus(self, *, publish: bool, requested_by: str) -> Job:
        """Have the corpus folder read again."""
        return self._send(
            "POST", "/jobs", _JOB, json={"kind": "corpus", "publish": publish, "requested_by": requested_by}
        )

    def cancel(self, job_id: str) -> None:
        """Stop a job; what it published stays."""
        self._act("POST", f"/jobs/{job_id}/cancel")

    def retry(self, job_id: str, number: int | None = None) -> Job:
        """Try one document of a job again, or all that were refused or failed."""
        which = "" if number is None else f"/documents/{number}"
        return self._send("POST", f"/jobs/{job_id}{which}/retry", _JOB)

    def holdings(self, state: str = "", source: str = "") -> tuple[Holding, ...]:
        """List the documents that came by upload, address or source."""
        params = {name: value for name, value in {"state": state, "source": source}.items() if value}
        return self._get("/holdings", _HOLDINGS, params).items

    def duplicates(self) -> tuple[Duplicate, ...]:
        """List the documents that are there more than once."""
        return self._get("/duplicates", _DUPLICATES).items

    def delete(self, document_id: str, *, requested_by: str = "") -> Job:
        """Have a document taken out."""
        params = {"requested_by": requested_by}
        return self._send("DELETE", f"/documents/{quote(document_id)}", _JOB, params=params)

    def confirm_missing(self, document_id: str) -> Job:
        """Let a document go whose source no longer has it."""
        return self._send("POST", f"/holdings/{quote(document_id)}/confirm", _JOB)

    def keep_missing(self, document_id: str) -> None:
        """Keep a document whose source no longer has it."""
        self._act("POST", f"/holdings/{quote(document_id)}/keep")

    def restore(self, document_id: str) -> Job:
        """Bring a document back that was taken out."""
        return self._send("POST", f"/holdings/{quote(document_id)}/restore", _JOB)

    def questions(self, document_id: str = "", state: str = "") -> tuple[DocumentQuestion, ...]:
        """List what was proposed, accepted, refused for documents, beside the questions of their front matter."""
        given = {"document_id": document_id, "state": state}
        return self._get("/questions", _QUESTIONS, {name: value for name, value in given.items() if value}).items

    def write_question(self, document_id: str, text: str, *, requested_by: str = "") -> None:
        """Have a question indexed for a document."""
        self._act("POST", "/questions", json={"document_id": document_id, "text": text, "requested_by": requested_by})

    def decide_question(self, number: int, state: str, text: str = "", *, requested_by: str = "") -> None:
        """Have a question `accepted`, in other words where they are given, or `refused`."""
        body = {"state": state, "text": text, "requested_by": requested_by}
        self._act("PATCH", f"/questions/{number}", json=body)

    def decide_questions(self, document_id: str, state: str, *, requested_by: str = "") -> None:
        """Have all that is proposed for a document `accepted` or `refused`."""
        body = {"document_id": document_id, "state": state, "requested_by": requested_by}
        self._act("POST", "/questions/decisions", json=body)

    def sources(self) -> tuple[SourceStatus, ...]:
        """List the sources."""
        return self._get("/sources", _SOURCES).items

    def refresh(self, name: str, *, requested_by: str = "", force: bool = False) -> Job:
        """Have a source looked at now, even where much of it is gone if forced."""
        body = {"requested_by": requested_by, "force": force}
        return self._send("POST", f"/sources/{quote(name, safe='')}/refresh", _JOB, json=body)

    def change_source(self, name: str, changes: Mapping[str, bool | int]) -> None:
        """Change `enabled`, `publish` or `every_seconds` of a source."""
        self._act("PATCH", f"/sources/{quote(name, safe='')}", json=dict(changes))

    def preview(self) -> Preview | None:
        """Give what would change if the generation that waits were published; nothing when none waits."""
        return self._get("/preview", _PREVIEW)

    def publish(self, seen: str = "") -> None:
        """Publish the generation that waits.

        Args:
            seen: when the one that the editor looked at was made; another one is refused.
        """
        self._act("POST", "/preview/publish" + (f"?seen={quote(seen)}" if seen else ""))

    def drop(self) -> None:
        """Drop the generation that waits."""
        self._act("POST", "/preview/drop")

    def generations(self) -> tuple[GenerationStatus, ...]:
        """List the generations kept."""
        return self._get("/generations", _GENERATIONS).items

    def rollback(self, number: int) -> None:
        """Go back to a generation that is kept."""
        self._act("POST", "/rollback", json={"generation": number})

    def _get(self, path: str, adapter: TypeAdapter[T], params: Mapping[str, Any] | None = None) -> T:
        return self._send("GET", path, adapter, params=params)

    def _send(self, method: str, path: str, adapter: TypeAdapter[T], **more: Any) -> T:
        with in_french(_WORDING):
            return adapter.validate_json(self._act(method, path, **more))

    def _act(self, method: str, path: str, **more: Any) -> bytes:
        with in_french(_WORDING):
            response = self._http.request(method, path, headers=self._headers, **{"timeout": ACTION, **more})
            check(response, _WORDING)
            return response.content


_JOB = TypeAdapter(Job)
_JOBS = TypeAdapter(JobList)
_HOLDINGS = TypeAdapter(HoldingList)
_DUPLICATES = TypeAdapter(DuplicateList)
_QUESTIONS = TypeAdapter(QuestionList)
_SOURCES = TypeAdapter(SourceList)
_PREVIEW: TypeAdapter[Preview | None] = TypeAdapter(Preview | None)
_GENERATIONS = TypeAdapter(GenerationList)
