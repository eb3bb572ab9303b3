"""`[limits]` of wallflower.toml."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.domain.limits import Limits
from bot.settings.section import Section


class LimitSettings(Section):
    """How often members may ask, and how long what they liked is kept."""

    memes: Annotated[int, Field(ge=1, le=1000)] = Field(5, description="memes for a member in any window")
    album: Annotated[int, Field(ge=1, le=10)] = Field(
        5, description="pictures in one album that a member asks for, each counted as a meme; 1: no albums"
    )
    commands: Annotated[int, Field(ge=1, le=1000)] = Field(
        10, description="other commands of a member in any window; moderators may ask more"
    )
    presses: Annotated[int, Field(ge=1, le=1000)] = Field(
        30, description="presses of a member on buttons in any window"
    )
    group: Annotated[int, Field(ge=1, le=1000)] = Field(
        20, description="answers for all members of a group together in any window; Telegram takes 20 a minute"
    )
    window_s: Annotated[int, Field(ge=1, le=86_400)] = Field(60, description="the window, seconds")
    unasked_gap_s: Annotated[int, Field(ge=0, le=86_400)] = Field(
        30, description="seconds between two answers that /chance gives unasked in a group"
    )
    keep_replies_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        90, description="how long what was written to members and its likes are kept, for /top"
    )

    def limits(self) -> Limits:
        """The same as a domain value."""
        return Limits(
            memes=self.memes, album=self.album, commands=self.commands, presses=self.presses, group=self.group,
            window=timedelta(seconds=self.window_s), unasked_gap=timedelta(seconds=self.unasked_gap_s),
        )  # fmt: skip
