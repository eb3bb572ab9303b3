"""Memes whose template, boxes and words are known: painted here on templates, then treated as people treat pictures."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.domain.template import Box
from bot.pictures.painting import ink

_THINGS = {
    "ru": "кот собака понедельник утро будильник кофе начальник зарплата дедлайн выходные сессия диплом пельмени "
    "бабушка дача картошка соседи ремонт дрель метро очередь чай пирог экзамен друзья игра сон холодильник ночь",
    "en": "cat dog monday morning alarm coffee boss salary deadline weekend exam teacher thesis dumplings "
    "grandma garden potato neighbours repairs drill subway queue tea pie friends game sleep fridge night",
}
_DEEDS = {
    "ru": "проспал забыл купил съел сдал открыл нашёл потерял обещал решил понял увидел ждал починил спрятал",
    "en": "lost found ate bought forgot finished opened promised decided understood saw fixed hid broke",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """A template before words: its name, picture and boxes."""

    name: str
    picture: Image.Image
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Meme:
    """A painted picture. `template` is "" for one on no template; `words` are a text for each box."""

    template: str
    picture: Image.Image
    words: tuple[str, ...] = ()
    language: str = ""


def paint(blank: Blank, draw: random.Random, *, rough: bool = True) -> Meme:
    """A meme with words of one language, and if `rough` cropped, scaled and saved as people do."""
    language = draw.choice(("ru", "en"))
    words = tuple(_sentence(draw, language) for _ in blank.boxes)
    picture = blank.picture.convert("RGB").copy()
    for text, box in zip(words, blank.boxes, strict=True):
        if (laid := ink(text, box, picture.size)) is not None:
            laid.lay_on(picture)
    return Meme(blank.name, roughened(picture, draw) if rough else picture, words, language)


def roughened(picture: Image.Image, draw: random.Random) -> Image.Image:
    """A picture after a screenshot, a crop of up to 3 % an edge, another size and one or two JPEGs."""
    width, height = picture.size
    if draw.random() < 0.5:
        left, top, right, bottom = (draw.uniform(0, 0.03) for _ in range(4))
        picture = picture.crop(
            (int(left * width), int(top * height), int((1 - right) * width), int((1 - bottom) * height))
        )
    scale = draw.uniform(360, 900) / max(picture.size)
    picture = picture.resize((int(picture.width * scale), int(picture.height * scale)), Image.Resampling.LANCZOS)
    for _ in range(draw.choice((1, 1, 2))):
        written = BytesIO()
        picture.save(written, "JPEG", quality=draw.randint(45, 92))
        picture = Image.open(written).convert("RGB")
    return picture


def unrelated(draw: random.Random) -> Meme:
    """A picture of its own: blurred noise like a photo, or shapes on a plain ground; sometimes with words."""
    width, height = draw.randint(400, 900), draw.randint(300, 900)
    if draw.random() < 0.6:
        noise = np.random.default_rng(draw.getrandbits(32)).integers(
            0, 256, (draw.randint(4, 14), draw.randint(4, 14), 3)
        )
        picture = Image.fromarray(noise.astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
        grain = np.random.default_rng(draw.getrandbits(32)).normal(0, 8, (height, width, 1))
        picture = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
    else:
        picture = Image.new("RGB", (width, height), draw.choice(("white", "white", "#dddddd", "#224466", "#f6e3b4")))
        pen = ImageDraw.Draw(picture)
        for _ in range(draw.randint(3, 12)):
            x, y, side = draw.uniform(0, width), draw.uniform(0, height), draw.uniform(30, 260)
            colour = tuple(draw.randrange(256) for _ in range(3))
            shape = draw.choice((pen.ellipse, pen.rectangle))
            shape((x - side / 2, y - side / 3, x + side / 2, y + side / 3), fill=colour, outline="black", width=4)
        picture = picture.filter(ImageFilter.GaussianBlur(draw.choice((0, 0, 1))))
    if draw.random() < 0.5:
        laid = ink(_sentence(draw, "ru"), Box("top", 0.5, 0.14, 0.94, 0.24, capitals=True), picture.size)
        if laid is not None:
            laid.lay_on(picture)
    return Meme("", roughened(picture, draw))


def mixture(blanks: Sequence[Blank], each: int, others: int, seed: int) -> list[Meme]:
    """`each` memes on every template and `others` on none, in no order."""
    draw = random.Random(seed)
    made = [paint(blank, draw) for blank in blanks for _ in range(each)] + [unrelated(draw) for _ in range(others)]
    draw.shuffle(made)
    return made


def _sentence(draw: random.Random, language: str) -> str:
    things, deeds = _THINGS[language].split(), _DEEDS[language].split()
    parts = [draw.choice(things) for _ in range(draw.randint(1, 4))]
    parts.insert(draw.randrange(len(parts) + 1), draw.choice(deeds))
    return " ".join(parts)
