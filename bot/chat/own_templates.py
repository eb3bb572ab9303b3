"""/template: the community's own templates, which admins make of photos, or let the bot find in several."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.answer import Answer, Reach, Request
from bot.domain.box_wish import layout_of, parse_boxes
from bot.domain.template import Template
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Misconfigured, Refused, Retryable

# Of the wall's pictures, from a chat: fetched in a minute, and looked at in another. The terminal takes more.
MOST_OF_WALL = 100

_REMOVE = {"remove", "delete", "убрать", "удалить"}
_LEARN = {"learn", "учись", "выучи", "выучить"}
_WALL = {"wall", "стена", "стену", "стены", "стене"}
_PARTS = re.compile(r"[|\n]")


@dataclass(frozen=True, slots=True)
class Wish:
    """A template to make: what it is called in commands and, by language, by people; its boxes as people write them."""

    name: str
    boxes: tuple[str, ...]
    titles: Mapping[str, str]


async def own_template(request: Request, reach: Reach) -> Answer:
    """List them; make one of the photo that was sent or answered; remove one; learn from photos."""
    said, _, rest = request.arguments.strip().partition(" ")
    name = said.lower()
    if not name:
        return request.reply(_listed(request, reach))
    if name in _REMOVE:
        return await _removed(request, reach, rest.strip().lower())
    if name in _LEARN and rest.strip().lower() in _WALL:
        return await _learned_from_wall(request, reach)
    if name in _LEARN:
        return await (_learned(request, reach) if request.photo is None else _put_by(request, reach))
    if request.photo is None:
        return request.reply(request.words.template_usage)
    return await _added(request, reach, name, tuple(part for part in _PARTS.split(rest) if part.strip()))


def _listed(request: Request, reach: Reach) -> str:
    words, own = request.words, [one for one in reach.painter.templates() if not one.is_shipped]
    if not own:
        return f"{words.template_none}\n{words.template_usage}"
    lines = [f"{one.name}: {one.title(words.code)} ({', '.join(box.name for box in one.boxes)})" for one in own]
    return "\n".join([words.template_list, *lines, words.template_usage])


async def _added(request: Request, reach: Reach, name: str, wishes: tuple[str, ...]) -> Answer:
    async def photo() -> bytes:
        return await _fetched(request, reach)

    return await add_template(request, reach, Wish(name, wishes, {request.words.code: name}), photo)


async def add_template(request: Request, reach: Reach, wish: Wish, photo: Callable[[], Awaitable[bytes]]) -> Answer:
    """Make a template as it is wished; the `photo` is asked for when everything else is in order."""
    words, name = request.words, wish.name
    try:
        boxes = parse_boxes(wish.boxes)
    except Refused:
        return request.reply(words.template_boxes)
    if name in reach.own_templates.names():
        return request.reply(words.template_taken.format(name=name))
    template = Template(name, wish.titles, layout_of(boxes), boxes, is_shipped=False)
    try:
        await reach.own_templates.add(template, await photo())
    except UnreadablePicture as error:
        return request.reply(words.unreadable[error.why])
    except Retryable:
        return request.reply(words.meme_photo_later)
    except _Gone:
        return request.reply(words.meme_photo_gone)
    except Refused:
        return request.reply(words.template_name)
    await reach.audit_log.add(request.signed(reach), "template.add", name)
    return request.reply(words.template_added.format(name=name, boxes=", ".join(box.name for box in boxes)))


async def _removed(request: Request, reach: Reach, name: str) -> Answer:
    words = request.words
    if name not in reach.own_templates.names():
        return request.reply(words.template_absent.format(name=name or "—"))
    try:
        await reach.own_templates.remove(name)
    except Refused:  # somebody was faster
        return request.reply(words.template_absent.format(name=name))
    await reach.audit_log.add(request.signed(reach), "template.remove", name)
    return request.reply(words.template_removed.format(name=name))


async def _put_by(request: Request, reach: Reach) -> Answer:
    words = request.words
    try:
        count = await reach.own_templates.put_by(await _fetched(request, reach))
    except UnreadablePicture as error:
        return request.reply(words.unreadable[error.why])
    except Retryable:
        return request.reply(words.meme_photo_later)
    except _Gone:
        return request.reply(words.meme_photo_gone)
    except Refused:
        return request.reply(words.template_enough)
    return request.reply(words.template_put_by.format(pictures=words.count(count, words.pictures)))


async def _learned(request: Request, reach: Reach) -> Answer:
    made = await reach.own_templates.learn()
    return await _told(request, reach, made, request.words.template_learned_none)


async def _learned_from_wall(request: Request, reach: Reach) -> Answer:
    words = request.words
    try:
        learning = await reach.wall_learning()
        gathered = await learning.gather(MOST_OF_WALL)
        made = await learning.learn()
    except Misconfigured as error:
        return request.reply(words.template_no_wall.format(problem=words.why(error)))
    except (Retryable, Refused):
        return request.reply(words.template_wall_later)
    pictures = words.count(gathered.fetched + gathered.there, words.pictures)
    return await _told(request, reach, made, words.template_wall_none.format(pictures=pictures))


async def _told(request: Request, reach: Reach, made: Sequence[Template], none: str) -> Answer:
    words = request.words
    if not made:
        return request.reply(none)
    for template in made:
        await reach.audit_log.add(request.signed(reach), "template.learn", template.name)
    lines = [f"{one.name}: {', '.join(box.name for box in one.boxes)}" for one in made]
    return request.reply("\n".join([words.template_learned, *lines]))


class _Gone(Exception):  # noqa: N818 - not an error of ours
    """The photo can't be fetched any more."""


async def _fetched(request: Request, reach: Reach) -> bytes:
    photos = reach.photos.get(request.chat.platform)
    if photos is None or request.photo is None:
        raise _Gone
    try:
        return await photos.fetch(request.photo)
    except UnreadablePicture:
        raise
    except Refused as error:
        raise _Gone from error
