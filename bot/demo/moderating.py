"""The moderator's part: each draft's card as it comes. The person at the terminal decides, or does so on the page."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Literal

from bot.demo.gallery import Gallery
from bot.demo.telling import ask, show_title, show_words, whisper
from bot.demo.watching import action, awaited, cards, last_answer, text_of, verbs
from bot.sandbox.stage import Stage
from bot.sandbox.telegram.state import Message

DRAFTS = 5
"""How many wait in the demo's queue, and how many are decided in it."""

_CHOICES = {"a": "approve", "r": "reject", "e": "edit", "n": "another", "s": "stop"}
_QUESTION = "[bold]a[/]pprove, [bold]r[/]eject, [bold]e[/]dit, a [bold]n[/]ew one instead, [bold]s[/]top: "
_LOOK_S = 0.2
# The bot has to start, and five drafts to be written one after the other.
_FIRST_CARD_S = 180.0


async def moderate(stage: Stage, gallery: Gallery, *, yes: bool) -> None:
    """Until as many drafts are decided as were in the queue, wherever, or the person at the terminal stops."""
    show_title("6  Moderate: each draft comes as a card into the moderator's Telegram chat")
    name = stage.moderator.name
    table = _Table(stage)
    while isinstance(card := await awaited("a card", table.next_card_or_end, _FIRST_CARD_S), Message):
        show_words(gallery.telegram(card), f"to {name}, moderator")
        verdict = "approve" if yes else await _asked(card)
        if verdict is None:
            whisper(f"decided on the page; the card now says: {_last_line(card)}")
            continue
        whisper(f"{name} presses: {verdict}")
        if verdict == "stop":
            break
        if verdict == "another":
            table.wanted += 1
        newest = max(message.id for message in stage.telegram.messages(stage.moderator.telegram_id))
        _press(stage, card, verdict)
        if verdict == "edit":
            await _edit(stage, card, newest)
        await awaited("the decision on the card", lambda card=card: not _is_open(card))  # type: ignore[misc]
        whisper(f"the card now says: {_last_line(card)}")


class _Table:
    """The cards that came to the moderator so far."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._seen: dict[int, Message] = {}
        self.wanted = DRAFTS
        """How many are to be decided."""

    def next_card_or_end(self) -> Message | Literal["the end"] | None:
        """The first that waits for a decision; None if none does as yet."""
        for card in cards(self._stage, self._stage.moderator.telegram_id):
            self._seen.setdefault(card.id, card)
        waiting = [card for card in self._seen.values() if _is_open(card)]
        if len(self._seen) - len(waiting) >= self.wanted:
            return "the end"
        return waiting[0] if waiting else None


def _is_open(card: Message) -> bool:
    return "approve" in verbs(card)


def _last_line(card: Message) -> str:
    return (text_of(card).splitlines() or [""])[-1]


def _press(stage: Stage, message: Message, verb: str) -> None:
    stage.telegram.press(stage.moderator.telegram_id, stage.bot_id, message.id, action(message, verb))


async def _edit(stage: Stage, card: Message, newest: int) -> None:
    """The bot asks for the new text, after the message `newest`; what is typed is sent, then approved."""
    moderator = stage.moderator.telegram_id
    question = await awaited("the bot's question", lambda: last_answer(stage, moderator, after=newest))
    if "box" in verbs(question):  # of a picture: the first of its texts
        _press(stage, question, "box")
        newest = question.id
        question = await awaited("the bot's question", lambda: last_answer(stage, moderator, after=newest))
    show_words(text_of(question), f"to {stage.moderator.name}")
    ask("new text: ")
    text = await _typed()
    stage.telegram.say(moderator, stage.bot_id, text or "/cancel")
    if text:
        await awaited("the new text on the card", lambda: text in text_of(card))
    _press(stage, card, "approve")


async def _asked(card: Message) -> str | None:
    """Which button the person at the terminal presses; None if the card was decided elsewhere meanwhile."""
    while True:
        ask(_QUESTION)
        said = await _typed(unless=lambda: not _is_open(card))
        if said is None:
            return None
        chosen = _CHOICES.get(said.lower()[:1])
        if chosen is not None:
            return chosen


async def _typed(unless: Callable[[], bool] = lambda: False) -> str | None:
    """A line from the terminal; a closed one says `stop`. None once `unless` holds. No thread: Ctrl-C must not wait for
    Enter.
    """
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, ready.set)
    try:
        while not ready.is_set():
            if unless():
                ask("\n")
                return None
            try:
                async with asyncio.timeout(_LOOK_S):
                    await ready.wait()
            except TimeoutError:
                continue
    finally:
        loop.remove_reader(sys.stdin)
    # A terminal gives one line at a time.
    line = os.read(sys.stdin.fileno(), 65_536).decode("utf-8", "replace")
    return line.strip() if line else "stop"
