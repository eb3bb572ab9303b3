"""A template of the community's own: a picture and the places for words on it, typed as for /template."""

from typing import Annotated

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.chat.own_templates import Wish, add_template
from bot.web.console.acting import request_of, said
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.templates import TEMPLATES

# No template can be called so: "_" is in no name.
PATH = "/console/templates/_add"
_MOST_CHARS = {"name": 40, "title_ru": 100, "title_en": 100, "boxes": 2_000}


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    reach = house.reach

    def page(visitor: Visitor, typed: dict[str, str], *, problem: str = "") -> Response:
        status = 422 if problem else 200
        own = visitor.own(TEMPLATES)
        return visitor.page("own_template.html", status=status, own=own, typed=typed, problem=problem)

    @router.get(PATH)
    async def form(visitor: Annotated[Visitor, admits("/template")]) -> Response:
        return page(visitor, dict.fromkeys(_MOST_CHARS, ""))

    @router.post(PATH)
    async def add(request: Request, visitor: Annotated[Visitor, acts("/template")]) -> Response:
        # Read by the gate already, and no sooner than it knew who sends it.
        async with request.form() as form:
            return await added(visitor, form)

    async def added(visitor: Visitor, form: FormData) -> Response:
        typed = _typed(form)
        upload = form.get("picture")
        if not isinstance(upload, UploadFile) or not upload.size:
            return page(visitor, typed, problem=visitor.own(TEMPLATES).no_picture)
        if reach.photo_places.locked():
            return page(visitor, typed, problem=visitor.words.meme_photo_later)
        name = typed["name"].strip().lower()
        titles = {code: typed[f"title_{code}"] for code in ("ru", "en") if typed[f"title_{code}"].strip()}
        wish = Wish(name, _lines(typed["boxes"]), titles or {visitor.language: name})
        is_taken = name in reach.own_templates.names()
        async with reach.photo_places:
            answer = await add_template(request_of(visitor), reach, wish, upload.read)
        if is_taken or name not in reach.own_templates.names():
            return page(visitor, typed, problem=said(answer))
        return visitor.back(f"/console/templates/{name}", said(answer))

    return router


def _typed(form: FormData) -> dict[str, str]:
    """What was typed, so that it can be shown again; too long a text is cut, and refused for that below."""
    found = {}
    for field, most in _MOST_CHARS.items():
        value = form.get(field, "")
        found[field] = value[:most] if isinstance(value, str) else ""
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
