"""A community on both sandboxes: a wall with posts, a channel, a group to talk in; member, moderator, admin and owner.

Used by the demo, by `python -m bot.sandbox`, and by tests that run the whole bot.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.sandbox.faults import FaultPlan
from bot.sandbox.keeping import Kept, put_back
from bot.sandbox.rooms import Platform
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.vk.server import VkSandbox
from bot.sandbox.vk.settling import NewPost
from bot.sandbox.vk.state import TokenKind

_TELEGRAM_TOKEN = "700000:sandbox-bot-token"  # noqa: S105 - a token of the sandbox, worth nothing anywhere else
_BOT_NAME = "wallflower_bot"
_GROUP_TITLE = "Беседка"

# Old posts are dated backwards from now, one in so many seconds: a community that posts nine times a day.
_SECONDS_BETWEEN_POSTS = 9_600


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account on both platforms."""

    name: str
    vk_id: int
    telegram_id: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Both sandboxes, their people and their keys."""

    vk: VkSandbox
    telegram: TelegramSandbox
    vk_url: str
    telegram_url: str
    group_id: int
    channel_id: int
    telegram_group_id: int
    vk_chat_peer: int
    bot_id: int
    service_key: str
    community_key: str
    telegram_token: str
    member: Person
    moderator: Person
    admin: Person
    owner: Person
    old_posts: int
    """How many posts stood on the wall before anything happened."""
    lives: int = 1
    """How many processes this stage has lived in, with this one."""

    @property
    def people(self) -> dict[str, Person]:
        """Everybody by their role."""
        return {"member": self.member, "moderator": self.moderator, "admin": self.admin, "owner": self.owner}

    @property
    def channel_title(self) -> str:
        """What stands above the channel's posts."""
        return self.telegram.backend.state.chats[self.channel_id].title

    @property
    def group_title(self) -> str:
        """What the group is called, on both platforms."""
        return self.telegram.backend.state.chats[self.telegram_group_id].title

    @property
    def bot_names(self) -> dict[Platform, str]:
        """What people write behind an @ to address the bot."""
        bot = self.telegram.backend.state.users[self.bot_id]
        return {"telegram": bot.username or "", "vk": self.vk.world.groups[self.group_id].screen_name}

    def settings(self, **sections: str) -> str:
        """A wallflower.toml for this community; `sections` are further lines below the section of that name."""
        parts = {
            "vk": f'enabled = true\napi_url = "{self.vk_url}"\ngroup_id = {self.group_id}\n',
            "telegram": f'enabled = true\napi_url = "{self.telegram_url}"\n',
            "roles": (
                f'owners = ["telegram:{self.owner.telegram_id}", "vk:{self.owner.vk_id}"]\n'
                f'admins = ["telegram:{self.admin.telegram_id}", "vk:{self.admin.vk_id}"]\n'
                f'moderators = ["telegram:{self.moderator.telegram_id}", "vk:{self.moderator.vk_id}"]\n'
            ),
            "moderation": f'chats = ["telegram:{self.moderator.telegram_id}"]\n',
        }
        names = dict.fromkeys((*parts, *sections))
        return "\n".join(f"[{name}]\n{parts.get(name, '')}{sections.get(name, '')}" for name in names)

    def secrets(self) -> str:
        """The .env that goes with it."""
        return (
            f"WALLFLOWER_VK_SERVICE_KEY={self.service_key}\n"
            f"WALLFLOWER_VK_COMMUNITY_KEY={self.community_key}\n"
            f"WALLFLOWER_TELEGRAM_TOKEN={self.telegram_token}\n"
        )


@asynccontextmanager
async def staged(
    posts: Iterable[str],
    *,
    vk_port: int = 0,
    telegram_port: int = 0,
    vk_faults: FaultPlan | None = None,
    telegram_faults: FaultPlan | None = None,
    clock: Callable[[], float] = time.time,
    kept: Kept | None = None,
) -> AsyncIterator[Stage]:
    """Start both sandboxes with a community whose wall holds `posts`, oldest first; stop them at the end.

    `clock` gives seconds since 1970; posts are dated and limits enforced by it. With `kept` the stage goes on where the
    one ended that was kept: the same keys, and all that happened. It has to be made of the same posts.
    """
    old, lives = list(posts), 1 if kept is None else kept.lives + 1
    # What is random must not repeat from life to life: an event with an id that was there is taken for a repeat.
    vk = VkSandbox(faults=vk_faults, clock=clock, seed=lives - 1)
    telegram = TelegramSandbox(faults=telegram_faults, clock=clock)
    vk_url = await vk.start(vk_port)
    telegram_url = await telegram.start(telegram_port)
    try:
        people = [_person(vk, telegram, name, family) for name, family in _PEOPLE]
        member, moderator, admin, owner = people
        group_id = vk.add_group("Стена", admins=[admin.vk_id], members=[one.vk_id for one in people])
        _fill(vk, group_id, old, [member.vk_id, moderator.vk_id, admin.vk_id])
        bot = telegram.add_bot(_TELEGRAM_TOKEN, _BOT_NAME, supports_inline_queries=True)
        if kept is not None:
            bot.updates.go_on_at(kept.next_update_id)
        channel = telegram.add_chat("channel", "Стена", creator=admin.telegram_id)
        telegram.promote(bot.id, channel.id, by=admin.telegram_id)
        telegram_group_id, vk_chat_peer = _grouped(vk, telegram, group_id, bot.id, admin, people)
        stage = Stage(
            vk, telegram, vk_url, telegram_url, group_id, channel.id, telegram_group_id, vk_chat_peer, bot.id,
            vk.add_token(TokenKind.SERVICE, value=kept.service_key if kept else None),
            vk.add_token(TokenKind.COMMUNITY, group_id=group_id, value=kept.community_key if kept else None),
            _TELEGRAM_TOKEN, member, moderator, admin, owner, len(old), lives,
        )  # fmt: skip
        if kept is not None:
            put_back(stage, kept)
        else:
            for person in people:
                telegram.say(person.telegram_id, bot.id, "/start")
                vk.allow_messages(person.vk_id, group_id)
        yield stage
    finally:
        await telegram.stop()
        await vk.stop()


_PEOPLE = (("Аня", "Шумилова"), ("Мира", "Лаптева"), ("Олег", "Данилин"), ("Вера", "Соколова"))


def _person(vk: VkSandbox, telegram: TelegramSandbox, name: str, family: str) -> Person:
    user = telegram.add_user(name, last_name=family, language_code="ru")
    return Person(name, vk.add_user(name, family), user.id)


def _grouped(
    vk: VkSandbox, telegram: TelegramSandbox, group_id: int, bot_id: int, admin: Person, people: Sequence[Person]
) -> tuple[int, int]:
    """A group of them all on each platform, where the admin has made the bot an administrator: else it would hear
    nothing but what is said to it. Returns the chat's id on Telegram and the peer_id on VK.
    """
    group = telegram.add_chat("supergroup", _GROUP_TITLE, creator=admin.telegram_id)
    for person in people:
        telegram.join(person.telegram_id, group.id)
    telegram.promote(bot_id, group.id, by=admin.telegram_id)
    others = [person.vk_id for person in people if person is not admin]
    peer = vk.add_chat(_GROUP_TITLE, [admin.vk_id, *others, -group_id], admins=[-group_id])
    return group.id, peer


def _fill(vk: VkSandbox, group_id: int, posts: Sequence[str], authors: Sequence[int]) -> None:
    now = int(vk.world.now())
    vk.fill_wall(
        -group_id,
        [
            NewPost(text, date=now - _SECONDS_BETWEEN_POSTS * (len(posts) - age), signer_id=authors[age % len(authors)])
            for age, text in enumerate(posts)
        ],
    )
