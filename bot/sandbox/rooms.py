"""Where people talk with the bot: each in private, and all of them in one group on each platform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from bot.sandbox.stage import Person, Stage

Platform: TypeAlias = Literal["telegram", "vk"]
Room: TypeAlias = Literal["private", "group"]

PLATFORMS: tuple[Platform, ...] = ("telegram", "vk")
ROOMS: tuple[Room, ...] = ("private", "group")


def telegram_chat(stage: Stage, person: Person, room: Room) -> int:
    """The chat's id on Telegram, to write to and to look into."""
    return person.telegram_id if room == "private" else stage.telegram_group_id


def vk_peer(stage: Stage, room: Room) -> int:
    """The conversation's peer_id on VK, as everybody but the community sees it."""
    return -stage.group_id if room == "private" else stage.vk_chat_peer
