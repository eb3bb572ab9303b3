"""Templates are learned from the pictures on a real wall's stand-in, and whoever says no takes theirs along."""

import io
import json
import random
from pathlib import Path

from PIL import Image

from benchmarks.painted_memes import Blank, paint
from bot.domain.box_wish import parse_boxes
from bot.sandbox.faults import FaultRule, HttpError
from bot.sandbox.stage import Stage
from bot.sandbox.vk import NewPost
from bot.settings import Home
from tests.end_to_end.conftest import wallflower


def _blank() -> Blank:
    draw = random.Random(4)
    squares = Image.new("RGB", (5, 5))
    squares.putdata([(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(25)])
    return Blank("squares", squares.resize((360, 360), Image.Resampling.NEAREST), parse_boxes(("bottom",)))


def _post_memes(stage: Stage, count: int) -> None:
    """Memes on one template, by two people in turn."""
    draw, blank = random.Random(7), _blank()
    for number in range(count):
        written = io.BytesIO()
        paint(blank, draw, rough=False).picture.save(written, "JPEG", quality=90)
        author = (stage.member, stage.moderator)[number % 2].vk_id
        name = stage.vk.upload(author, written.getvalue())
        stage.vk.post_to_wall(-stage.group_id, NewPost("мем", from_id=author, attachments=[name]))


async def test_the_walls_newest_pictures_become_a_template_and_are_not_kept(home: Path, stage: Stage) -> None:
    """A look keeps them for the command that keeps the template, so that none is fetched twice."""
    _post_memes(stage, 6)
    looked = await wallflower(home, "template", "learn", "--wall", "--no-words", "--newest", "5")
    assert looked.code == 0, looked.error
    assert "5 pictures of the wall fetched, 0 were there" in looked.output
    assert "learned-1: 5 pictures" in looked.output
    assert len(list((Home(home).pictures / "wall").iterdir())) == 5

    kept = await wallflower(home, "template", "learn", "--wall", "--no-words", "--newest", "6", "--keep")
    assert "1 pictures of the wall fetched, 5 were there" in kept.output
    assert "kept" in kept.output
    assert not (Home(home).pictures / "wall").exists()
    listed = await wallflower(home, "template", "list", "--own", "--json")
    assert [one["name"] for one in json.loads(listed.output)] == ["learned-1"]


async def test_who_said_no_is_left_out_and_takes_along_what_was_learned_of_theirs(home: Path, stage: Stage) -> None:
    _post_memes(stage, 8)
    assert (await wallflower(home, "template", "learn", "--wall", "--no-words", "--keep")).code == 0
    toml = Home(home).templates / "learned-1" / "template.toml"
    assert toml.read_text().count("learned_from") == 1
    hashes = toml.read_text().partition("learned_from = ")[2].partition("\n")[0]
    assert len(json.loads(hashes)) == 2

    assert (await wallflower(home, "forget", f"vk:{stage.member.vk_id}")).code == 0
    hashes = toml.read_text().partition("learned_from = ")[2].partition("\n")[0]
    assert len(json.loads(hashes)) == 1
    looked = await wallflower(home, "template", "learn", "--wall", "--no-words")
    assert "4 pictures of the wall fetched" in looked.output
    assert "4 left out" in looked.output

    assert (await wallflower(home, "forget", f"vk:{stage.moderator.vk_id}")).code == 0
    assert not toml.exists()
    assert list((Home(home).pictures / "wall").glob("*")) == []


async def test_a_wall_that_fails_is_said_in_a_sentence_and_the_next_time_goes_on(home: Path, stage: Stage) -> None:
    _post_memes(stage, 4)
    stage.vk.faults.replace([FaultRule("wall.get", HttpError(502))])
    failed = await wallflower(home, "template", "learn", "--wall", "--no-words")
    assert failed.code != 0
    assert "Traceback" not in failed.error
    stage.vk.faults.replace([])
    assert "learned-1: 4 pictures" in (await wallflower(home, "template", "learn", "--wall", "--no-words")).output
    neither = await wallflower(home, "template", "learn")
    assert neither.code == 2
    assert "--wall" in neither.error
