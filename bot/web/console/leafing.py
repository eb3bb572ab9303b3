"""Lists that are shown a page at a time: which page was asked for, and where its neighbours are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Leafing:
    """Page `asked` (from 1; one beyond the last is the last) of `total` things, `size` on each.

    `given` are the other parameters of the address; empty ones are left out.
    """

    path: str
    given: Mapping[str, str]
    asked: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; one, where there is nothing."""
        return max(1, -(-self.total // self.size))

    @property
    def page(self) -> int:
        """Which one is shown."""
        return min(max(1, self.asked), self.pages)

    @property
    def begin(self) -> int:
        """How many things are on the pages before it."""
        return (self.page - 1) * self.size

    def address(self, page: int) -> str:
        """Where another page is."""
        chosen = {name: value for name, value in self.given.items() if value}
        return f"{self.path}?{urlencode({**chosen, 'page': page})}"


def page_number(text: str) -> int:
    """The page that an address asks for; the first, for whatever is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
