"""Templates: all of them, one with its boxes and a meme that follows what is typed, captions by the network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from markupsafe import Markup
from starlette.responses import PlainTextResponse, Response

from bot.chat.members import writer_trouble
from bot.chat.memes import MAX_OWN, filled
from bot.domain.caption import Caption
from bot.domain.template import Box, Template
from bot.errors import Misconfigured, Refused, Retryable
from bot.flow.banning import BannedText
from bot.flow.captioning import MAX_TITLE_CHARS
from bot.web.console.acting import command, said
from bot.web.console.easel import Easel
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.leafing import Leafing, page_number
from bot.web.console.pages import own_template
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.leafing import LEAFING
from bot.web.console.words.templates import TEMPLATES, TemplateWords

_PATH = "/console/templates"
_A_PAGE = 40
_SMALL, _LARGE = 300, 600
# A template may be changed under its name; until its pictures here are old, that may not be seen.
_KEPT = {"Cache-Control": "private, max-age=300"}
_EXAMPLES_SHOWN = 6
# Of the boxes' frames, told apart in this order.
_SERIES = 6

_Words = Annotated[list[str] | None, Query()]


@dataclass(frozen=True, slots=True)
class _Frame:
    """A box as it is drawn over its template, in the picture's pixels; `turned` is an SVG transform."""

    number: int
    name: str
    series: int
    x: float
    y: float
    width: float
    height: float
    turned: str


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    router.include_router(own_template.routes(house))
    reach, easel = house.reach, Easel(house.reach)

    def known(name: str) -> Template:
        # Exactly this name: an address is no wish that is guessed at.
        found = next((one for one in reach.painter.templates() if one.name == name), None)
        if found is None:
            raise NotFound
        return found

    @router.get(_PATH)
    async def templates(visitor: Annotated[Visitor, admits("console templates")], page: str = "1") -> Response:
        all_of_them = reach.painter.templates()
        leafing = Leafing(_PATH, {}, page_number(page), len(all_of_them), _A_PAGE)
        return visitor.page(
            "templates.html",
            own=visitor.own(TEMPLATES),
            leaf_words=visitor.own(LEAFING),
            templates=all_of_them[leafing.begin : leafing.begin + _A_PAGE],
            leafing=leafing,
        )

    @router.get(f"{_PATH}/{{name}}")
    async def template(
        visitor: Annotated[Visitor, admits("console templates")], name: str, box: _Words = None, about: str = ""
    ) -> Response:
        found, own = known(name), visitor.own(TEMPLATES)
        boxes = _boxes(found, box or [])
        problem = await _problem(visitor, easel, found, boxes, own)
        plain = await easel.paint(visitor, filled(found, ()), _SMALL, is_own=False)
        height = round(_LARGE * plain.height / plain.width)
        return visitor.page(
            "template.html",
            status=422 if problem else 200,
            own=own,
            chosen=found,
            title=found.title(visitor.language),
            values=boxes,
            text=" / ".join(text for text in boxes if text),
            problem=problem,
            meme=_address(found.name, boxes),
            examples=_examples(found, visitor.language),
            frames=_frames(found.boxes, _LARGE, height),
            size=(_LARGE, height),
            about=about[:MAX_TITLE_CHARS],
            most_about=MAX_TITLE_CHARS,
            most_own=MAX_OWN,
        )

    @router.get(f"{_PATH}/{{name}}/meme")
    async def meme(
        visitor: Annotated[Visitor, admits("console templates")],
        name: str,
        box: _Words = None,
        example: bool = False,
        small: bool = False,
    ) -> Response:
        found = known(name)
        boxes = _boxes(found, box or [])
        caption = _first_example(found, visitor.language) if example else filled(found, boxes)
        trouble = _too_long(visitor, boxes)
        try:
            if not trouble:
                width = _SMALL if small else _LARGE
                picture = await easel.paint(visitor, caption, width, is_own=not example)
                return Response(picture.data, media_type=picture.format.mime, headers=_KEPT)
        except Refused as error:
            trouble = _why(error, visitor)
        # For the script a sentence is as good an answer: browsers write every other status into their console.
        return PlainTextResponse(trouble, 200 if "x-console-live" in visitor.request.headers else 422)

    @router.post(f"{_PATH}/{{name}}/caption")
    async def caption(
        visitor: Annotated[Visitor, acts("console templates")], name: str, about: Annotated[str, Form()] = ""
    ) -> Response:
        found, words = known(name), visitor.words
        asked = " ".join(about.split())[:MAX_TITLE_CHARS]
        back = f"{_PATH}/{found.name}"
        try:
            if asked:
                await reach.banning.check_members_words(asked)
            written = await reach.captioning.write(found, asked)
        except BannedText:
            return visitor.back(back, words.meme_own_banned)
        except (Retryable, Misconfigured, Refused) as error:
            return visitor.back(back, writer_trouble(error, words, visitor.role))
        if not written:
            return visitor.back(back, words.meme_nothing)
        boxes = written[0].caption.boxes
        query = urlencode([*(("box", text) for text in boxes), *([("about", asked)] if asked else [])])
        return visitor.back(f"{back}?{query}", visitor.own(TEMPLATES).written)

    @router.post(f"{_PATH}/{{name}}/remove")
    async def remove(visitor: Annotated[Visitor, acts("/template")], name: str) -> Response:
        found = known(name)
        return visitor.back(_PATH, said(await command(house, visitor, "template", f"remove {found.name}")))

    return router


async def _problem(
    visitor: Visitor, easel: Easel, template: Template, boxes: tuple[str, ...], own: TemplateWords
) -> str:
    """Why there is no picture of these words; "" where there is one."""
    if not any(boxes):
        return ""
    trouble = _too_long(visitor, boxes)
    if trouble:
        return trouble
    try:
        await easel.paint(visitor, filled(template, boxes), _SMALL, is_own=True)
    except Refused as error:
        return _why(error, visitor)
    return ""


def _too_long(visitor: Visitor, boxes: Sequence[str]) -> str:
    if sum(map(len, boxes)) <= MAX_OWN:
        return ""
    words = visitor.words
    return visitor.own(TEMPLATES).too_many.format(limit=words.count(MAX_OWN, words.characters))


def _why(error: Refused, visitor: Visitor) -> str:
    words = visitor.words
    return words.meme_own_banned if isinstance(error, BannedText) else words.meme_unpaintable


def _boxes(template: Template, given: Sequence[str]) -> tuple[str, ...]:
    """A text for each box; what is given beyond them has no place, and far too much is not read to its end."""
    found = [text[: MAX_OWN + 1].replace("\r\n", "\n").strip() for text in given[: len(template.boxes)]]
    return (*found, *[""] * (len(template.boxes) - len(found)))


def _address(name: str, boxes: Sequence[str]) -> str:
    """Where the picture of a meme is."""
    query = urlencode([("box", text) for text in boxes]) if any(boxes) else ""
    return f"{_PATH}/{name}/meme{'?' if query else ''}{query}"


def _examples(template: Template, language: str) -> list[Mapping[str, object]]:
    """Captions that people wrote, those in the person's language first, and where to try them."""
    ordered = sorted(template.examples, key=lambda one: one.language != language)[:_EXAMPLES_SHOWN]
    return [
        {
            "text": " / ".join(text for text in one.boxes if text),
            "language": one.language,
            "address": f"{_PATH}/{template.name}?{urlencode([('box', text) for text in one.boxes])}",
        }
        for one in ordered
    ]


def _first_example(template: Template, language: str) -> Caption:
    chosen = next((one for one in template.examples if one.language == language), None)
    return filled(template, chosen.boxes if chosen is not None else ())


def _frames(boxes: Sequence[Box], width: int, height: int) -> list[_Frame]:
    found = []
    for number, box in enumerate(boxes, 1):
        x, y, wide, high = box.x * width, box.y * height, box.width * width, box.height * height
        # SVG turns clockwise, boxes the other way.
        turned = Markup("rotate({:.2f} {:.1f} {:.1f})").format(-box.angle, x, y) if box.angle else ""
        series = (number - 1) % _SERIES + 1
        found.append(_Frame(number, box.name, series, x - wide / 2, y - high / 2, wide, high, turned))
    return found
