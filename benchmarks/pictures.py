"""How many memes a core paints a second, and how long the first one takes in a fresh process.

python -m benchmarks pictures
python -m benchmarks pictures --sheet sheet.png     # every template with every kind of text, to be looked at
"""

import argparse
import asyncio
import io
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.domain.template import Box, Face, Template
from bot.painter.client import PainterProcess
from bot.painter.painter import ProcessPainter
from bot.pictures.painter import PillowPainter
from bot.pictures.painting import ink

TEXTS = {
    "short": "Ну да",
    "long": "When you finally fix the bug, push to production on a Friday evening and quietly turn your phone off",
    "300 characters": ("Съешь ещё этих мягких французских булок, да выпей же чаю. " * 6)[:300],
    "one long word": "Превысокомногорассмотрительствующий" * 2,
    "russian": "Ёжик щёлкнул щипцами: «Цыц, въедливая юла!»",
    "emoji": "Мы 👨‍👩‍👧‍👦 едем 🇷🇺 к морю 🏖️ 👍🏽 1️⃣ ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "arabic": "مرحبا بالعالم، كيف حالك اليوم؟ Wi-Fi 123 (٤٥)",
    "empty": "",
}
"""What every template must hold without a line leaving its box or touching another."""

_TARGET_A_SECOND = 100
_TARGET_FIRST_MS = 200
_FIRST = """
import time; started = time.process_time()
from bot.domain.caption import Caption
from bot.pictures.painter import PillowPainter
PillowPainter().painted(Caption.from_json({caption!r}))
print((time.process_time() - started) * 1000)
"""


def main(arguments: Sequence[str]) -> int:
    """Print both figures, 0 if they are good enough; or write the sheet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pictures", description=__doc__.splitlines()[0])
    parser.add_argument("--memes", type=int, default=500, help="how many are painted (default: 500)")
    parser.add_argument("--sheet", type=Path, help="write every template with every kind of text there, a PNG")
    chosen = parser.parse_args(arguments)
    painter = PillowPainter()
    if chosen.sheet is not None:
        contact_sheet(painter).save(chosen.sheet)
        return 0
    still = [template for template in painter.templates() if not template.is_animated]
    captions = made_up(still, chosen.memes)
    first_ms = sorted(_first_ms(caption) for caption in captions[:5])
    print(
        f"the first of a process   {first_ms[2]:6.0f} ms of a core, imports included  (target: {_TARGET_FIRST_MS} ms)"
    )
    for template in still:
        painter.painted(made_up([template], 1)[0])
    started = time.process_time()
    for caption in captions:
        painter.painted(caption)
    a_second = len(captions) / (time.process_time() - started)
    print(f"then                     {a_second:6.0f} a second and core, 600 px, JPEG     (target: {_TARGET_A_SECOND})")
    first_s, process_s, bot_s = asyncio.run(_by_the_process(captions))
    print(
        f"by the painter's process {1 / process_s:6.0f} a second and core; the bot's core is busy {bot_s * 1000:.1f} ms"
    )
    print(f"its first                {first_s * 1000:6.0f} ms by the clock")
    return 0 if a_second >= _TARGET_A_SECOND and first_ms[2] <= _TARGET_FIRST_MS else 1


async def _by_the_process(captions: Sequence[Caption]) -> tuple[float, float, float]:
    """Seconds by the clock to the first picture of a process that is not there yet; of a core in it for each later
    one; and of a core in this one.
    """
    async with PainterProcess() as process:
        painter = ProcessPainter(process)
        begun = time.perf_counter()
        await painter.paint(captions[0])
        first_s = time.perf_counter() - begun
        assert process.pid is not None
        for name in {caption.template for caption in captions}:
            await painter.paint(next(one for one in captions if one.template == name))
        own, theirs = time.process_time(), _busy_s(process.pid)
        for caption in captions:
            await painter.paint(caption)
        own, theirs = time.process_time() - own, _busy_s(process.pid) - theirs
        return first_s, theirs / len(captions), own / len(captions)


def _busy_s(pid: int) -> float:
    """Seconds of a core that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def made_up(templates: Sequence[Template], count: int) -> list[Caption]:
    """Captions of a usual length, each another one, so that no measure of a line is remembered."""
    draw = random.Random(1)
    found = []
    for number in range(count):
        template = templates[number % len(templates)]
        example = draw.choice(template.examples).boxes if template.examples else ("Когда всё по плану",)
        texts = (f"{text} {draw.randrange(1000)}" if text else "" for text in example)
        found.append(Caption(template.name, tuple(texts)))
    return found


def contact_sheet(painter: PillowPainter, width: int = 300) -> Image.Image:
    """A row a template, a column a kind of text."""
    rows = [_row(painter, template, width) for template in painter.templates()]
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), "#808080")
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    return sheet


def _row(painter: PillowPainter, template: Template, width: int) -> Image.Image:
    pictures = []
    for text in TEXTS.values():
        caption = Caption(template.name, tuple(text for _box in template.boxes))
        pictures.append(_decoded(painter, caption, width))
    row = Image.new("RGB", ((width + 4) * len(pictures), pictures[0].height + 24), "#808080")
    box = Box("name", 0.5, 0.5, 1, 1, outline=None, face=Face.PLAIN, largest=0.8)
    label = Image.new("RGB", (width, 20), "#404040")
    name = ink(template.name, box, label.size)
    if name is not None:
        name.lay_on(label)
    row.paste(label, (0, 0))
    for index, picture in enumerate(pictures):
        row.paste(picture, (index * (width + 4), 20))
    return row


def _decoded(painter: PillowPainter, caption: Caption, width: int) -> Image.Image:
    found = painter.painted(caption, width=width, written_as=PictureFormat.PNG)
    picture = Image.open(io.BytesIO(found.data))
    if found.is_animated:
        picture.seek(getattr(picture, "n_frames", 1) - 1)
    return picture.convert("RGB")


def _first_ms(caption: Caption) -> float:
    """Milliseconds of a core in a process of its own."""
    script = _FIRST.format(caption=caption.to_json())
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return float(ran.stdout)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
