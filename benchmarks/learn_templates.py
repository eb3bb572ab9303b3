"""Whether templates are found again in memes that were painted on them: `python -m benchmarks learn_templates`.

Memes are painted on shipped templates with random words, cropped, scaled and recompressed as people do, and mixed with
pictures of no template. Then: are groups pure, do found boxes lie where words were meant to go, what is left of words
in the picture without words, and how many characters Tesseract reads wrongly (with --read, where it is installed).
"""

import argparse
import difflib
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.painted_memes import Blank, Meme, mixture
from bot.domain.template import Box, Example
from bot.errors import Misconfigured
from bot.pictures.learning.alignment import View, align, cut
from bot.pictures.learning.finding_boxes import Area
from bot.pictures.learning.proposing import Proposal, learn
from bot.pictures.learning.reading import Tesseract
from bot.pictures.library import Library
from bot.pictures.plates import Plates

_WIDTH = 900


def blanks(names: tuple[str, ...] = (), width: int = _WIDTH) -> list[Blank]:
    """Shipped templates that do not move, all or those named."""
    library, plates = Library(), Plates()
    found = []
    for template in library.templates():
        entry = library.entry(template.name)
        if entry is not None and not template.is_animated and (not names or template.name in names):
            found.append(Blank(template.name, plates.plate(entry.picture, width).frames[0], template.boxes))
    return found


def area_of(box: Box) -> Area:
    """A box that is not turned, by its edges."""
    return Area(box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2)


def overlaps(blank: Blank, proposal: Proposal) -> list[float]:
    """For each true box the overlap (intersection over union) with the found box that is most like it."""
    part = align(View.of(blank.picture), View.of(proposal.picture))  # the proposal may show a crop of it
    across, down = part.right - part.left, part.bottom - part.top
    found = [area_of(box) for box in proposal.template.boxes]
    seen = []
    for box in blank.boxes:
        true = area_of(box)
        moved = Area(
            (true.left - part.left) / across,
            (true.top - part.top) / down,
            (true.right - part.left) / across,
            (true.bottom - part.top) / down,
        )
        seen.append(max((moved.overlap(area) for area in found), default=0.0))
    return seen


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
    parser.add_argument("--keep", type=Path, help="write the pictures without words into this folder")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    try:
        reader = Tesseract() if asked.read else None
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    on = {blank.name: blank for blank in blanks(tuple(asked.only))}
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
    pure, all_overlaps, smears, found = 0, [], [], Counter[str]()
    wrong = total = 0
    for proposal in proposals:
        members = Counter(files[file].template for file in proposal.made_of)
        name, count = members.most_common(1)[0]
        found[name] += 1
        pure += len(members) == 1
        if name not in on:
            continue
        seen, smear = overlaps(on[name], proposal), left_of_words(on[name], proposal)
        all_overlaps += seen
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
    if total:
        print(f"read wrongly: {wrong} of {total} characters, {wrong / total:.1%}")
    return int(pure < len(proposals) or bool(missed))
