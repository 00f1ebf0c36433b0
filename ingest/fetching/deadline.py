"""The time that one fetch has in all."""

import time
from typing import Final

from ingest.fetch_errors import FetchError

LATER: Final = "Try again later; open the address in a browser to see whether the site works."


class Deadline:
    """When a fetch must be over, however slowly the bytes come.

    Args:
        seconds: from now.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """Give the seconds that are left.

        Raises:
            FetchError: `timeout`, when none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("timeout", f"The site took more than {self.seconds:g} s.", LATER, f"{self.seconds:g}")
        return min(left, at_most)
