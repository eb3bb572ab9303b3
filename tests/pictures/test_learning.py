"""Templates are found again in memes that were painted on them: who belongs together, where words go, what is below."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.learn_templates import edits, left_of_words, overlaps
from benchmarks.painted_memes import Blank, Meme, paint, roughened, unrelated
from bot.domain.box_wish import parse_boxes
from bot.domain.template import Box, Face, Layout
from bot.errors import Misconfigured
from bot.pictures.learning.alignment import Part, View, align, likeness
from bot.pictures.learning.background import background, differences
from bot.pictures.learning.finding_boxes import Area, find_areas
from bot.pictures.learning.lettering_mask import Lettering, paper
from bot.pictures.learning.perceptual_hash import distance, perceptual_hash
from bot.pictures.learning.proposing import Learned, learn
from bot.pictures.learning.reaching import reach
from bot.pictures.learning.reading import Tesseract
from bot.pictures.learning.splitting import split
from bot.pictures.learning.turning import turned
from bot.pictures.own import OwnTemplates
from tests.pictures import hostile_files


def _scene(seed: int, ground: str) -> Image.Image:
    """A drawing of its own: large shapes with outlines between two plain stripes."""
    draw = random.Random(seed)
    picture = Image.new("RGB", (480, 400), ground)
    pen = ImageDraw.Draw(picture)
    for _ in range(9):
        x, y, side = draw.uniform(40, 440), draw.uniform(120, 280), draw.uniform(40, 110)
        colour = (draw.randrange(40, 220), draw.randrange(40, 220), draw.randrange(40, 220))
        edges = (x - side / 2, y - side / 2, x + side / 2, y + side / 2)
        draw.choice((pen.ellipse, pen.rectangle))(edges, fill=colour, outline="#181022", width=4)
    return picture


_DARK = Box("label", 0.5, 0.15, 0.8, 0.2, colour="#201830", outline=None, face=Face.PLAIN)
_BLANKS = {
    "one": Blank("one", _scene(1, "#6aa5c8"), parse_boxes(())),
    "two": Blank("two", _scene(2, "#fffaf0"), (_DARK,)),
}


@pytest.fixture(scope="module")
def memes(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Meme]:
    """Eight memes on each blank among pictures that are on none, as files."""
    draw = random.Random(5)
    made = [paint(blank, draw) for blank in _BLANKS.values() for _ in range(8)] + [unrelated(draw) for _ in range(5)]
    draw.shuffle(made)
    folder = tmp_path_factory.mktemp("wall")
    files = {folder / f"{number:02}.png": meme for number, meme in enumerate(made)}
    for file, meme in files.items():
        meme.picture.save(file)
    return files


@pytest.fixture(scope="module")
def learned(memes: dict[Path, Meme]) -> Learned:
    return learn(list(memes))


def test_groups_hold_all_memes_of_a_template_and_nothing_else(learned: Learned, memes: dict[Path, Meme]) -> None:
    found = [{memes[file].template for file in proposal.made_of} for proposal in learned.proposals]
    assert sorted(map(sorted, found)) == [["one"], ["two"]]
    assert [len(proposal.made_of) for proposal in learned.proposals] == [8, 8]


def test_boxes_lie_where_words_were_meant_to_go_and_no_word_is_left_below(
    learned: Learned, memes: dict[Path, Meme]
) -> None:
    for proposal in learned.proposals:
        blank = _BLANKS[memes[proposal.made_of[0]].template]
        assert len(proposal.template.boxes) == len(blank.boxes)
        assert min(share for share, _degrees in overlaps(blank, proposal)) > 0.5
        assert left_of_words(blank, proposal) < 0.02


def test_letters_are_kept_as_they_were_found_and_names_say_where_boxes_are(
    learned: Learned, memes: dict[Path, Meme]
) -> None:
    by_name = {memes[proposal.made_of[0]].template: proposal.template for proposal in learned.proposals}
    assert [box.name for box in by_name["one"].boxes] == ["top", "bottom"]
    assert by_name["one"].layout is Layout.TOP_BOTTOM
    assert all(box.outline for box in by_name["one"].boxes)
    (label,) = by_name["two"].boxes
    assert label.outline is None
    assert max(int(label.colour[at : at + 2], 16) for at in (1, 3, 5)) < 110  # dark, as the words were


def test_what_was_learned_can_be_kept_and_is_known_the_next_time(
    learned: Learned, memes: dict[Path, Meme], tmp_path: Path
) -> None:
    own = OwnTemplates(tmp_path)
    for proposal in learned.proposals:
        own.add(proposal.template, proposal.picture)
    assert own.names() == ("learned-1", "learned-2")
    there_is = [(proposal.template.name, proposal.picture) for proposal in learned.proposals]
    again = learn(list(memes), there_is)
    assert again.proposals == ()
    assert {known.name: len(known.pictures) for known in again.known} == {"learned-1": 8, "learned-2": 8}


def test_too_few_or_all_alike_are_no_template(tmp_path: Path) -> None:
    draw = random.Random(1)
    for number in range(3):
        paint(_BLANKS["one"], draw).picture.save(tmp_path / f"few-{number}.png")
    for number in range(5):
        roughened(_BLANKS["two"].picture, draw).save(tmp_path / f"same-{number}.png")
    assert learn(sorted(tmp_path.iterdir())).proposals == ()


def test_files_that_are_no_pictures_are_named_and_the_others_are_learned_from(
    memes: dict[Path, Meme], tmp_path: Path
) -> None:
    (tmp_path / "bomb.png").write_bytes(hostile_files.png(20_000, 20_000))
    (tmp_path / "notes.jpg").write_text("hello")
    files = [tmp_path / "bomb.png", tmp_path / "notes.jpg", tmp_path / "gone.png"]
    found = learn([*files, *memes])
    assert [file for file, _why in found.unreadable] == files
    assert len(found.proposals) == 2


def test_a_hash_hardly_changes_by_words_and_scale_and_does_by_another_picture() -> None:
    draw = random.Random(3)
    one, two = (_BLANKS[name].picture for name in ("one", "two"))
    assert distance(perceptual_hash(one), perceptual_hash(one.resize((200, 170)))) <= 4
    assert distance(perceptual_hash(one), perceptual_hash(paint(_BLANKS["one"], draw).picture)) <= 24
    assert distance(perceptual_hash(one), perceptual_hash(two)) > 24


def test_a_crop_is_laid_back_over_what_it_was_cut_from() -> None:
    whole = _BLANKS["one"].picture
    cropped = whole.crop((12, 8, 470, 396))
    part = align(View.of(cropped), View.of(whole))
    true = Part(-12 / 458, -8 / 388, 468 / 458, 392 / 388)
    assert astuple(part) == pytest.approx(astuple(true), abs=0.008)
    assert likeness(View.of(cropped), part, View.of(whole)) > 0.9
    other = View.of(_BLANKS["two"].picture)
    assert likeness(other, align(other, View.of(whole)), View.of(whole)) < 0.3


def test_a_part_of_a_part_and_back() -> None:
    outer, inner = Part(0.1, 0.2, 0.9, 1.1), Part(-0.05, 0.0, 1.0, 0.8)
    assert astuple(outer.showing(inner)) == pytest.approx((0.06, 0.2, 0.9, 0.92))
    assert astuple(outer.showing(inner).seen_from(outer)) == pytest.approx(astuple(inner))


def test_a_plain_ground_makes_no_two_pictures_alike() -> None:
    page, other = (Image.new("RGB", (400, 400), "white") for _ in range(2))
    ImageDraw.Draw(page).ellipse((40, 40, 120, 120), fill="black")
    ImageDraw.Draw(other).rectangle((260, 220, 380, 300), fill="black")
    assert likeness(View.of(page), Part(), View.of(other)) == 0
    assert likeness(View.of(Image.new("RGB", (9, 9))), Part(), View.of(Image.new("RGB", (9, 9)))) == 0


def test_white_letters_over_the_same_place_in_most_pictures_do_not_become_the_ground() -> None:
    """A median would take them for it."""
    ground = Image.new("RGB", (120, 80), "#4080a0")
    pictures = []
    for number in range(6):
        picture = ground.copy()
        if number:  # five of six
            ImageDraw.Draw(picture).rectangle((40, 20, 80, 50), fill="white", outline="black", width=3)
        pictures.append(picture)
    found = np.asarray(background(pictures, [Area(0.2, 0.2, 0.8, 0.8)]), int)
    assert np.abs(found - np.asarray(ground, int)).max() < 12
    differs = differences(pictures, [Part()] * 6, ground)
    assert not differs[0].any()
    assert differs[1:, 35, 60].all()


def test_lines_become_one_box_and_boxes_apart_stay_two() -> None:
    differing = np.zeros((200, 400), np.float32)
    for top in (10, 24, 38):
        differing[top : top + 11, 30:370] = 0.4
    differing[120:180, 20:180] = differing[120:180, 220:380] = 0.3
    areas = find_areas(differing, 12)
    assert len(areas) == 3
    assert areas[0].overlap(Area(30 / 400, 10 / 200, 370 / 400, 49 / 200)) > 0.85
    assert areas[1].right < 0.5 < areas[2].left
    assert find_areas(np.zeros((50, 50), np.float32), 12) == ()
    assert len(find_areas(differing, 2)) == 2


def _written(size: tuple[int, int], lines: Sequence[tuple[float, float, float, float]]) -> npt.NDArray[np.bool_]:
    """Where there is ink: rectangles by their edges. (H, W)"""
    picture = Image.new("1", size)
    for line in lines:
        ImageDraw.Draw(picture).rectangle(line, fill=1)
    return np.asarray(picture)


def _captions(draw: random.Random, boxes: list[tuple[int, int, int]], count: int = 8) -> npt.NDArray[np.bool_]:
    """Words in the middle of boxes, given by their middle, top and width; one line or two. (N, H, W)"""
    pictures = []
    for _ in range(count):
        lines = []
        for middle, top, width in boxes:
            rows = draw.choice((1, 2))
            for row in range(rows):
                half = draw.uniform(0.6, 0.99) * width / 2
                y = top + (20 if rows == 1 else 5 + row * 30)
                gap = draw.uniform(-half / 2, half / 2)
                lines += [(middle - half, y, middle + gap - 4, y + 20), (middle + gap + 4, y, middle + half, y + 20)]
        pictures.append(_written((640, 300), lines))
    return np.stack(pictures)


def test_labels_side_by_side_are_told_apart_by_what_no_picture_writes_in() -> None:
    differs = _captions(random.Random(1), [(110, 60, 190), (315, 60, 190), (520, 60, 190)])
    whole = Area(10 / 640, 60 / 300, 620 / 640, 120 / 300)
    parts = split([whole], differs)
    assert len(parts) == 3
    middles = [(part.left + part.right) * 320 for part in parts]
    assert middles == pytest.approx([110, 315, 520], abs=8)


def test_words_and_lines_of_one_caption_stay_together() -> None:
    draw = random.Random(2)
    one = _captions(draw, [(320, 100, 560)])
    whole = Area(0.05, 0.3, 0.95, 0.7)
    assert split([whole], one) == [whole]
    # Always two lines: a gap in the same rows of all pictures, and as wide as between lines.
    two = np.stack([_written((640, 300), [(90, 100, 550, 130), (150 + n, 142, 480, 172)]) for n in range(6)])
    assert split([whole], two) == [whole]


@pytest.mark.parametrize("below", [(90, 180, 550, 195), (90, 215, 550, 245)])
def test_captions_one_below_the_other_are_told_apart_by_their_letters_or_the_gap(
    below: tuple[float, float, float, float],
) -> None:
    """Smaller letters right below, or as large ones further away."""
    differs = np.stack([_written((640, 300), [(90 + n, 130, 550, 160), below]) for n in range(6)])
    above, under = split([Area(0.1, 0.4, 0.9, 0.85)], differs)
    assert (above.bottom, under.top) == pytest.approx((161 / 300, below[1] / 300), abs=0.01)


def test_of_three_pictures_no_gap_is_a_gutter_that_one_writes_over() -> None:
    lines = [[(40, 100, 290, 130), (330, 100, 600, 130)]] * 2 + [[(40, 100, 600, 130)]]
    whole = Area(0.05, 0.3, 0.95, 0.45)
    assert split([whole], np.stack([_written((640, 300), each) for each in lines])) == [whole]
    assert len(split([whole], np.stack([_written((640, 300), lines[0])] * 3))) == 2


@pytest.mark.parametrize("angle", [-22.0, -9.0, 6.0, 18.0])
def test_the_angle_of_turned_words_is_found_and_the_box_lies_around_them(angle: float) -> None:
    box = Box("label", 0.5, 0.5, 0.5, 0.3, angle=angle, colour="#000000", outline=None, face=Face.PLAIN)
    draw, page = random.Random(3), Image.new("RGB", (600, 400), "white")
    memes = [paint(Blank("x", page, (box,)), draw, rough=False).picture for _ in range(6)]
    differs = np.stack([np.asarray(meme.convert("L")) < 128 for meme in memes])
    found = turned(differs, Area(0.1, 0.1, 0.9, 0.9))
    assert found is not None
    assert found.angle == pytest.approx(angle, abs=2)
    assert (found.x, found.y) == pytest.approx((0.5, 0.5), abs=0.03)
    assert found.width < 0.55
    assert found.height < 0.35


def test_words_that_stand_upright_and_ink_that_is_no_lines_are_not_turned() -> None:
    draw = random.Random(4)
    assert turned(_captions(draw, [(320, 100, 400)]), Area(0.1, 0.2, 0.9, 0.7)) is None
    noise = np.random.default_rng(1).random((6, 300, 640)) < 0.2
    assert turned(noise, Area(0.3, 0.3, 0.6, 0.7)) is None
    assert turned(np.zeros((6, 300, 640), bool), Area(0.3, 0.3, 0.6, 0.7)) is None


def test_words_of_one_picture_are_followed_beyond_their_area_but_not_to_the_neighbour() -> None:
    left, right = Area(0.1, 0.4, 0.4, 0.6), Area(0.5, 0.4, 0.9, 0.6)
    here = _written((1000, 300), [(30, 130, 395, 160), (470, 130, 880, 160)])
    found = reach(left, [left, right], here)
    assert found.left < 0.03
    assert found.right == pytest.approx(0.425, abs=0.03)
    assert found.right <= 0.45
    assert reach(right, [left, right], here).left == pytest.approx(0.45, abs=0.01)


def test_white_letters_are_taken_out_of_clouds_and_their_ground_s_bright_things_left() -> None:
    """On a white cloud a letter is what an edge encloses; elsewhere what is bright and the ground is not."""
    ground = Image.new("RGB", (400, 120), "#4a80b0")
    ImageDraw.Draw(ground).ellipse((150, -40, 420, 140), fill="white")
    box = Box("top", 0.5, 0.5, 0.96, 0.8, capitals=True)
    meme = paint(Blank("x", ground, (box,)), random.Random(8), rough=False).picture
    found = np.asarray(paper(meme, ground, Lettering.WHITE, None)) < 128
    plain = Image.new("RGB", (400, 120), "#4a80b0")
    alone = paint(Blank("x", plain, (box,)), random.Random(8), rough=False).picture
    true = np.asarray(alone.convert("L")) > 215
    assert (found & true).sum() > 0.8 * true.sum()
    assert (found & ~np.asarray(Image.fromarray(true).filter(ImageFilter.MaxFilter(5)))).sum() < 0.1 * true.sum()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")
@pytest.mark.parametrize("style", [Lettering.WHITE, Lettering.OTHER])
def test_words_are_read_from_a_box(style: Lettering) -> None:
    reader = Tesseract()
    if "rus" not in reader.languages:
        pytest.skip("tesseract knows no Russian here")
    box = replace(_DARK if style is Lettering.OTHER else _BLANKS["one"].boxes[0], y=0.5, width=0.96, height=0.9)
    ground = Image.new("RGB", (480, 120), "#b8d0a0")
    meme = paint(Blank("x", ground, (box,)), random.Random(1), rough=False)
    read = reader.read(meme.picture, ground, style, colour=(0x20, 0x18, 0x30)).text
    true = " ".join(meme.words)
    assert edits(" ".join(read.split()).casefold(), true.casefold()) <= len(true) // 8, (read, true)


def test_without_the_program_it_is_said_how_to_install_it() -> None:
    with pytest.raises(Misconfigured, match="apt install tesseract-ocr"):
        Tesseract("tesseract-that-nobody-has")


@pytest.mark.parametrize("program", ["false", "true"])
def test_a_program_that_fails_or_knows_no_language_is_not_used(program: str) -> None:
    with pytest.raises(Misconfigured, match="neither Russian nor English"):
        Tesseract(program)
