"""A picture that moves: frames of one size and one palette, written as a WebP without loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

COLOURS = 128
"""Few enough that what stands still is the same in all frames, to the pixel: then only what moves takes space."""


@dataclass(frozen=True, slots=True)
class Film:
    """Frames in turn, each seen for so many milliseconds; after the last one comes the first."""

    frames: tuple[Image.Image, ...]
    frame_ms: int

    def save(self, path: Path) -> None:
        """Write the film as a WebP that plays for ever."""
        first, *others = self.frames
        first.save(
            path,
            format="WEBP",
            save_all=True,
            append_images=others,
            duration=self.frame_ms,
            loop=0,
            lossless=True,
            quality=75,
            minimize_size=True,
        )


def filmed(frames: Sequence[Image.Image], frame_ms: int) -> Film:
    """A film of the frames, in the `COLOURS` colours that suit all of them together best."""
    width, height = frames[0].size
    strip = Image.new("RGB", (width, height * len(frames)))
    for index, frame in enumerate(frames):
        strip.paste(frame, (0, index * height))
    palette = strip.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    reduced = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    return Film(tuple(frame.convert("RGB") for frame in reduced), frame_ms)
