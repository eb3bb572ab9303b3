"""`wallflower template list | show | add | learn | rename | remove`: what memes are made on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.domain.box_wish import layout_of, parse_boxes
from bot.domain.template import Box, Template
from bot.errors import Refused
from bot.pictures.learning.bounds import LEAST_MEMBERS, MOST_PICTURES
from bot.pictures.wall_pictures import FOLDER, WallPictures, authors_of
from bot.terminal import HomeOption, print_json, progress_bar, run_in, said, shown, signed_here

if TYPE_CHECKING:
    from bot.pictures.learning.proposing import Proposal
    from bot.pictures.own import OwnTemplates
    from bot.settings import Home, Settings

verbs = typer.Typer(help="Templates of memes: see them, add your own, learn them from pictures.", no_args_is_help=True)

# Pixels; what `show` draws, and what is enough to know a template again.
_SHOWN_WIDTH = 800
_LOOKED_AT_WIDTH = 300
_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif"}
# Pictures of the wall that are fetched unless another number is said: two minutes.
_FROM_WALL = 300

_Name = Annotated[str, typer.Argument(metavar="NAME", help="the template's name: a–z, 0–9 and -")]
_BOX_HELP = (
    "where words go: top, bottom, left, right, middle, or NAME: LEFT,TOP,WIDTH,HEIGHT in percent of the picture "
    '("hand: 10,40,30,20"); once for each box; none means top and bottom'
)


@verbs.command("list")
def list_(
    context: typer.Context,
    own: Annotated[bool, typer.Option("--own", help="only the community's own")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show what memes can be made on."""
    from bot.pictures.library import Library

    async def work(found: Home, settings: Settings) -> None:
        templates = [each for each in Library(found.templates).templates() if not (own and each.is_shipped)]
        if as_json:
            print_json([_plain(template) for template in templates])
            return
        language = settings.community.language
        printed = Table("name", "title", "layout", "boxes", "own")
        for template in templates:
            boxes = ", ".join(box.name for box in template.boxes)
            is_own = "" if template.is_shipped else "yes"
            printed.add_row(template.name, template.title(language), template.layout, boxes, is_own)
        shown.print(printed)

    run_in(context, home, work)


@verbs.command()
def show(
    context: typer.Context,
    name: _Name,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="draw it, its boxes as frames, into this PNG", dir_okay=False)
    ] = None,
    home: HomeOption = None,
) -> None:
    """Show a template's titles, boxes and examples; with -o as a picture with its boxes drawn as frames."""
    from bot.pictures.library import Library
    from bot.pictures.plates import Plates

    async def work(found: Home, _settings: Settings) -> None:
        library = Library(found.templates)
        meant = library.find(name)
        entry = None if meant is None else library.entry(meant.name)
        if entry is None:
            raise Refused(f"there is no template {name[:40]!r}: `wallflower template list` shows all")
        template = entry.template
        shown.print(f"{template.name}: {' / '.join(template.titles.values())} ({template.layout})", soft_wrap=True)
        if template.aliases:
            shown.print(f"also called {', '.join(template.aliases)}", soft_wrap=True)
        printed = Table("box", "left, top, width, height (%)", "angle")
        for box in template.boxes:
            printed.add_row(box.name, _percent(box), f"{box.angle:g}°" if box.angle else "")
        shown.print(printed)
        for example in template.examples:
            shown.print(" | ".join(example.boxes), soft_wrap=True)
        if output is not None:
            from bot.pictures.framing import framed

            picture = framed(Plates().plate(entry.picture, _SHOWN_WIDTH).frames[0], template.boxes)
            picture.save(output, "PNG")
            shown.print(f"drawn into {output}", soft_wrap=True)

    run_in(context, home, work)


@verbs.command()
def add(
    context: typer.Context,
    name: _Name,
    picture: Annotated[Path, typer.Argument(help="PNG, JPEG, WebP or GIF (its first frame)", dir_okay=False)],
    boxes: Annotated[list[str] | None, typer.Option("--box", metavar="BOX", help=_BOX_HELP)] = None,
    title_ru: Annotated[str, typer.Option("--title-ru", help="what people call it in Russian")] = "",
    title_en: Annotated[str, typer.Option("--title-en", help="what people call it in English")] = "",
    aliases: Annotated[list[str] | None, typer.Option("--alias", help="another name; may be given often")] = None,
    home: HomeOption = None,
) -> None:
    """Add a template of the community's own; a running bot knows it at once. Without a title its name is its title."""
    from bot.pictures.opening import open_picture

    async def work(found: Home, settings: Settings) -> None:
        asked = parse_boxes(tuple(boxes or ()))
        titles = {language: title for language, title in (("ru", title_ru), ("en", title_en)) if title}
        template = Template(
            name, titles or {"en": name}, layout_of(asked), asked, aliases=tuple(aliases or ()), is_shipped=False
        )
        pixels = open_picture(_bytes_of(picture))
        await _logged(found, settings, lambda own: own.add(template, pixels), "template.add", name)
        shown.print(
            f"{name} is a template now: `wallflower template show {name} -o {name}.png` draws its boxes", soft_wrap=True
        )

    run_in(context, home, work)


@verbs.command()
def learn(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="the community's pictures, also in folders below", file_okay=False)
    ] = None,
    wall: Annotated[bool, typer.Option("--wall", help="fetch the newest pictures of the VK wall instead")] = False,
    newest: Annotated[
        int, typer.Option(min=LEAST_MEMBERS, max=MOST_PICTURES, help="with --wall: how many to fetch at most")
    ] = _FROM_WALL,
    least: Annotated[int, typer.Option(min=3, max=1_000, help="how many pictures make a template")] = LEAST_MEMBERS,
    keep: Annotated[
        bool, typer.Option("--keep", help="keep what was found as templates of the community's own")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="draw what was found, boxes as frames, into this folder")
    ] = None,
    no_words: Annotated[bool, typer.Option("--no-words", help="don't read captions (needs no tesseract)")] = False,
    home: HomeOption = None,
) -> None:
    """Find templates in pictures: near-identical ones are one, where they differ are its boxes; read the captions.

    The wall's pictures are deleted once templates of them are kept; a look leaves them for --keep.
    """
    from bot.pictures.learning.proposing import learn as learn_from
    from bot.pictures.learning.reading import Tesseract
    from bot.pictures.library import Library
    from bot.pictures.plates import Plates

    async def work(found: Home, settings: Settings) -> None:
        if wall is (folder is not None):
            raise Refused("say either the folder that your pictures are in, or --wall")
        reader = None if no_words else Tesseract()
        of_wall = WallPictures(found.pictures / FOLDER)
        if folder is None:
            await _gather(found, settings, newest)
            files = of_wall.files()
        else:
            files = _pictures_in(folder)
        library, plates = Library(found.templates), Plates()
        there_is = [
            (entry.template.name, plates.plate(entry.picture, _LOOKED_AT_WIDTH).frames[0])
            for template in library.templates()
            if (entry := library.entry(template.name)) is not None
        ]
        learned = learn_from(
            files,
            there_is,
            reader,
            least=least,
            authors_of=authors_of if wall else lambda _file: (),
            on_step=lambda step: said.print(step, soft_wrap=True),
        )
        for file, why in learned.unreadable:
            said.print(f"{file}: {why}", soft_wrap=True)
        for known in learned.known:
            shown.print(f"{known.name} is known already: {len(known.pictures)} pictures", soft_wrap=True)
        for proposal in learned.proposals:
            template = proposal.template
            shown.print(
                f"{template.name}: {len(proposal.made_of)} pictures like {proposal.made_of[0].name}, "
                f"boxes {', '.join(box.name for box in template.boxes)}, {len(template.examples)} captions read",
                soft_wrap=True,
            )
            if output is not None:
                _draw(proposal, output)
            if keep:
                await _logged(found, settings, _adding(proposal), "template.learn", template.name)
        if wall and keep:
            of_wall.clear()
            await _leave_out_unwelcome(found, settings)
        shown.print(_outcome(len(learned.proposals), len(files), keep=keep), soft_wrap=True)

    run_in(context, home, work)


def _pictures_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Refused(f"there is no folder {folder}: name the one that your pictures are in")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PICTURES and path.is_file())


async def _gather(home: Home, settings: Settings, most: int) -> None:
    """Fetch the wall's newest pictures. Raises Retryable: the same command goes on then."""
    from bot import app as building

    async with building.learning_from_wall(home, settings) as learning:
        with progress_bar("pictures of the wall") as bar:
            task = bar.add_task("gather", total=most)
            gathered = await learning.gather(most, lambda count: bar.update(task, completed=count))
    shown.print(
        f"{gathered.fetched} pictures of the wall fetched, {gathered.there} were there, {gathered.unusable} can't be "
        f"used, {gathered.unwelcome} left out: of people who said no",
        soft_wrap=True,
    )


async def _leave_out_unwelcome(home: Home, settings: Settings) -> None:
    """Who said no while templates were learned was forgotten before they were kept."""
    from bot import app as building
    from bot.pictures.own import OwnTemplates

    opted_out = await building.opted_out(home, settings)
    OwnTemplates(home.templates).forget(opted_out)


def _draw(proposal: Proposal, folder: Path) -> None:
    from bot.pictures.framing import framed

    folder.mkdir(parents=True, exist_ok=True)
    framed(proposal.picture, proposal.template.boxes).save(folder / f"{proposal.template.name}.png")


def _adding(proposal: Proposal) -> Callable[[OwnTemplates], None]:
    return lambda own: own.add(proposal.template, proposal.picture)


def _outcome(count: int, pictures: int, *, keep: bool) -> str:
    if not count:
        return f"no new template in {pictures} pictures: it takes several on the same one, with other words each"
    if keep:
        return "kept: give them names with `wallflower template rename`, titles in their template.toml"
    return "nothing is kept yet: look with -o FOLDER, then say --keep"


@verbs.command()
def rename(
    context: typer.Context,
    name: _Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="its name from now on")],
    home: HomeOption = None,
) -> None:
    """Give a template of the community's own another name."""

    async def work(found: Home, settings: Settings) -> None:
        await _logged(found, settings, lambda own: own.rename(name, new), "template.rename", name, new=new)
        shown.print(f"{name} is called {new} now")

    run_in(context, home, work)


@verbs.command()
def remove(context: typer.Context, name: _Name, home: HomeOption = None) -> None:
    """Delete a template of the community's own. There is no way back."""

    async def work(found: Home, settings: Settings) -> None:
        await _logged(found, settings, lambda own: own.remove(name), "template.remove", name)
        shown.print(f"{name} is removed")

    run_in(context, home, work)


async def _logged(
    home: Home, settings: Settings, change: Callable[[OwnTemplates], None], action: str, name: str, **details: str
) -> None:
    """Change the community's own templates, and tell the audit log."""
    from bot import app as building
    from bot.pictures.own import OwnTemplates
    from bot.storage.audit import record

    async with building.opened(home, settings) as database, database.begin() as connection:
        change(OwnTemplates(home.templates))
        await record(connection, signed_here(), action, name, **details)


def _bytes_of(file: Path) -> bytes:
    """What is in a file, no further than it may be long. Raises Refused."""
    from bot.pictures.opening import MOST_BYTES

    try:
        with file.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{file} can't be read ({error.strerror}): name another picture") from error


def _percent(box: Box) -> str:
    sides = (box.x - box.width / 2, box.y - box.height / 2, box.width, box.height)
    return ", ".join(f"{side * 100:.0f}" for side in sides)


def _plain(template: Template) -> dict[str, object]:
    return {
        "name": template.name,
        "titles": dict(template.titles),
        "aliases": list(template.aliases),
        "layout": template.layout.value,
        "boxes": [box.name for box in template.boxes],
        "examples": len(template.examples),
        "own": not template.is_shipped,
    }
