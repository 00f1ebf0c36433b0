"""The edges of whatever takes up an area of a page."""

from assistant.page_content import Area


class Placed:
    """Something with an area; those that have one say their edges."""

    __slots__ = ()
    area: Area

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.area.left

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.area.right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.area.top

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.area.bottom
