"""A perceptual hash: 64 bits that stay nearly the same when a picture is scaled, recompressed or written on.

The lowest frequencies of the picture's cosine transform, each above or below their median. The library for this
(imagehash) brings scipy and PyWavelets along for these fifteen lines.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

_SIDE = 32
_KEPT = 8


def _cosines() -> npt.NDArray[np.float32]:
    """The first rows of the orthonormal cosine transform (DCT-II). (_KEPT, _SIDE)"""
    rows, columns = np.mgrid[0:_KEPT, 0:_SIDE]
    basis = np.cos(np.pi * rows * (2 * columns + 1) / (2 * _SIDE))
    basis[0] /= np.sqrt(2)
    return np.asarray(basis, np.float32)


_COSINES = _cosines()


def perceptual_hash(picture: Image.Image) -> int:
    """64 bits of what a picture looks like in grey."""
    grey = np.asarray(picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32)
    low = (_COSINES @ grey @ _COSINES.T).ravel()
    # The first is the mean brightness, which says nothing of the form.
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two hashes differ; pictures that have nothing in common differ in about 32."""
    return (one ^ other).bit_count()
