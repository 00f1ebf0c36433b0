"""Why an address can't be fetched."""

from ingest.report import DocumentRefusedError


class FetchError(DocumentRefusedError):
    """An address gave no document; what is in the knowledge base from there stays.

    Args:
        code: `address` (no web address, or one with a trick in it), `forbidden-address` (of an internal network),
            `unreachable`, `timeout`, `too-large`, `http` (its status is the detail), `gone` (404 or 410), `redirects`,
            `login`, `empty`, `not-a-document` (a web page where a file was asked for), `robots`, `listing` (a sitemap,
            feed or folder that lists nothing).
        reason: what is wrong.
        remedy: what to do about it.
        detail: the status, address or size that the reason is about.
        transient: whether the same request may well succeed in a moment.
        retry_after: how many seconds the site asks to wait.
    """

    def __init__(
        self,
        code: str,
        reason: str,
        remedy: str,
        detail: str = "",
        *,
        transient: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code, reason, remedy, detail)
        self.transient = transient
        self.retry_after = retry_after


def gone(url: str, status: int) -> FetchError:
    """Give the refusal of an address that no longer has anything."""
    reason = f"The site says that there is nothing at {url} (HTTP {status})."
    return FetchError("gone", reason, "Look for the new address of the document on the site.", str(status))


def broken_listing(url: str, why: str) -> FetchError:
    """Give the failure of a sitemap, feed or folder that should list documents."""
    remedy = "Open the address in a browser; correct it in corpus/sources.yaml if the site has moved it."
    return FetchError("listing", f"{url} lists no documents: {why}.", remedy, url)
