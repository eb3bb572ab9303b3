"""Templates' pictures as pixels: bounded, whatever the file says."""

from pathlib import Path

import pytest
from PIL import Image

from bot.errors import Misconfigured
from bot.pictures.plates import MAX_FRAMES, Plates, facts


def test_a_plate_is_as_wide_as_was_asked_for_and_kept(tmp_path: Path) -> None:
    Image.new("RGB", (900, 600), "#ff0000").save(tmp_path / "picture.png")
    plates = Plates()
    plate = plates.plate(tmp_path / "picture.png", 300)
    assert plate.size == (300, 200)
    assert plates.plate(tmp_path / "picture.png", 300) is plate
    assert plates.plate(tmp_path / "picture.png", 450).size == (450, 300)


def test_a_picture_that_was_put_in_place_of_another_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    Image.new("RGB", (90, 60), "#ff0000").save(file)
    plates = Plates()
    before = plates.plate(file, 90).frames[0].getpixel((5, 5))
    Image.new("RGB", (90, 60), "#00ff00").save(tmp_path / "new.png")
    (tmp_path / "new.png").replace(file)
    assert before == (255, 0, 0)
    assert plates.plate(file, 90).frames[0].getpixel((5, 5)) == (0, 255, 0)


def test_plates_are_forgotten_before_they_fill_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    Image.new("RGB", (100, 100)).save(file)
    plates = Plates()
    first = plates.plate(file, 1000)
    for width in range(1001, 1030):
        plates.plate(file, width)
    assert plates.plate(file, 1000) is not first


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(tmp_path / "picture.png")
    assert Plates().plate(tmp_path / "picture.png", 10).frames[0].getpixel((5, 5)) == (255, 255, 255)


def test_many_frames_are_painted_smaller_and_too_many_not_at_all(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 64), (index, 0, 0)) for index in range(MAX_FRAMES + 1)]
    frames[0].save(tmp_path / "much.gif", save_all=True, append_images=frames[1:], duration=40)
    with pytest.raises(Misconfigured, match="121 frames of 64 × 64 pixels"):
        facts(tmp_path / "much.gif")
    frames[0].save(tmp_path / "picture.gif", save_all=True, append_images=frames[1:100], duration=40)
    plate = Plates().plate(tmp_path / "picture.gif", 1000)
    assert len(plate.frames) == 100
    assert plate.size[0] < 600
    assert set(plate.durations_ms) == {40}


def test_a_large_or_damaged_file_is_named_in_a_sentence(tmp_path: Path) -> None:
    for side in (6_000, 12_000, 20_000):
        Image.new("1", (side, side)).save(tmp_path / "huge.png")
        with pytest.raises(Misconfigured, match="has too many pixels"):
            facts(tmp_path / "huge.png")
    Image.effect_noise((300, 300), 50).save(tmp_path / "torn.png")
    (tmp_path / "torn.png").write_bytes((tmp_path / "torn.png").read_bytes()[:2000])
    with pytest.raises(Misconfigured, match="can't be decoded"):
        Plates().plate(tmp_path / "torn.png", 300)
    with pytest.raises(Misconfigured, match="can't be read"):
        Plates().plate(tmp_path / "gone.png", 300)
