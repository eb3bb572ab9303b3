"""A picture that moves: frames of one size and one palette, written as a WebP without loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

COLOURS = 48
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
    """A film of the frames, in `COLOURS` colours that suit four of them."""
    width, height = frames[0].size
    sample = Image.new("RGB", (width, 4 * height))
    for row in range(4):
        sample.paste(frames[row * len(frames) // 4], (0, row * height))
    palette = sample.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    return Film(tuple(frame.convert("RGB") for frame in reduced), frame_ms)
