"""`[training]` of wallflower.toml."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.domain.slot import parse_weekdays
from bot.settings.section import Section
from bot.settings.values import checked_time, or_value_error


def _checked_weekdays(text: str) -> str:
    or_value_error(parse_weekdays, text)
    return text


class TrainingSettings(Section):
    """How a network is fitted when the command says nothing else."""

    minutes: Annotated[float, Field(gt=0)] = Field(10, description="budget of `wallflower train`, minutes")
    save_every_s: Annotated[float, Field(ge=0)] = Field(20, description="seconds of training that a kill may cost")
    at: Annotated[str, AfterValidator(checked_time)] = Field(
        "05:30", description="time of day in the community's zone to train anew on what is new; empty: never"
    )
    weekdays: Annotated[str, AfterValidator(_checked_weekdays)] = Field(
        "sun", description="on which days: sun, mon-fri, daily"
    )
    retrain: bool = Field(
        True, description="whether the bot trains anew by itself when the live checkpoint has read forgotten posts"
    )
    retrain_every_h: Annotated[float, Field(ge=1)] = Field(
        24, description="hours at least from the beginning of one such training to the next"
    )
