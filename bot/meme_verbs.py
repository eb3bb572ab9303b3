"""`wallflower meme`: one meme as a file, with your words or with written ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.caption import Caption
from bot.domain.picture import MAX_WIDTH, MIN_WIDTH, PictureFormat
from bot.domain.template import Template
from bot.errors import Refused
from bot.terminal import HomeOption, run_in, shown

if TYPE_CHECKING:
    from bot.pictures.painter import PillowPainter
    from bot.settings import Home, Settings

_FORMATS = {f".{one.value}": one for one in PictureFormat} | {".jpeg": PictureFormat.JPEG}


def meme(
    context: typer.Context,
    template: Annotated[
        str | None, typer.Argument(metavar="[TEMPLATE]", help="its name, in any language; none: one is chosen")
    ] = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="a text for each box; none: the network writes them")
    ] = None,
    about: Annotated[str, typer.Option(help="what written words are to be about")] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="the file: .jpg, .png, .webp or .gif  [default: TEMPLATE.jpg]")
    ] = None,
    width: Annotated[int, typer.Option(min=MIN_WIDTH, max=MAX_WIDTH, help="pixels")] = 800,
    seed: Annotated[int | None, typer.Option(min=0, help="the same seed writes the same words")] = None,
    home: HomeOption = None,
) -> None:
    """Make a meme: `meme drake "my words" "and more" -o meme.png`; or with written ones, `meme --about mondays`."""
    from bot import app as building

    async def work(found: Home, settings: Settings) -> None:
        painter = building.painter(found, settings)
        written_as = _format_of(out)
        if words:
            if about:
                raise Refused("--about is for words that the network writes: leave it or your own words out")
            caption = _filled(_named(painter, template or ""), tuple(words))
        else:
            caption = await _written(found, settings, painter, template, about, seed)
        picture = await painter.paint(caption, width=width, written_as=written_as)
        chosen = out or Path(f"{caption.template}.{picture.format.value}")
        try:
            chosen.write_bytes(picture.data)
        except OSError as error:
            raise Refused(f"{chosen} can't be written ({error.strerror}): name another file with -o") from error
        shown.print(f"{chosen}: {picture.width}×{picture.height}, {len(picture.data):,} bytes", soft_wrap=True)
        if not words:
            shown.print(caption.text, soft_wrap=True)

    run_in(context, home, work)


def _format_of(out: Path | None) -> PictureFormat:
    if out is None:
        return PictureFormat.JPEG
    found = _FORMATS.get(out.suffix.lower())
    if found is None:
        raise Refused(f"{out.name} has to end with one of {', '.join(_FORMATS)}")
    return found


def _named(painter: PillowPainter, wish: str) -> Template:
    found = painter.find(wish)
    if found is None:
        raise Refused(f"there is no template {wish!r}: `wallflower template list` shows all")
    return found


def _filled(template: Template, texts: tuple[str, ...]) -> Caption:
    room = len(template.boxes)
    if len(texts) > room:
        raise Refused(f"{template.name} has {room} boxes ({', '.join(box.name for box in template.boxes)}), not more")
    return Caption(template.name, (*texts, *[""] * (room - len(texts))))


async def _written(
    home: Home, settings: Settings, painter: PillowPainter, wish: str | None, about: str, seed: int | None
) -> Caption:
    from bot import app as building
    from bot.flow.captioning import Captioning

    async def temperature() -> float:
        return settings.writing.temperature

    async with building.writing(home, settings) as writer:
        captioning = Captioning(writer, painter, building.style(settings), temperature)
        chosen = captioning.for_title(about, seed) if wish is None else _named(painter, wish)
        if chosen is None:
            raise Refused("there are no templates to write for")
        found = await captioning.write(chosen, about, seed=seed)
    if not found:
        raise Refused("nothing that was written was any good: try again, another template or --about other words")
    return found[0].caption
