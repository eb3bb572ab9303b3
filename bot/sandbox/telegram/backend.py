"""What the method handlers and the people act upon together: the state, the clock, and the server's patience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.telegram.flood import FloodControl, TelegramLimits
from bot.sandbox.telegram.state import State


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the servers wait for a bot, in seconds."""

    callback_answer_s: float = 15.0
    inline_answer_s: float = 10.0
    delete_s: float = 48 * 3600.0
    logged_out_s: float = 600.0
    close_s: float = 600.0
    long_poll_s: float = 50.0
    webhook_retry_s: float = 1.0


@dataclass(slots=True)
class Backend:
    """`clock` gives Unix time in seconds and only goes forward."""

    clock: Callable[[], float]
    limits: TelegramLimits = field(default_factory=TelegramLimits)
    patience: Patience = field(default_factory=Patience)
    state: State = field(default_factory=State)
    flood: FloodControl = field(init=False)

    def __post_init__(self) -> None:
        self.flood = FloodControl(self.limits, self.clock)

    @property
    def now(self) -> int:
        """Unix time in whole seconds, as the Bot API gives dates."""
        return int(self.clock())
