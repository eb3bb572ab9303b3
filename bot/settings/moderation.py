"""`[moderation]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section
from bot.settings.values import Addresses


class ModerationSettings(Section):
    """Where drafts are shown, and what it takes to approve one."""

    chats: Addresses = Field(
        (), description="chats that get a card for each draft; empty: the private chat of each moderator and admin"
    )
    approvals: Annotated[int, Field(ge=1, le=20)] = Field(
        1, description="approvals that a draft needs where [[places]] says nothing else"
    )
    editor_may_approve: bool = Field(
        False, description="whether who edited a draft may approve it, too, even where somebody else could"
    )
    expire_hours: Annotated[int, Field(ge=0, le=24 * 365)] = Field(
        72, description="drafts on which nobody decides for so long expire; 0: never"
    )
