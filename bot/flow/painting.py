"""Paints a caption as chats and walls take it: what one platform shows, the other shows too."""

from bot.domain.caption import Caption
from bot.domain.picture import Picture, PictureFormat
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
        return await painter.paint(caption, width=ANIMATED_WIDTH, written_as=PictureFormat.GIF)
    return await painter.paint(caption, width=WIDTH)
