"""The port `TemplateKeeper`: photos are opened, and templates learned from them, in the painter's process."""

import asyncio
from collections.abc import Collection
from pathlib import Path

from pydantic import TypeAdapter

from bot.domain.template import Template
from bot.painter.client import PainterProcess
from bot.painter.painter import checked, with_photo
from bot.painter.protocol import Message
from bot.pictures.library import Library
from bot.pictures.own import OwnTemplates
from bot.pictures.wall_pictures import FOLDER, WallPictures

# Sixty photos take half a minute of one core, and as long again where what stands on them is read.
_LEARNING_S = 600.0
_TEMPLATE = TypeAdapter(Template)


class ProcessTemplates:
    """`bot.ports.TemplateKeeper` for the folders of a home: its templates, and pictures to learn from."""

    def __init__(self, process: PainterProcess, templates: Path, pictures: Path) -> None:
        self._process = process
        self._templates = templates
        self._of_wall = WallPictures(pictures / FOLDER)
        self._folders: Message = {"templates": str(templates.absolute()), "pictures": str(pictures.absolute())}
        self._learning = asyncio.Lock()

    def names(self) -> tuple[str, ...]:
        """The community's own templates."""
        return OwnTemplates(self._templates).names()

    async def add(self, template: Template, photo: bytes) -> None:
        """Keep a template with a stranger's photo as its picture. Raises Refused and Retryable."""
        plain = _TEMPLATE.dump_python(template, mode="json")
        answer, _ = await with_photo(self._process, {"do": "add", "template": plain} | self._folders, photo)
        checked(answer)

    async def remove(self, name: str) -> None:
        """Delete one of the community's own. Raises Refused."""
        await asyncio.to_thread(OwnTemplates(self._templates).remove, name)

    async def put_by(self, photo: bytes) -> int:
        """Keep a photo to learn from, once; returns how many there are. Raises Refused and Retryable."""
        answer, _ = await with_photo(self._process, {"do": "put_by"} | self._folders, photo)
        return int(checked(answer)["count"])

    async def photos_of_wall(self) -> frozenset[str]:
        """Which of the wall's photos wait to be learned from."""
        return await asyncio.to_thread(self._of_wall.names)

    async def put_by_of_wall(self, name: str, authors: Collection[str], photo: bytes) -> None:
        """Keep a photo of the wall until it is learned from. Raises Refused and Retryable."""
        request = {"do": "put_by_of_wall", "name": name, "authors": list(authors)} | self._folders
        answer, _ = await with_photo(self._process, request, photo)
        checked(answer)

    async def keep_of_wall(self, names: Collection[str]) -> None:
        """Delete those of the wall's photos that have none of these names."""
        await asyncio.to_thread(self._of_wall.keep_only, names)

    async def learn(self, *, from_wall: bool = False) -> tuple[Template, ...]:
        """Make templates of the photos put by last, or of the wall's; those that there are already are not made again.

        In a process of its own, so that pictures need not wait, whose memory goes with it. Raises Refused, Retryable.
        """
        request = {"do": "learn", "from": "wall" if from_wall else "pictures"} | self._folders
        async with self._learning, PainterProcess() as process:
            answer, _ = await process.ask(request, patience_s=_LEARNING_S)
        library = Library(self._templates)
        learned = (library.entry(name) for name in checked(answer)["learned"])
        return tuple(entry.template for entry in learned if entry is not None)
