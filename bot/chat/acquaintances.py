"""Whose name is whose: no platform tells a bot who `@anna` is, so it remembers who wrote under which name.

Only in memory, and only the latest: names of members are kept nowhere else.
"""

from bot.domain.member import Address, Platform

_MOST = 10_000


class Acquaintances:
    """Names of people who wrote since the process started, the last 10,000 of them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._people: dict[tuple[Platform, str], Address] = {}
        self._names: dict[Address, tuple[Platform, str]] = {}

    def meet(self, person: Address, username: str | None) -> None:
        """The person goes by this name now, and by no other; whoever had it before does not any more."""
        former = self._names.pop(person, None)
        if former is not None:
            self._people.pop(former, None)
        if username is None:
            return
        name = person.platform, username.lower()
        namesake = self._people.pop(name, None)
        if namesake is not None:
            self._names.pop(namesake, None)
        self._people[name], self._names[person] = person, name
        if len(self._people) > self._most:
            oldest = next(iter(self._people))
            del self._names[self._people.pop(oldest)]

    def forget(self, person: Address) -> None:
        """The person goes by no name."""
        self.meet(person, None)

    def find(self, platform: Platform, username: str) -> Address | None:
        """Who goes by a name, in any case of letters."""
        return self._people.get((platform, username.lower()))
