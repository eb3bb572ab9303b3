"""/meme: a picture on a template or on a member's photo, with a caption by the bot or by the member; or a text."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.answer import Answer, Reach, Request
from bot.chat.likes import picture_reply
from bot.chat.limits import turned_away
from bot.chat.lot import draw
from bot.chat.members import MAX_PRIME, writer_trouble, written
from bot.chat.meme_wish import PictureWish, TextWish, UnknownTemplate, read_wish
from bot.chat.words import Words
from bot.domain.caption import MOST_PICTURES, Caption
from bot.domain.limits import Kind
from bot.domain.template import Box, Layout, Template
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Misconfigured, Refused, Retryable
from bot.flow.albums import write_album
from bot.flow.banning import BannedText
from bot.flow.painting import all_painted, painted

# Of a member's own words, all boxes together: more would not be read on a picture.
MAX_OWN = 600

# What a caption is written for that goes on a photo.
ON_PHOTO = Template(
    "photo",
    {"ru": "фото", "en": "photo"},
    Layout.TOP_BOTTOM,
    (Box("top", 0.5, 0.13, 0.94, 0.24), Box("bottom", 0.5, 0.87, 0.94, 0.24)),
)


async def meme(request: Request, reach: Reach) -> Answer:
    """Whatever the member's words ask for, within their limit."""
    words = request.words
    wish = read_wish(request.arguments, reach.painter, is_on_photo=request.photo is not None)
    wrong = _impossible(wish, words) or _wrong_count(wish, request, reach)
    if wrong is None and isinstance(wish, PictureWish) and wish.count > 1:
        return await turned_away(request, reach, Kind.MEME, wish.count) or await _album(request, reach, wish)
    turned = await turned_away(request, reach, Kind.MEME if wrong is None else Kind.COMMAND)
    if turned is not None:
        return turned
    if wrong is not None:
        return request.reply(wrong)
    if not isinstance(wish, PictureWish):
        return await written(request, reach)
    # Whoever names a template wants that, whatever they answer.
    if request.photo is not None and wish.template is None:
        # Nobody waits for a place: photos may come slowly, and whoever asks for something else would wait with them.
        if reach.photo_places.locked():
            return request.reply(words.meme_photo_later)
        async with reach.photo_places:
            return await _on_photo(request, reach, wish)
    return await _picture(request, reach, wish)


async def captioned(request: Request, reach: Reach, template: Template, title: str) -> Answer | None:
    """A picture on `template` with a caption that the bot writes; None if it wrote none that fits.

    Raises Retryable, Misconfigured, Refused.
    """
    temperature = await reach.compose.temperature()
    found = await reach.captioning.write(template, title, temperature=temperature)
    if not found:
        return None
    caption, checkpoint = found[0].caption, found[0].written.checkpoint
    picture = await painted(reach.painter, caption)
    return await picture_reply(
        request, reach, [picture], [caption], temperature=temperature, checkpoint=checkpoint, is_primed=bool(title)
    )


def filled(template: Template, own: tuple[str, ...]) -> Caption:
    """A member's words in a template's boxes; the boxes behind them stay empty. There must be room for all of them."""
    return Caption(template.name, (*own, *[""] * (len(template.boxes) - len(own))))


def drawn_template(request: Request, reach: Reach, title: str) -> Template | None:
    """A template of the bot's choice for a title; None if there are none.

    For the same update always the same one: after a crash nobody gets a second picture.
    """
    return reach.captioning.for_title(title, _seed(request))


def _seed(request: Request) -> int:
    return int(draw(request, "template") * 2**32)


def _roomy(request: Request, templates: Sequence[Template], texts: int) -> Template | None:
    """One of the templates with the fewest boxes that still hold so many texts; None if none has room for them."""
    fewest = min((len(one.boxes) for one in templates if len(one.boxes) >= texts), default=0)
    fitting = [one for one in templates if len(one.boxes) == fewest]
    return fitting[int(draw(request, "template") * len(fitting))] if fitting else None


def _impossible(wish: PictureWish | TextWish | UnknownTemplate, words: Words) -> str | None:
    """What is wrong with a wish, as the member is told; None if nothing is."""
    if isinstance(wish, UnknownTemplate):
        names = "\n".join(f"/meme {one.name}: {one.title(words.code)}" for one in wish.nearest)
        return words.meme_unknown_template.format(name=wish.name, names=names)
    begin = wish.prime if isinstance(wish, TextWish) else wish.title
    if len(begin) > MAX_PRIME:
        return words.meme_too_long.format(limit=words.count(MAX_PRIME, words.characters))
    if isinstance(wish, TextWish):
        return None
    if sum(map(len, wish.own)) > MAX_OWN:
        return words.meme_own_too_long.format(limit=words.count(MAX_OWN, words.characters))
    if wish.own and not any(wish.own):
        return words.meme_own_empty
    if wish.template is not None and len(wish.own) > len(wish.template.boxes):
        boxes = words.count(len(wish.template.boxes), words.boxes)
        return words.meme_too_many_boxes.format(template=wish.template.title(words.code), boxes=boxes)
    return None


def _wrong_count(wish: PictureWish | TextWish | UnknownTemplate, request: Request, reach: Reach) -> str | None:
    """What is wrong with the number of pictures, as the member is told; None if nothing is."""
    words, limits = request.words, reach.habits.limits
    if not isinstance(wish, PictureWish) or wish.count == 1:
        return None
    # More could never be had: each picture counts.
    most = min(limits.album, limits.memes, MOST_PICTURES, *(() if request.is_private else (limits.group,)))
    if most == 1:
        return words.album_none
    return wrong_album(wish, most, words)


def wrong_album(wish: PictureWish, most: int, words: Words) -> str | None:
    """Why there is no album of so many pictures, or on this template; None if there is."""
    if not 1 <= wish.count <= most:
        return words.album_size.format(most=most)
    if wish.template is not None and wish.template.is_animated:
        return words.album_moves.format(template=wish.template.title(words.code))
    return None


async def _album(request: Request, reach: Reach, wish: PictureWish) -> Answer:
    """Several pictures; fewer than were asked for where no more were written."""
    words = request.words
    temperature = await reach.compose.temperature()
    try:
        found = await write_album(
            reach.captioning, wish.count, wish.template, wish.title, temperature, seed=_seed(request)
        )  # fmt: skip
        captions = [one.caption for one in found]
        pictures = await all_painted(reach.painter, captions)
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    if not found:
        return request.reply(words.meme_nothing)
    return await picture_reply(
        request, reach, pictures, captions,
        temperature=temperature, checkpoint=found[0].written.checkpoint, is_primed=bool(wish.title),
    )  # fmt: skip


async def _picture(request: Request, reach: Reach, wish: PictureWish) -> Answer:
    words = request.words
    if wish.own:
        return await _own_words(request, reach, wish)
    template = wish.template or drawn_template(request, reach, wish.title)
    try:
        made = None if template is None else await captioned(request, reach, template, wish.title)
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    return request.reply(words.meme_nothing) if made is None else made


async def _own_words(request: Request, reach: Reach, wish: PictureWish) -> Answer:
    """A member's words on a template: nothing is written, so that no checkpoint is needed."""
    words, templates = request.words, reach.painter.templates()
    template = wish.template or _roomy(request, templates, len(wish.own))
    if template is None:
        most = max(len(one.boxes) for one in templates)
        return request.reply(words.meme_no_template_for.format(boxes=words.count(most, words.boxes)))
    caption = filled(template, wish.own)
    try:
        await reach.banning.check_members_words(caption.text)
        picture = await painted(reach.painter, caption)
    except BannedText:
        return request.reply(words.meme_own_banned)
    except Refused:
        return request.reply(words.meme_unpaintable)
    return await picture_reply(request, reach, [picture], [caption], is_primed=True)


async def _on_photo(request: Request, reach: Reach, wish: PictureWish) -> Answer:
    words = request.words
    try:
        if wish.own:
            await reach.banning.check_members_words("\n\n".join(wish.own))
        photo = await _fetched(request, reach)
    except BannedText:
        return request.reply(words.meme_own_banned)
    except Retryable:
        return request.reply(words.meme_photo_later)
    except Refused as error:
        heavy = words.unreadable[error.why] if isinstance(error, UnreadablePicture) else None
        return request.reply(heavy or words.meme_photo_gone)
    caption, temperature, checkpoint = Caption(ON_PHOTO.name, wish.own), 0.0, ""
    if not wish.own:
        temperature = await reach.compose.temperature()
        try:
            # Looked at first: for what turns out to be no picture nothing need be written.
            await reach.painter.paint_on(photo, "", "")
            found = await reach.captioning.write(ON_PHOTO, wish.title, temperature=temperature)
        except UnreadablePicture as error:
            return request.reply(words.unreadable[error.why])
        except (Retryable, Misconfigured, Refused) as error:
            return request.reply(writer_trouble(error, words, request.role))
        if not found:
            return request.reply(words.meme_nothing)
        caption, checkpoint = found[0].caption, found[0].written.checkpoint
    try:
        picture = await reach.painter.paint_on(photo, *caption.boxes)
    except UnreadablePicture as error:
        return request.reply(words.unreadable[error.why])
    except Refused:
        return request.reply(words.meme_unpaintable)
    # Without a template, so that nobody takes it for one that can be painted again.
    kept = Caption("", caption.boxes, caption.title)
    return await picture_reply(
        request, reach, [replace(picture, words=kept.text)], [kept],
        temperature=temperature, checkpoint=checkpoint, is_primed=bool(wish.own or wish.title),
    )  # fmt: skip


async def _fetched(request: Request, reach: Reach) -> bytes:
    """The photo that the member means. Raises Retryable, Refused."""
    photos = reach.photos.get(request.chat.platform)
    if photos is None or request.photo is None:
        raise Refused("this platform gives no photos")
    return await photos.fetch(request.photo)
