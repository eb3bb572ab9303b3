"""What goes wrong, and when: a plan of faults that a sandbox server follows, call by call.

    plan = FaultPlan([
        FaultRule("wall.post", Drop(when="after"), at=Nth(1)),
        FaultRule("messages.*", ApiError(6, "Too many requests per second"), at=Chance(0.05)),
        FaultRule("*", Delay(0.2), at=Every(10), times=3),
    ], seed=7)

Each rule counts the calls that its pattern matches, from 1. The plan knows no HTTP and no platform:
`faulty_http.py` applies what `FaultPlan.draw` returns. The JSON form is the list of rules, e.g.
`{"method": "wall.post", "fault": {"kind": "drop", "when": "after"}, "at": {"kind": "nth", "n": 1}, "times": 1}`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

When: TypeAlias = Literal["before", "after"]
"""Before the call took effect (nothing happened on the server) or after it (it did happen, the caller can't know)."""

Malformation: TypeAlias = Literal["truncated", "wrong_types", "html"]


_STRICT = ConfigDict(extra="forbid")  # a misspelt key in the JSON form is an error, not a rule that does something else


class FaultPlanInvalidError(ValueError):
    """The JSON form of a plan can't be read; the message names the place and what was expected there."""


@dataclass(frozen=True, slots=True)
class ApiError:
    """The platform's own error object. An empty description leaves the wording to the platform.

    Telegram adds `retry_after` (whole seconds) to its 429.
    """

    __pydantic_config__ = _STRICT

    code: int
    description: str = ""
    retry_after: int | None = None
    when: When = "before"
    kind: Literal["api_error"] = "api_error"


@dataclass(frozen=True, slots=True)
class HttpError:
    """A gateway's answer in place of the platform's, with an HTML body."""

    __pydantic_config__ = _STRICT

    status: Annotated[int, Field(ge=400, le=599)] = 502
    when: When = "before"
    kind: Literal["http_error"] = "http_error"


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is cut without an answer."""

    __pydantic_config__ = _STRICT

    when: When = "before"
    kind: Literal["drop"] = "drop"


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer comes late; the call itself goes well unless another rule strikes it too."""

    __pydantic_config__ = _STRICT

    seconds: Annotated[float, Field(ge=0, le=600)]
    when: When = "before"
    kind: Literal["delay"] = "delay"


@dataclass(frozen=True, slots=True)
class Malformed:
    """The call took effect and its answer is spoilt: cut in half, of wrong types, or an HTML page with status 200."""

    __pydantic_config__ = _STRICT

    form: Malformation = "truncated"
    when: Literal["after"] = "after"
    kind: Literal["malformed"] = "malformed"


Fault: TypeAlias = Annotated[ApiError | HttpError | Drop | Delay | Malformed, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Always:
    """Every matching call."""

    __pydantic_config__ = _STRICT

    kind: Literal["always"] = "always"


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth matching call alone, counted from 1."""

    __pydantic_config__ = _STRICT

    n: Annotated[int, Field(ge=1)]
    kind: Literal["nth"] = "nth"


@dataclass(frozen=True, slots=True)
class Every:
    """Calls n, 2n, 3n, …"""

    __pydantic_config__ = _STRICT

    n: Annotated[int, Field(ge=1)]
    kind: Literal["every"] = "every"


@dataclass(frozen=True, slots=True)
class Chance:
    """Each matching call with this probability, drawn from the plan's own seeded generator."""

    __pydantic_config__ = _STRICT

    probability: Annotated[float, Field(ge=0, le=1)]
    kind: Literal["chance"] = "chance"


Occasion: TypeAlias = Annotated[Always | Nth | Every | Chance, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class FaultRule:
    """`method` is an fnmatch pattern on the method's name; `times` ends the rule after so many strikes."""

    __pydantic_config__ = _STRICT

    method: str
    fault: Fault
    at: Occasion = field(default_factory=Always)
    times: Annotated[int, Field(ge=1)] | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """The faults that hit one call, in the order of their rules."""

    before: tuple[Fault, ...] = ()
    after: tuple[Fault, ...] = ()


_RULES = TypeAdapter(list[FaultRule])


@dataclass(slots=True)
class _Counted:
    rule: FaultRule
    calls: int = 0
    strikes: int = 0


class FaultPlan:
    """Rules with their counters. Safe to change from another thread than the server's."""

    def __init__(self, rules: Iterable[FaultRule] = (), *, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._counted = [_Counted(rule) for rule in rules]
        self._random = random.Random(seed)

    def add(self, *rules: FaultRule) -> None:
        with self._lock:
            self._counted.extend(_Counted(rule) for rule in rules)

    def replace(self, rules: Iterable[FaultRule]) -> None:
        """Drop all rules with their counters and follow these."""
        with self._lock:
            self._counted = [_Counted(rule) for rule in rules]

    def clear(self) -> None:
        self.replace(())

    @property
    def rules(self) -> tuple[FaultRule, ...]:
        with self._lock:
            return tuple(counted.rule for counted in self._counted)

    @property
    def strikes(self) -> int:
        """How often any rule of the plan has struck."""
        with self._lock:
            return sum(counted.strikes for counted in self._counted)

    def draw(self, method: str) -> Strike:
        """Count one call of `method` and say what hits it."""
        with self._lock:
            struck = [counted.rule.fault for counted in self._counted if self._strikes(counted, method)]
        return Strike(
            before=tuple(fault for fault in struck if fault.when == "before"),
            after=tuple(fault for fault in struck if fault.when == "after"),
        )

    def _strikes(self, counted: _Counted, method: str) -> bool:
        rule = counted.rule
        if not fnmatchcase(method, rule.method):
            return False
        counted.calls += 1
        if rule.times is not None and counted.strikes >= rule.times:
            return False
        match rule.at:
            case Always():
                hit = True
            case Nth(n=n):
                hit = counted.calls == n
            case Every(n=n):
                hit = counted.calls % n == 0
            case Chance(probability=probability):
                hit = self._random.random() < probability
        counted.strikes += hit
        return hit

    def to_json(self) -> list[dict[str, object]]:
        """The rules without their counters."""
        dumped: list[dict[str, object]] = _RULES.dump_python(list(self.rules), mode="json")
        return dumped


def read_rules(document: object) -> list[FaultRule]:
    """Rules from their JSON form (already decoded). Raises FaultPlanInvalidError."""
    try:
        return _RULES.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the top level"
        raise FaultPlanInvalidError(f"The fault plan can't be read at {place}: {first['msg']}.") from error
