"""`[writing]` of wallflower.toml."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.ports import MOST_BANNED_WORDS
from bot.settings.section import Section
from bot.settings.values import listed

# What the writer takes; a test holds these to `model.guards.banned_words`.
MOST_BANNED_CHARS = 100


def _bannable(words: tuple[str, ...]) -> tuple[str, ...]:
    """The writer would refuse each request with a longer list or entry."""
    if len(words) > MOST_BANNED_WORDS:
        raise ValueError(f"at most {MOST_BANNED_WORDS} words can be banned")
    for word in words:
        if len(word) > MOST_BANNED_CHARS or not any(character.isalnum() for character in word):
            raise ValueError(f"an entry needs a letter and may have {MOST_BANNED_CHARS} characters")
    return words


class WritingSettings(Section):
    """How posts are written."""

    temperature: Annotated[float, Field(ge=0, le=2)] = Field(0.8, description="0: always the likeliest; 1: as learned")
    max_chars: Annotated[int, Field(ge=20, le=4000)] = Field(500, description="longest post, characters")
    top_k: Annotated[int, Field(ge=0)] = Field(0, description="choose among so many likeliest characters; 0: among all")
    top_p: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="choose among the likeliest of this share")
    candidates: Annotated[int, Field(ge=1, le=20)] = Field(3, description="texts written for one, the best is given")
    tries: Annotated[int, Field(ge=1, le=50)] = Field(5, description="rounds until enough texts pass the guards")
    copied_chars: Annotated[int, Field(ge=1)] = Field(
        60, description="longest run that may stand in a post word for word, characters"
    )
    copied_share: Annotated[float, Field(gt=0, le=1)] = Field(
        0.7, description="the most of a text that such a run may be; 1: all of it"
    )
    looped_share: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3, description="the most of a text that may repeat itself"
    )
    known_words: Annotated[float, Field(ge=0, le=1)] = Field(
        0.5, description="the least share of words that the corpus knows; given all the same if every try has fewer"
    )
    min_chars: Annotated[int, Field(ge=1, le=200)] = Field(5, description="shortest post, characters")
    max_lines: Annotated[int, Field(ge=1, le=1000)] = Field(40, description="most lines of a post")
    banned_words: Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(_bannable)] = Field(
        (), description="words and phrases that no post may hold; слон* bans слоны too"
    )
    ban_coarse_words: bool = Field(
        True, description="whether the built-in list of obscenities and slurs counts as well"
    )
