"""`[queue]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section


class QueueSettings(Section):
    """How many drafts wait."""

    keep: Annotated[int, Field(ge=0, le=100)] = Field(5, description="drafts that wait for a decision or a slot")
