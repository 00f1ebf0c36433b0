"""What people are told of a file that could not be read for what it did to its reader."""

import errno
from typing import Final

from ingest.report import DocumentRefusedError

_CUT: Final = "Cut it into several documents."
_SIMPLER: Final = "Export it again, more simply, or cut it into several documents."
_AGAIN: Final = "Open it and export it again, as PDF."


def too_slow(seconds: float) -> DocumentRefusedError:
    """Tell that reading took too long."""
    reason = f"Reading the document took longer than {seconds:.0f} seconds."
    return DocumentRefusedError("too-slow", reason, _SIMPLER, f"{seconds:.0f}")


def crashed(how: str) -> DocumentRefusedError:
    """Tell that the process that read it died of it.

    Args:
        how: the signal that ended it, or its exit code.
    """
    reason = f"The program that reads such documents broke down on this one ({how})."
    return DocumentRefusedError("crashed", reason, _SIMPLER, how)


def out_of_memory(limit_mb: int) -> DocumentRefusedError:
    """Tell that reading took more memory than is allowed."""
    reason = f"Reading the document takes more than {limit_mb} MB of memory."
    return DocumentRefusedError("too-large", reason, _SIMPLER, "memory")


def too_long(limit_bytes: int) -> DocumentRefusedError:
    """Tell that more text came of it than is allowed."""
    reason = f"The document gives more than {limit_bytes:,} bytes of text."
    return DocumentRefusedError("too-large", reason, _CUT, "output")


def too_many_pages(pages: int, most: int) -> DocumentRefusedError:
    """Tell that it has more pages than is allowed."""
    reason = f"The document has {pages:,} pages, slides or rows; the most is {most:,}."
    return DocumentRefusedError("too-many-pages", reason, _CUT, str(pages))


def without_text() -> DocumentRefusedError:
    """Tell that nothing could be read in it."""
    remedy = "If it shows text as pictures, give it as PDF or image; else write the text, or leave it out."
    return DocumentRefusedError("empty", "The document holds no text that can be read.", remedy)


def failed(error: Exception) -> DocumentRefusedError:
    """Tell that its reader failed; of the error only the type is told, for its words may be of the server."""
    if isinstance(error, ImportError):
        reason = f"What reads such files is not installed ({error.name})."
        return DocumentRefusedError("unavailable", reason, "Install the program again.", str(error.name))
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        reason = "Reading the document writes more to the disk than is allowed."
        return DocumentRefusedError("too-large", reason, _CUT, "disk")
    reason = f"The file is damaged, or made in a way that can't be read ({type(error).__name__})."
    return DocumentRefusedError("damaged", reason, _AGAIN, type(error).__name__)
