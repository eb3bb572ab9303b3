"""How often a bot may send: to one chat, to one group, and over all."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.rate_limit import Rate, SlidingWindow
from bot.sandbox.telegram.errors import too_many_requests
from bot.sandbox.telegram.state import Chat, Dialog


@dataclass(frozen=True, slots=True)
class TelegramLimits:
    """The published limits. A chat may get a short burst as long as its average keeps to one message a second."""

    per_chat: Rate = field(default=Rate(3, 3.0))
    per_group: Rate = field(default=Rate(20, 60.0))
    overall: Rate = field(default=Rate(30, 1.0))


class FloodControl:
    """Refuses with 429 and retry_after. Refused messages don't count."""

    def __init__(self, limits: TelegramLimits, clock: Callable[[], float]) -> None:
        self._per_chat = SlidingWindow(limits.per_chat, clock)
        self._per_group = SlidingWindow(limits.per_group, clock)
        self._overall = SlidingWindow(limits.overall, clock)

    def admit(self, bot_id: int, chat: Chat, messages: int = 1) -> None:
        """Count `messages` from the bot to the chat at once, or raise BotApiError 429."""
        key = (bot_id, chat.person.id if isinstance(chat, Dialog) else chat.id)
        windows: list[tuple[SlidingWindow, object]] = [(self._per_chat, key), (self._overall, bot_id)]
        if not isinstance(chat, Dialog):
            windows.append((self._per_group, key))
        wait_s = max(window.wait_s(window_key) for window, window_key in windows)
        if wait_s > 0:
            raise too_many_requests(max(1, math.ceil(wait_s)))
        for window, window_key in windows:
            for _ in range(messages):
                window.record(window_key)
