"""A thousand members on both sandboxes: what they ask for, and how long each waited for the answer.

A conversation has its answers in order, so that the n-th message of the bot's answers the n-th question there. Members
know their limits and keep them; flooders don't.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.domain.limits import Kind, Limits
from bot.sandbox.stage import Stage
from bot.sandbox.telegram.state import CallbackQuery
from bot.sandbox.vk.state import ButtonEvent

# The bot counts when it handles an update, members when they send it: they leave some room between.
_MARGIN_S = 5.0
# A network with random weights writes no words that anybody would put on a picture.
_PICTURE = "/meme the weekend is here | it is Monday morning"
_QUESTIONS = ("/help", "/start", "/top", "what can you do?")


@dataclass(slots=True)
class Tally:
    """What came of it all; `waits_s` of those who kept their limits."""

    updates: int = 0
    waits_s: dict[str, list[float]] = field(default_factory=dict)
    flooded: int = 0
    flood_answers: int = 0
    unanswered: Counter[str] = field(default_factory=Counter)
    answered_twice: int = 0

    def waited(self, what: str, seconds: float) -> None:
        """One answer came."""
        self.waits_s.setdefault(what, []).append(seconds)


class Conversation:
    """A chat with the bot, private or of a group, through the eyes of its platform's sandbox."""

    def __init__(
        self, say: Callable[[int, str], object], answers: Callable[[], int], limits: Limits, group: bool = False
    ) -> None:
        self.say = say
        self.answers = answers
        self.is_group = group
        self.expected = 0
        self.seen = answers()
        self.before = self.seen
        self.pending: deque[tuple[float, str]] = deque()
        self._room = _Room(limits.group if group else limits.commands, limits.window.total_seconds())

    def has_room(self, now: float) -> bool:
        """Whether the group's limit, where it is one, allows another question."""
        return not self.is_group or self._room.is_there(now)

    def ask(self, person: int, text: str, what: str) -> None:
        """Ask for something that gets one answer."""
        now = time.perf_counter()
        self._room.take(now)
        self.say(person, text)
        self.expected += 1
        self.pending.append((now, what))


class _Room:
    """How often somebody may still ask without being refused."""

    def __init__(self, count: int, window_s: float) -> None:
        self._count, self._window_s = count, window_s + _MARGIN_S
        self._taken: deque[float] = deque()

    def is_there(self, now: float) -> bool:
        while self._taken and self._taken[0] <= now - self._window_s:
            self._taken.popleft()
        return len(self._taken) < self._count

    def take(self, now: float) -> None:
        self._taken.append(now)


class Member:
    """Somebody with a private chat, and the groups that they are in."""

    def __init__(
        self, number: int, private: Conversation, limits: Limits, press: Callable[[int], Press | None]
    ) -> None:
        window_s = limits.window.total_seconds()
        self.number = number
        self.private = private
        self.groups: list[Conversation] = []
        self.press = press
        self.room = {
            Kind.MEME: _Room(limits.memes, window_s),
            Kind.COMMAND: _Room(limits.commands, window_s),
            Kind.PRESS: _Room(limits.presses, window_s),
        }

    def may(self, kind: Kind) -> bool:
        """Whether the member's own limit allows it now."""
        return self.room[kind].is_there(time.perf_counter())

    def count(self, kind: Kind) -> None:
        """Against the member's own limit."""
        self.room[kind].take(time.perf_counter())


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed."""

    event: ButtonEvent | CallbackQuery
    at: float

    @property
    def is_answered(self) -> bool:
        return self.event.answer is not None


class Crowd:
    """Everybody. `act` lets somebody do something, `watch` looks what was answered."""

    def __init__(
        self, members: list[Member], flooders: list[Member], groups: list[Conversation], draw: random.Random
    ) -> None:
        self.tally = Tally()
        self._members, self._flooders, self._groups, self._draw = members, flooders, groups, draw
        self._waiting: set[Conversation] = set()
        self._presses: list[Press] = []

    def act(self) -> None:
        """One update, by somebody who may."""
        self.tally.updates += 1
        if self._draw.random() < 0.05:
            self.tally.flooded += 1
            self._draw.choice(self._flooders).private.say(0, "/help")
            return
        while not self._something(self._draw.choice(self._members), self._draw.random()):
            pass

    def _something(self, member: Member, chosen: float) -> bool:
        """False if the member's limits do not allow what was chosen."""
        if chosen < 0.08 and member.groups:
            self._draw.choice(member.groups).say(member.number, "so what do you all think of it?")
            return True
        if chosen < 0.13 and member.groups:
            group = self._draw.choice(member.groups)
            return group.has_room(time.perf_counter()) and self._ask(member, group, Kind.COMMAND, "/help", "in a group")
        if chosen < 0.33 and member.may(Kind.PRESS) and (press := member.press(self._draw.randrange(2))) is not None:
            member.count(Kind.PRESS)
            self._presses.append(press)
            return True
        if chosen < 0.51:
            return self._ask(member, member.private, Kind.MEME, "/text", "texts")
        if chosen < 0.53:
            return self._ask(member, member.private, Kind.MEME, _PICTURE, "pictures")
        return self._ask(member, member.private, Kind.COMMAND, self._draw.choice(_QUESTIONS), "other commands")

    def _ask(self, member: Member, where: Conversation, kind: Kind, text: str, what: str) -> bool:
        if not member.may(kind):
            return False
        member.count(kind)
        where.ask(member.number, text, what)
        self._waiting.add(where)
        return True

    def watch(self) -> None:
        """Note what was answered since the last look."""
        now = time.perf_counter()
        for conversation in list(self._waiting):
            answers = conversation.answers()
            while conversation.seen < answers and conversation.pending:
                asked_at, what = conversation.pending.popleft()
                conversation.seen += 1
                self.tally.waited(what, now - asked_at)
            if not conversation.pending:
                self._waiting.discard(conversation)
        open_presses = []
        for press in self._presses:
            if press.is_answered:
                self.tally.waited("presses", now - press.at)
            else:
                open_presses.append(press)
        self._presses = open_presses

    @property
    def waiting(self) -> int:
        """How many questions and presses have no answer yet."""
        return sum(len(one.pending) for one in self._waiting) + len(self._presses)

    def give_up(self) -> int:
        """Wait no more for what was not answered, which is counted; how many questions and presses that were."""
        lost = Counter(what for one in self._waiting for _, what in one.pending)
        lost["presses"] += len(self._presses)
        for one in self._waiting:
            one.pending.clear()
        self._waiting.clear()
        self._presses.clear()
        self.tally.unanswered += lost
        return lost.total()

    def close(self) -> Tally:
        """Count what is missing and what came too often."""
        self.give_up()
        tally = self.tally
        for conversation in [*(member.private for member in self._members), *self._groups]:
            tally.answered_twice += max(0, conversation.answers() - conversation.before - conversation.expected)
        tally.flood_answers = sum(one.private.answers() - one.private.before for one in self._flooders)
        return tally


def gather(stage: Stage, members: int, telegram_share: float, limits: Limits, draw: random.Random) -> Crowd:
    """Members with private chats, one in five of them in a group of forty, and twelve flooders besides."""
    on_telegram = round(members * telegram_share)
    vk = [_vk_member(stage, limits) for _ in range(members - on_telegram)]
    telegram = [_telegram_member(stage, limits) for _ in range(on_telegram)]
    groups = [
        *(_vk_group(stage, part, limits) for part in _parts(vk[: len(vk) // 5])),
        *(_telegram_group(stage, part, limits) for part in _parts(telegram[: len(telegram) // 5])),
    ]
    flooders = [_vk_member(stage, limits) for _ in range(10)] + [_telegram_member(stage, limits) for _ in range(2)]
    return Crowd(vk + telegram, flooders, groups, draw)


def _parts(members: list[Member], size: int = 40) -> Iterable[list[Member]]:
    return (members[start : start + size] for start in range(0, len(members), size))


def _vk_member(stage: Stage, limits: Limits) -> Member:
    vk, peer = stage.vk, -stage.group_id
    user_id = vk.add_user()

    def answers() -> int:
        return sum(message.from_id == peer for message in vk.messages(user_id, peer))

    def press(which: int) -> Press | None:
        for message in reversed(vk.messages(user_id, peer)):
            if message.keyboard is not None:
                buttons = [button for row in _rows(message.keyboard["buttons"]) for button in row]
                payload = json.loads(str(buttons[which]["action"]["payload"]))
                event = vk.press(user_id, peer, message.conversation_message_id, payload)
                assert isinstance(event, ButtonEvent)
                return Press(event, time.perf_counter())
        return None

    private = Conversation(lambda _person, text: vk.say(user_id, peer, text), answers, limits)
    return Member(user_id, private, limits, press)


def _telegram_member(stage: Stage, limits: Limits) -> Member:
    telegram = stage.telegram
    user_id = telegram.add_user("Member", language_code="ru").id

    def answers() -> int:
        return sum(message.sender.is_bot for message in telegram.messages(user_id, bot=stage.bot_id))

    def press(which: int) -> Press | None:
        for message in reversed(telegram.messages(user_id, bot=stage.bot_id)):
            if message.inline_keyboard is not None:
                buttons = [button for row in _rows(message.inline_keyboard["inline_keyboard"]) for button in row]
                label = str(buttons[which]["callback_data"])
                return Press(telegram.press(user_id, stage.bot_id, message.id, label), time.perf_counter())
        return None

    private = Conversation(lambda _person, text: telegram.say(user_id, stage.bot_id, text), answers, limits)
    return Member(user_id, private, limits, press)


def _vk_group(stage: Stage, members: list[Member], limits: Limits) -> Conversation:
    vk = stage.vk
    # Elsewhere than as an administrator a community hears in a chat only what is addressed to it.
    community = -stage.group_id
    peer = vk.add_chat("Чат", [*(member.number for member in members), community], admins=[community])

    def answers() -> int:
        return sum(message.from_id == -stage.group_id for message in vk.messages(members[0].number, peer))

    return _joined(members, Conversation(lambda who, text: vk.say(who, peer, text), answers, limits, group=True))


def _telegram_group(stage: Stage, members: list[Member], limits: Limits) -> Conversation:
    telegram = stage.telegram
    chat = telegram.add_chat("supergroup", "Чат", creator=members[0].number)
    for member in members[1:]:
        telegram.join(member.number, chat.id)
    telegram.promote(stage.bot_id, chat.id, by=members[0].number)

    def answers() -> int:
        return sum(message.sender.is_bot and not message.is_service for message in telegram.messages(chat.id))

    return _joined(
        members, Conversation(lambda who, text: telegram.say(who, chat.id, text), answers, limits, group=True)
    )


def _joined(members: list[Member], group: Conversation) -> Conversation:
    for member in members:
        member.groups.append(group)
    return group


def _rows(found: Any) -> list[list[dict[str, Any]]]:
    """The buttons of a keyboard that the bot has sent."""
    rows: list[list[dict[str, Any]]] = found
    return rows
