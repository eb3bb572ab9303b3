"""Pictures as bytes. The same pixels are the same bytes, always: nothing of a clock or a machine is written."""

import io
from collections.abc import Sequence

from PIL import Image

from bot.domain.picture import Picture, PictureFormat

# Letters show what JPEG loses first; at 90 no ring is seen round them, and a meme of 600 px has 60 kB.
_JPEG_QUALITY = 90
_WEBP_QUALITY = 88
# Pixels of each frame's width that a GIF's colours are chosen by: enough to see letters' edges.
_SAMPLE_WIDTH = 200


def encoded(picture: Image.Image, written_as: PictureFormat) -> Picture:
    """A still picture (RGB)."""
    stream = io.BytesIO()
    match written_as:
        case PictureFormat.JPEG:
            picture.save(stream, "JPEG", quality=_JPEG_QUALITY)
        case PictureFormat.PNG:
            picture.save(stream, "PNG", compress_level=6)
        case PictureFormat.WEBP:
            picture.save(stream, "WEBP", quality=_WEBP_QUALITY, method=4)
        case PictureFormat.GIF:
            picture.save(stream, "GIF")
    return Picture(stream.getvalue(), written_as, picture.width, picture.height)


def encoded_frames(frames: Sequence[Image.Image], durations_ms: Sequence[int], written_as: PictureFormat) -> Picture:
    """A moving picture that begins anew for ever: WebP if that is asked for, else GIF, which plays everywhere."""
    stream = io.BytesIO()
    if written_as is not PictureFormat.WEBP:
        frames = _in_shared_colours(frames)
    first, *rest = frames
    if written_as is PictureFormat.WEBP:
        first.save(
            stream, "WEBP", save_all=True, append_images=rest, duration=list(durations_ms), loop=0,
            quality=_WEBP_QUALITY, method=3,
        )  # fmt: skip
    else:
        written_as = PictureFormat.GIF
        first.save(stream, "GIF", save_all=True, append_images=rest, duration=list(durations_ms), loop=0, disposal=1)
    return Picture(stream.getvalue(), written_as, first.width, first.height, is_animated=len(frames) > 1)


def _in_shared_colours(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """The frames in the 256 colours that suit all of them: what stands still then stays so, and takes no space.

    To find a palette costs many times what it costs to use it: with one for each frame, twenty of 600 px took 0.4 s.
    """
    width, height = frames[0].size
    scale = min(1.0, _SAMPLE_WIDTH / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    strip = Image.new("RGB", (size[0], size[1] * len(frames)))
    for index, frame in enumerate(frames):
        strip.paste(frame.resize(size, Image.Resampling.NEAREST), (0, index * size[1]))
    palette = strip.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return [frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
