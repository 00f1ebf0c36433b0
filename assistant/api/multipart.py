"""Forms with files, read as they come: each file goes to the disk piece by piece, whatever its size."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from assistant import prompts
from assistant.api.problems import ProblemError
from assistant.api.questions import clean
from assistant.originals import Incoming, incoming
from assistant.state.orders import Arrival

_MOST_FIELDS: Final = 20
_LONGEST_FIELD: Final = 2000
_LONGEST_HEADER: Final = 8192
_LONGEST_NAME: Final = 200
_TOO_LARGE: Final = "The file has more than {limit:,} bytes."
_SMALLER: Final = "Make it smaller, or cut it into several documents."


class FormReader:
    """Reads a form; what it has begun to write is gone at the end, what it kept stays.

    Args:
        home: where files are kept.
        content_type: the header that says where a part of the form ends.
        largest: the most bytes of a file; a larger one is refused, the others go on.
        most_files: how many there may be.

    Raises:
        ProblemError: the header is not that of a form with files.
    """

    def __init__(self, home: Path, content_type: str, largest: int, most_files: int) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise ProblemError(422, "invalid", prompts.NO_FILE)
        self.files: list[Arrival] = []
        """In the order in which they came."""
        self.fields: dict[str, str] = {}
        self._home, self._largest, self._most_files = home, largest, most_files
        self._stack = ExitStack()
        self._file: Incoming | None = None
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value, self._text = b"", b"", b""
        self._options: dict[bytes, bytes] = {}
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._open,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stack.close()

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the form.

        Raises:
            ProblemError: it is no form, or has too much in it.
        """
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise ProblemError(400, "invalid", prompts.NO_FILE) from error

    def finish(self) -> None:
        """Say that there is no more.

        Raises:
            ProblemError: the form breaks off, or has no file.
        """
        try:
            self._parser.finalize()
        except FormParserError as error:
            raise ProblemError(400, "invalid", prompts.NO_FILE) from error
        if not self.files:
            raise ProblemError(422, "invalid", prompts.NO_FILE)

    def _begin(self) -> None:
        self._headers, self._text = {}, b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header = _limited(self._header + data[start:end], _LONGEST_HEADER)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value = _limited(self._value + data[start:end], _LONGEST_HEADER)

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _open(self) -> None:
        _, self._options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"filename" in self._options:
            if len(self.files) >= self._most_files:
                raise ProblemError(422, "invalid", prompts.TOO_MANY_FILES.format(limit=self._most_files))
            self._file = self._stack.enter_context(incoming(self._home, self._largest))
        elif len(self.fields) >= _MOST_FIELDS:
            raise ProblemError(422, "invalid", prompts.INVALID)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.write(data[start:end])
        else:
            self._text = _limited(self._text + data[start:end], _LONGEST_FIELD)

    def _end(self) -> None:
        if self._file is None:
            self.fields[_decoded(self._options.get(b"name", b""))] = clean(_decoded(self._text))
            return
        name = file_name(_decoded(self._options[b"filename"]))
        if name or self._file.size:  # browsers send an empty part where no file was chosen
            self.files.append(self._arrival(self._file, name or "document"))
        self._file = None
        self._stack.close()

    def _arrival(self, file: Incoming, name: str) -> Arrival:
        if file.is_too_large:
            reason = _TOO_LARGE.format(limit=self._largest)
            return Arrival(name, size=file.size, code="too-large", reason=reason, remedy=_SMALLER)
        declared = _decoded(self._headers.get(b"content-type", b"")).partition(";")[0].strip()[:100]
        return Arrival(name, content_hash=file.keep(), media_type=declared, size=file.size)


def file_name(given: str) -> str:
    """Give the name of a file without its folders, as people may read it."""
    name = " ".join(clean(given).replace("\\", "/").rpartition("/")[2].split())
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    kept = suffix[:20] if dot else ""
    return f"{(stem or suffix)[: _LONGEST_NAME - 21]}{dot}{kept}"


def _limited(value: bytes, most: int) -> bytes:
    if len(value) > most:
        raise ProblemError(422, "invalid", prompts.INVALID)
    return value


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "replace")
