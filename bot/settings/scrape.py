"""`[scrape]` of wallflower.toml."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.settings.section import Section
from bot.settings.values import checked_time


class ScrapeSettings(Section):
    """When the bot reads the VK wall anew by itself."""

    at: Annotated[str, AfterValidator(checked_time)] = Field(
        "04:30", description="time of day in the community's zone, every day; empty: never"
    )
