"""The log of calls that the server has answered: who, what and with which outcome, and no token anywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Call:
    """One call of a method. `number` counts from 1 over the server's life."""

    number: int
    at: float
    bot_id: int
    method: str
    parameters: Mapping[str, object]
    took_effect: bool = False
    """The method ran to its end; whether the bot got to know is another question."""
    error_code: int | None = None
    description: str | None = None
    faults: list[str] = field(default_factory=list)
    """Kinds of the plan's faults that struck the call."""

    def to_json(self) -> dict[str, object]:
        return asdict(self)


class CallLog:
    """Keeps the newest calls, at most `capacity`."""

    def __init__(self, capacity: int = 100_000) -> None:
        self._calls: deque[Call] = deque(maxlen=capacity)
        self._count = 0

    def begin(self, at: float, bot_id: int, method: str, parameters: Mapping[str, object]) -> Call:
        self._count += 1
        call = Call(self._count, at, bot_id, method, parameters)
        self._calls.append(call)
        return call

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(self, method: str) -> list[Call]:
        return [call for call in self._calls if call.method == method]

    def clear(self) -> None:
        self._calls.clear()
