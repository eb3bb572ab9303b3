"""The shipped pictures are what the code draws."""

import pytest
from PIL import Image, ImageChops, ImageSequence, ImageStat

from bot.pictures.drawing.canvas import PIXELS_WIDE, Canvas
from bot.pictures.drawing.curves import ellipse, smooth
from bot.pictures.drawing.film import Film
from bot.pictures.drawing.scenes import drawn, names
from bot.pictures.library import SHIPPED
from bot.pictures.plates import picture_file

LARGEST_FILE = 100_000
LARGEST_FILM = 400_000
# Of 255, mean over all pixels: another libm or zlib may round an edge otherwise, no more.
TOLERANCE = 0.05


@pytest.mark.parametrize("name", names())
def test_the_committed_picture_is_what_its_scene_draws(name: str) -> None:
    scene = drawn(name)
    frames = scene.frames if isinstance(scene, Film) else (scene,)
    with Image.open(picture_file(SHIPPED / name)) as committed:
        kept = [frame.convert("RGB") for frame in ImageSequence.Iterator(committed)]
    assert len(kept) == len(frames)
    for frame, committed_frame in zip(frames, kept, strict=True):
        assert frame.size == committed_frame.size
        differences = ImageStat.Stat(ImageChops.difference(frame.convert("RGB"), committed_frame)).mean
        assert max(differences) < TOLERANCE, f"python -m bot.pictures.drawing {name} writes what the code draws now"


def test_every_shipped_template_has_a_scene_and_every_scene_a_template() -> None:
    assert {folder.name for folder in SHIPPED.iterdir() if folder.is_dir()} == set(names())


@pytest.mark.parametrize("name", names())
def test_pictures_stay_small_and_wide_enough_for_a_wall(name: str) -> None:
    path = picture_file(SHIPPED / name)
    with Image.open(path) as picture:
        is_film = getattr(picture, "is_animated", False)
        assert picture.width >= (480 if is_film else PIXELS_WIDE)
    assert path.stat().st_size <= (LARGEST_FILM if is_film else LARGEST_FILE)


def test_a_scene_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="no-such-scene"):
        drawn("no-such-scene")


def test_a_canvas_within_a_canvas_is_placed_scaled_and_turned() -> None:
    canvas = Canvas(1000, "#ffffff")
    canvas.at(500, 500, 2, angle=90).box(50, -10, 40, 20, "#ff0000", outline=None)
    picture = canvas.scaled()
    share = PIXELS_WIDE / 1000
    red = [picture.getpixel((round(500 * share), round(y * share))) == (255, 0, 0) for y in (590, 610, 670, 690)]
    assert red == [False, True, True, False]


def test_a_mirrored_canvas_shows_the_other_side() -> None:
    canvas = Canvas(1000, "#ffffff")
    canvas.at(500, 500, mirrored=True).box(100, -50, 100, 100, "#ff0000", outline=None)
    picture = canvas.scaled()
    share = PIXELS_WIDE / 1000
    assert picture.getpixel((round(350 * share), round(500 * share))) == (255, 0, 0)
    assert picture.getpixel((round(650 * share), round(500 * share))) == (255, 255, 255)


def test_a_wash_stays_within_its_contour_also_where_it_leaves_the_picture() -> None:
    canvas = Canvas(1000, "#ffffff")
    canvas.wash(ellipse(0, 0, 400), "#0000ff", within=[(-900, -900), (200, -900), (200, 200), (-900, 200)])
    canvas.wash(ellipse(5000, 5000, 10), "#0000ff")
    picture = canvas.scaled()
    share = PIXELS_WIDE / 1000
    assert picture.getpixel((round(100 * share), round(100 * share))) == (0, 0, 255)
    assert picture.getpixel((round(300 * share), round(100 * share))) == (255, 255, 255)


def test_a_smooth_line_goes_through_all_its_points() -> None:
    points = [(0.0, 0.0), (10.0, 30.0), (50.0, 5.0), (80.0, 40.0)]
    curve = smooth(points, closed=False)
    assert all(any(abs(x - u) < 1e-9 and abs(y - v) < 1e-9 for u, v in curve) for x, y in points)


def test_three_points_make_a_parabola() -> None:
    curve = smooth([(-10.0, 0.0), (0.0, 10.0), (10.0, 0.0)], closed=False)
    assert all(abs(y - (10 - x * x / 10)) < 1e-9 for x, y in curve)
