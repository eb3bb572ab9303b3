"""What is sent to the HTTP API and what it answers, as its OpenAPI description shows it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.picture import PictureFormat
from bot.domain.template import Box, Template

_Text = Annotated[str, Field(max_length=1000)]
_TemplateName = Annotated[str, Field(min_length=1, max_length=64)]
_Title = Annotated[str, Field(max_length=80)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BoxShape(_Shape):
    """One place for words; `x`, `y`, `width` and `height` are shares of the picture, `x` and `y` the centre."""

    name: str
    x: float
    y: float
    width: float
    height: float
    angle: float

    @classmethod
    def of(cls, box: Box) -> "BoxShape":
        """What is told of a box."""
        return cls(name=box.name, x=box.x, y=box.y, width=box.width, height=box.height, angle=box.angle)


class TemplateShape(_Shape):
    """What memes can be made on. `example` is the address of a picture."""

    name: str
    titles: dict[str, str]
    aliases: list[str]
    layout: str
    boxes: list[BoxShape]
    is_animated: bool
    example: str

    @classmethod
    def of(cls, template: Template, example: str) -> "TemplateShape":
        """What is told of a template."""
        return cls(
            name=template.name,
            titles=dict(template.titles),
            aliases=list(template.aliases),
            layout=template.layout.value,
            boxes=[BoxShape.of(box) for box in template.boxes],
            is_animated=template.is_animated,
            example=example,
        )


class MemeWish(_Shape):
    """A meme to make: with `boxes` one's own words, else words that the network writes, `about` something or not.

    Without a `template` one is chosen, which needs that the network writes.
    """

    template: _TemplateName | None = None
    boxes: Annotated[list[_Text], Field(min_length=1, max_length=20)] | None = None
    about: _Title = ""
    format: PictureFormat = PictureFormat.JPEG


class CaptionWish(_Shape):
    """Captions to write for a template; without one it is chosen."""

    template: _TemplateName | None = None
    about: _Title = ""
    count: Annotated[int, Field(ge=1, le=10)] = 1
    temperature: Annotated[float, Field(ge=0, le=3)] | None = None


class MemeShape(_Shape):
    """A meme: its words, and the address of its picture, which never changes."""

    template: str
    boxes: list[str]
    address: str


class Trouble(_Shape):
    """What went wrong, for a person to read."""

    error: str
