"""What came into a chat of the sandboxes, for a walk that goes on once it is there."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.errors import Refused
from bot.sandbox.stage import Stage
from bot.sandbox.telegram.state import Message

T = TypeVar("T")

# An answer of the bot's takes well under a second; on a machine that is busy, some.
PATIENCE_S = 60.0


async def awaited(what: str, look: Callable[[], T | None], patience_s: float = PATIENCE_S) -> T:
    """Look until there is something. Raises Refused after `patience_s`."""
    try:
        async with asyncio.timeout(patience_s):
            while not (found := look()):  # noqa: ASYNC110 - what is looked at announces nothing
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise Refused(
            f"{what} did not come within {patience_s:.0f} s: look into bot.log in the demo's folder"
        ) from None
    return found


def cards(stage: Stage, moderator: int) -> list[Message]:
    """The cards in a moderator's chat that can be approved."""
    return [message for message in stage.telegram.messages(moderator) if "approve" in verbs(message)]


def _actions(message: Message) -> list[str]:
    """The callback data of the buttons under a message."""
    rows = (message.inline_keyboard or {}).get("inline_keyboard", [])
    return [str(button["callback_data"]) for row in rows for button in row] if isinstance(rows, list) else []


def verbs(message: Message) -> set[str]:
    """What the buttons under a message ask for."""
    return {action.partition(":")[0] for action in _actions(message)}


def action(card: Message, verdict: str) -> str:
    """The callback data of a card's button."""
    return next(action for action in _actions(card) if action.startswith(f"{verdict}:"))


def last_answer(stage: Stage, person: int, *, after: int) -> Message | None:
    """The bot's newest message to a person after one of theirs."""
    later = [m for m in stage.telegram.messages(person) if m.id > after and m.sender.is_bot and not _is_card(m)]
    return later[-1] if later else None


def _is_card(message: Message) -> bool:
    return bool(verbs(message) & {"approve", "takeback", "takedown"})


def channel_posts(stage: Stage) -> list[Message]:
    """What stands in the channel, the newest last."""
    return [message for message in stage.telegram.messages(stage.channel_id) if not message.is_service]


def text_of(message: Message) -> str:
    """The words of a message or its picture."""
    return message.words.text
