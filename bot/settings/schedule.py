"""`[schedule]` of wallflower.toml."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.domain.place import Place
from bot.domain.quiet_hours import parse_quiet_hours
from bot.settings.section import Section
from bot.settings.values import checked_place, or_value_error


def _checked_quiet_hours(text: str) -> str:
    or_value_error(lambda value: parse_quiet_hours(value, "UTC"), text)
    return text


class ScheduleSettings(Section):
    """How slots are served."""

    place: Annotated[Place | None, BeforeValidator(lambda value: checked_place(value) or None)] = Field(
        None, description="place of new slots; empty: the community's VK wall"
    )
    catch_up_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = Field(
        180, description="how long after its time a slot is still served"
    )
    quiet: Annotated[str, AfterValidator(_checked_quiet_hours)] = Field(
        "", description="hours in which nothing is published or asked, 23:00-08:00 in the community's zone; empty: none"
    )
    tick_s: Annotated[float, Field(ge=0.2, le=300)] = Field(5, description="how often the slots are looked at, seconds")
