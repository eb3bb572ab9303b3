"""Whether templates are found again in memes that were painted on them: `python -m benchmarks learn_templates`.

Memes are painted on shipped templates with random words, cropped, scaled and recompressed as people do, and mixed with
pictures of no template. Then: are groups pure, do found boxes lie where words were meant to go, what is left of words
in the picture without words, and how many characters Tesseract reads wrongly (with --read, where it is installed).
"""

import argparse
import difflib
import math
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.painted_memes import Blank, Meme, mixture
from bot.domain.template import Box, Example
from bot.errors import Misconfigured
from bot.pictures.learning.alignment import View, align, cut
from bot.pictures.learning.proposing import Proposal, learn
from bot.pictures.learning.reading import Tesseract
from bot.pictures.library import Library
from bot.pictures.plates import Plates

_WIDTH = 900
# Turned within its place, a box keeps so much of its sides at least: its words shall be read.
_LEAST_OF_A_TURNED_BOX = 0.62
# Degrees within which an angle counts as found.
_FOUND_ANGLE = 3.0


def blanks(names: tuple[str, ...] = (), width: int = _WIDTH) -> list[Blank]:
    """Shipped templates that do not move, all or those named."""
    library, plates = Library(), Plates()
    found = []
    for template in library.templates():
        entry = library.entry(template.name)
        if entry is not None and not template.is_animated and (not names or template.name in names):
            found.append(Blank(template.name, plates.plate(entry.picture, width).frames[0], template.boxes))
    return found


def overlaps(blank: Blank, proposal: Proposal) -> list[tuple[float, float]]:
    """For each true box the overlap (intersection over union) with the found box that is most like it, and how many
    degrees that is turned otherwise.
    """
    part = align(View.of(blank.picture), View.of(proposal.picture))  # the proposal may show a crop of it
    across, down = part.right - part.left, part.bottom - part.top
    size = proposal.picture.size
    seen = []
    for box in blank.boxes:
        moved = replace(
            box,
            x=(box.x - part.left) / across,
            y=(box.y - part.top) / down,
            width=box.width / across,
            height=box.height / down,
        )
        shares = [(overlap(moved, found, size), abs(found.angle - box.angle)) for found in proposal.template.boxes]
        seen.append(max(shares, default=(0.0, abs(box.angle))))
    return seen


def overlap(one: Box, other: Box, size: tuple[int, int]) -> float:
    """Intersection over union of two boxes on a picture of this size, 0 to 1; they may be turned."""
    first, second = _covered(one, size), _covered(other, size)
    return float((first & second).sum() / max(1, (first | second).sum()))


def _covered(box: Box, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Which pixels of a picture a box covers. (H, W)"""
    width, height = size
    turn = math.radians(box.angle)
    down, across = np.mgrid[0:height, 0:width]
    x, y = across + 0.5 - box.x * width, down + 0.5 - box.y * height
    along, below = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    return np.asarray((np.abs(along) <= box.width * width / 2) & (np.abs(below) <= box.height * height / 2))


def turned(blank: Blank, draw: random.Random) -> Blank:
    """The same with boxes turned by 6 to 25 degrees within the place that they had; those too flat for that stay."""
    width, height = blank.picture.size
    boxes = []
    for box in blank.boxes:
        wide, high = box.width * width, box.height * height
        angle = round(draw.uniform(6, 25) * draw.choice((-1, 1)), 1)
        cosine, sine = math.cos(math.radians(angle)), abs(math.sin(math.radians(angle)))
        fits = min(wide / (wide * cosine + high * sine), high / (wide * sine + high * cosine))
        may_turn = fits > _LEAST_OF_A_TURNED_BOX and not box.angle
        boxes.append(replace(box, width=box.width * fits, height=box.height * fits, angle=angle) if may_turn else box)
    return replace(blank, boxes=tuple(boxes))


def left_of_words(blank: Blank, proposal: Proposal) -> float:
    """The share of the picture without words that is not as the template is there: smears of letters."""
    part = align(View.of(blank.picture), View.of(proposal.picture))
    true = np.asarray(cut(blank.picture.convert("RGB"), part, proposal.picture.size), np.int16)
    differs = np.abs(true - np.asarray(proposal.picture, np.int16)).max(axis=2) > 60
    return float(differs.mean())


def wrong_characters(example: Example, words: tuple[str, ...]) -> tuple[int, int]:
    """How many characters of a caption were read wrongly, case aside, and how many it has."""
    read = " ".join(example.boxes).casefold().replace("ё", "е").split()
    true = " ".join(words).casefold().replace("ё", "е").split()
    # Found boxes may be in another order than true ones: compared as words, each with the nearest one that is left.
    wrong = 0
    for word in true:
        near = difflib.get_close_matches(word, read, 1, 0.3)
        if near:
            read.remove(near[0])
            wrong += edits(word, near[0])
        else:
            wrong += len(word)
    return wrong + sum(map(len, read)), sum(map(len, true))


def edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, second in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != second))
    return row[-1]


def main(arguments: list[str]) -> int:
    """Print the figures; 1 if a group is not pure or a template was not found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks learn_templates", description=__doc__)
    parser.add_argument("--each", type=int, default=8, help="memes on every template")
    parser.add_argument("--others", type=int, default=60, help="pictures on no template")
    parser.add_argument("--only", nargs="*", default=(), help="names of templates; all without it")
    parser.add_argument("--read", action="store_true", help="also read the words, with tesseract")
    parser.add_argument("--turned", action="store_true", help="turn the templates' boxes by 6 to 25 degrees")
    parser.add_argument("--keep", type=Path, help="write the pictures without words into this folder")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    try:
        reader = Tesseract() if asked.read else None
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    draw = random.Random(asked.seed)
    found = blanks(tuple(asked.only))
    on = {blank.name: turned(blank, draw) if asked.turned else blank for blank in found}
    memes = mixture(list(on.values()), asked.each, asked.others, asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        files = {Path(folder) / f"{number:04}.jpg": meme for number, meme in enumerate(memes)}
        for file, meme in files.items():
            meme.picture.save(file, quality=90)
        began = time.process_time()
        learned = learn(list(files), reader=reader)
        seconds = time.process_time() - began
    return _report(on, files, learned.proposals, seconds, asked.keep)


def _report(
    on: dict[str, Blank], files: dict[Path, Meme], proposals: tuple[Proposal, ...], seconds: float, keep: Path | None
) -> int:
    pure, all_overlaps, all_angles, smears, found = 0, [], [], [], Counter[str]()
    wrong = total = 0
    for proposal in proposals:
        members = Counter(files[file].template for file in proposal.made_of)
        name, count = members.most_common(1)[0]
        found[name] += 1
        pure += len(members) == 1
        if name not in on:
            continue
        pairs, smear = overlaps(on[name], proposal), left_of_words(on[name], proposal)
        seen = [share for share, _degrees in pairs]
        all_overlaps += seen
        all_angles += [degrees for box, (_share, degrees) in zip(on[name].boxes, pairs, strict=True) if box.angle]
        smears.append(smear)
        # What nothing was read of has no example: each is held against the caption that it is most like.
        for example in proposal.template.examples:
            here, chars = min(wrong_characters(example, files[file].words) for file in proposal.made_of)
            wrong, total = wrong + here, total + chars
        print(
            f"{name:16} {count:3} pictures, boxes {len(proposal.template.boxes)} of {len(on[name].boxes)}, "
            f"overlap {' '.join(f'{each:.2f}' for each in seen)}, smeared {smear:.1%}"
        )
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            proposal.picture.save(keep / f"{name}.png")
    missed = set(on) - set(found)
    print(
        f"{len(files)} pictures in {seconds:.0f} s of CPU: {pure} of {len(proposals)} groups pure, "
        f"missed: {', '.join(sorted(missed)) or 'none'}"
    )
    print(f"overlap of boxes: mean {statistics.mean(all_overlaps):.2f}, median {statistics.median(all_overlaps):.2f}")
    print(f"smeared pixels: mean {statistics.mean(smears):.2%}, most {max(smears):.2%}")
    if all_angles:
        right = sum(degrees <= _FOUND_ANGLE for degrees in all_angles)
        print(f"turned boxes: {right} of {len(all_angles)} angles within {_FOUND_ANGLE:g} degrees")
    if total:
        print(f"read wrongly: {wrong} of {total} characters, {wrong / total:.1%}")
    return int(pure < len(proposals) or bool(missed))
