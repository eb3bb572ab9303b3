"""Paints captions as chats and walls take them: what one platform shows, the other shows too."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
from bot.errors import Refused
from bot.ports import Painter

# Both platforms show photos about so wide on a phone, and keep them sharp.
WIDTH = 800
# Frames weigh more than a photo, and a GIF has no better way to write them.
ANIMATED_WIDTH = 480


async def painted(painter: Painter, caption: Caption) -> Picture:
    """The picture of a caption: a JPEG, or a GIF of an animated template. The same caption gives the same bytes.

    Raises Refused: the template is gone, or the words are not for it.
    """
    template = painter.find(caption.template)
    if template is not None and template.is_animated:
        picture = await painter.paint(caption, width=ANIMATED_WIDTH, written_as=PictureFormat.GIF)
    else:
        picture = await painter.paint(caption, width=WIDTH)
    return replace(picture, words=caption.text)


async def all_painted(painter: Painter, captions: Sequence[Caption]) -> tuple[Picture, ...]:
    """The pictures of what goes out together; none for no captions.

    Raises as `painted`, and Refused for several of which one moves: Telegram takes no such thing into an album.
    """
    pictures = tuple([await painted(painter, caption) for caption in captions])
    if len(pictures) > 1 and any(picture.is_animated for picture in pictures):
        raise Refused("an animated picture can't go out with others: take it out of the album")
    return pictures
