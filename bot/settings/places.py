"""`[[places]]` of wallflower.toml."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.domain.place import Place
from bot.domain.post_form import PostForm, PostForms, parse_hashtag
from bot.settings.section import Section
from bot.settings.values import checked_place, listed, or_value_error

# Characters of a text for which a place's header, footer and hashtags must leave room.
MOST_ROOM = 100

_Hashtag = Annotated[str, AfterValidator(lambda text: str(or_value_error(parse_hashtag, text)))]


class PlaceSettings(Section):
    """What is particular about one place: how posts look there and how many approvals they need."""

    place: Annotated[Place, BeforeValidator(checked_place)] = Field(
        description="vk:-GROUP, telegram:NUMBER or telegram:@channel"
    )
    approvals: Annotated[int | None, Field(ge=1, le=20)] = Field(
        None, description="approvals that a draft needs there; left out: moderation.approvals"
    )
    header: Annotated[str, Field(max_length=500)] = Field("", description="stands above each post")
    footer: Annotated[str, Field(max_length=500)] = Field("", description="stands below each post")
    hashtags: Annotated[tuple[_Hashtag, ...], BeforeValidator(listed), Field(max_length=20)] = Field(
        (), description="stand at the end of each post"
    )
    max_chars: Annotated[int | None, Field(ge=MOST_ROOM)] = Field(
        None,
        description="longest post with header and all; a longer one is left out there. Left out: the platform's limit",
    )

    @property
    def form(self) -> PostForm:
        """The same as a domain value."""
        return PostForm(header=self.header, footer=self.footer, hashtags=self.hashtags, max_chars=self.max_chars)

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        problem = PostForms({self.place: self.form}).misfit(self.place, "x" * MOST_ROOM)
        if problem is not None:
            raise ValueError(f"header, footer and hashtags leave no room for a text of {MOST_ROOM} characters")
        return self
