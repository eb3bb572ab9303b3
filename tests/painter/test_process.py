"""The painter's process as the bot uses it: the same pictures, and nothing that happens there happens to the bot."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.box_wish import layout_of, parse_boxes
from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.domain.template import Template
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Refused, Retryable
from bot.painter.client import PainterDied, PainterProcess
from bot.painter.keeper import ProcessTemplates
from bot.painter.painter import ProcessPainter
from bot.painter.protocol import MOST_BYTES, BadMessage, read, written
from bot.pictures.painter import PillowPainter
from bot.ports import Painter, TemplateKeeper
from bot.web.metrics import Metrics

_CAPTION = Caption("drake", ("Спать \ud83d", 'ещё "пять" минут\nи всё'), "утро")
_CAT = Template("cat", {"ru": "кот"}, layout_of(parse_boxes(())), parse_boxes(()), is_shipped=False)


@pytest.fixture
async def process() -> AsyncIterator[PainterProcess]:
    async with PainterProcess() as made:
        yield made


def photo(side: int = 300) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), "#336699").save(stream, "JPEG")
    return stream.getvalue()


async def until_turn_of(process: PainterProcess, waiting: asyncio.Task[object]) -> int:
    """Wait until the process has been started for somebody; its id."""
    while process.pid is None and not waiting.done():  # noqa: ASYNC110 - nobody announces it
        await asyncio.sleep(0)
    assert process.pid is not None
    return process.pid


async def test_pictures_are_the_same_as_painted_here(process: PainterProcess) -> None:
    away: Painter = ProcessPainter(process, watermark="туман")
    here = PillowPainter(watermark="туман")

    assert await away.paint(_CAPTION, width=300) == await here.paint(_CAPTION, width=300)
    film = Caption("loading", ("Жду",))
    assert await away.paint(film, width=200, written_as=PictureFormat.GIF) == await here.paint(
        film, width=200, written_as=PictureFormat.GIF
    )
    assert await away.paint_on(photo(), "a", "b") == await here.paint_on(photo(), "a", "b")
    assert await away.sheet(1, "ru") == await here.sheet(1, "ru")
    assert away.templates() == here.templates()
    assert away.find("дрейк") == here.find("дрейк")


async def test_no_process_runs_before_the_first_picture(process: PainterProcess) -> None:
    painter = ProcessPainter(process)
    assert painter.templates()
    assert process.pid is None
    await painter.paint(_CAPTION, width=100)
    assert process.pid is not None


async def test_what_is_refused_is_refused_as_here_and_the_process_lives(process: PainterProcess) -> None:
    painter = ProcessPainter(process)
    with pytest.raises(Refused, match="no template 'nobody'"):
        await painter.paint(Caption("nobody", ("a",)))
    first = process.pid
    with pytest.raises(UnreadablePicture) as caught:
        await painter.paint_on(b"MZ not a picture", "a", "b")
    assert caught.value.why is Unreadable.FORMAT
    with pytest.raises(Refused, match="too long"):
        await painter.paint(Caption("drake", ("a" * 2000,)))
    assert process.pid == first


async def test_a_process_that_died_between_pictures_is_started_again(process: PainterProcess) -> None:
    painter = ProcessPainter(process)
    before = await painter.paint(_CAPTION, width=200)
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert await painter.paint(_CAPTION, width=200) == before
    assert process.pid not in {None, first}


async def test_a_photo_that_kills_the_process_is_damaged_and_others_get_their_pictures(
    process: PainterProcess,
) -> None:
    painter = ProcessPainter(process)
    killer = asyncio.create_task(painter.paint_on(photo(), "a", "b"))
    others = [asyncio.create_task(painter.paint(_CAPTION, width=100)) for _ in range(3)]
    os.kill(await until_turn_of(process, killer), signal.SIGKILL)

    with pytest.raises(UnreadablePicture) as caught:
        await killer
    assert caught.value.why is Unreadable.BROKEN
    assert len({picture.data for picture in await asyncio.gather(*others)}) == 1


async def test_a_process_that_hangs_is_ended_after_the_deadline_and_the_next_picture_has_another() -> None:
    async with PainterProcess(patience_s=30.0) as process:
        painter = ProcessPainter(process)
        await painter.paint(_CAPTION, width=100)
        first = process.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(Retryable, match=r"within 0\.2 s"):
            await process.ask({"do": "sheet", "page": 0, "language": "ru"}, patience_s=0.2)

        assert (await painter.paint(_CAPTION, width=100)).data
        assert process.pid not in {None, first}


async def test_who_gives_up_leaves_nothing_for_the_next(process: PainterProcess) -> None:
    painter = ProcessPainter(process)
    impatient = asyncio.create_task(painter.sheet(0, "ru"))
    await until_turn_of(process, impatient)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient

    assert (await painter.paint(_CAPTION, width=120)).width == 120


async def test_too_many_who_wait_are_refused_politely() -> None:
    async with PainterProcess(most_waiting=2) as process:
        painter = ProcessPainter(process)
        found = await asyncio.gather(*(painter.paint(_CAPTION, width=100) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, Retryable) for one in found) == 3


async def test_what_becomes_of_requests_is_counted() -> None:
    """With the seconds, and the process's own memory while it runs."""
    metrics = Metrics()

    def told() -> str:
        return metrics.text(None, None, {}, is_training=False).decode()

    async with PainterProcess(most_waiting=2, meter=metrics) as process:
        painter = ProcessPainter(process)
        assert "wallflower_painter_process_" not in told()
        found = await asyncio.gather(*(painter.paint(_CAPTION, width=100) for _ in range(3)), return_exceptions=True)
        assert sum(isinstance(one, Retryable) for one in found) == 1
        with pytest.raises(UnreadablePicture):
            await painter.paint_on(b"no photo", "a", "b")
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        waiting = asyncio.create_task(painter.sheet(0, "ru"))
        await asyncio.sleep(0)
        assert "wallflower_painter_waiting 1.0" in told()
        memory = next(line for line in told().splitlines() if line.startswith("wallflower_painter_process_resident"))
        assert float(memory.split()[1]) > 1_000_000
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    for outcome, count in {"ok": 2, "retryable": 1, "unreadable": 1, "cancelled": 1}.items():
        assert f'wallflower_painter_requests_total{{outcome="{outcome}"}} {count}.0' in told()
    assert "wallflower_painting_seconds_count 2.0" in told()
    assert "wallflower_painter_starts_total 1.0" in told()
    assert "wallflower_painter_process_" not in told()


async def test_an_idle_process_is_ended_and_started_again_when_it_is_wanted() -> None:
    async with PainterProcess(idle_s=0.0) as process:
        painter = ProcessPainter(process)
        await painter.paint(_CAPTION, width=100)
        async with asyncio.timeout(20):
            while process.pid is not None:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0)
        assert (await painter.paint(_CAPTION, width=100)).data


async def test_closing_ends_the_process_under_whoever_waits() -> None:
    process = PainterProcess()
    waiting = asyncio.create_task(ProcessPainter(process).sheet(0, "ru"))
    pid = await until_turn_of(process, waiting)
    await process.close()

    with pytest.raises(Retryable):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(Retryable, match="shutting down"):
        await process.ask({"do": "sheet"})


async def test_templates_are_kept_and_photos_put_by_as_the_port_says(process: PainterProcess, tmp_path: Path) -> None:
    keeper: TemplateKeeper = ProcessTemplates(process, tmp_path / "templates", tmp_path / "pictures")
    painter = ProcessPainter(process, tmp_path / "templates")
    await keeper.add(_CAT, photo())
    assert painter.find("кот") == _CAT
    assert (await painter.paint(Caption("cat", ("a", "b")), width=100)).data
    with pytest.raises(Refused, match="already"):
        await keeper.add(_CAT, photo())
    with pytest.raises(UnreadablePicture):
        await keeper.put_by(b"nothing")
    assert await keeper.put_by(photo()) == 1
    assert await keeper.put_by(photo(200)) == 2
    assert await keeper.learn() == ()
    await keeper.put_by_of_wall("photo-1_2", ["a" * 64], photo())
    await keeper.put_by_of_wall("photo-1_3", ["a" * 64], photo(200))
    with pytest.raises(UnreadablePicture):
        await keeper.put_by_of_wall("photo-1_4", ["a" * 64], b"nothing")
    await keeper.keep_of_wall({"photo-1_3"})
    assert await keeper.photos_of_wall() == {"photo-1_3"}
    assert await keeper.learn(from_wall=True) == ()
    assert await keeper.photos_of_wall() == frozenset()
    await keeper.remove("cat")
    assert keeper.names() == ()


async def test_a_process_of_another_protocol_counts_as_dead(process: PainterProcess) -> None:
    with pytest.raises(PainterDied):
        await process.ask({"do": "juggle"})


@pytest.mark.parametrize("line", [b"", b"{", b"[]\n", b'{"bytes": -1}\n', b'{"bytes": "9"}\n', b'{"bytes": true}\n'])
def test_what_is_no_message_is_not_read(line: bytes) -> None:
    with pytest.raises(BadMessage):
        read(line)
    with pytest.raises(BadMessage):
        read(written({"bytes": MOST_BYTES + 1}))


def test_a_message_comes_back_as_it_went() -> None:
    line, _, data = written({"do": "paint_on", "top": "half \ud83d"}, b"\n\n").partition(b"\n")
    assert read(line) == ({"do": "paint_on", "top": "half \ud83d", "bytes": 2}, 2)
    assert data == b"\n\n"


async def test_the_process_has_none_of_the_bots_keys(process: PainterProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLFLOWER_TELEGRAM_TOKEN", "1:secret")
    await ProcessPainter(process).paint(_CAPTION, width=100)
    assert b"WALLFLOWER_" not in Path(f"/proc/{process.pid}/environ").read_bytes()
