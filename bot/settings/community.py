"""`[community]` of wallflower.toml."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.domain.slot import parse_zone
from bot.settings.section import Section
from bot.settings.values import or_value_error


def _checked_zone(value: object) -> object:
    return or_value_error(parse_zone, value) if isinstance(value, str) else value


class CommunitySettings(Section):
    """The community itself."""

    language: Annotated[str, Field(pattern="^(ru|en)$")] = Field("ru", description="language of chats that chose none")
    zone: Annotated[str, BeforeValidator(_checked_zone)] = Field("Europe/Moscow", description="zone of new slots")
