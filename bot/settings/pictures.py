"""`[pictures]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section


class PictureSettings(Section):
    """How memes look, and how many of what the bot writes are pictures."""

    share: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3, description="which share of the queue, and of what is said unasked in groups, are pictures; 0: none"
    )
    watermark: Annotated[str, Field(max_length=60)] = Field(
        "", description="a line below each meme, for example the community's address; empty: none"
    )
