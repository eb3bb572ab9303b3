"""The port `TemplateKeeper`: photos are opened, and templates learned from them, in the painter's process."""

import asyncio
from pathlib import Path

from pydantic import TypeAdapter

from bot.domain.template import Template
from bot.painter.client import PainterProcess
from bot.painter.painter import checked, with_photo
from bot.painter.protocol import Message
from bot.pictures.library import Library
from bot.pictures.own import OwnTemplates

# Sixty photos take half a minute of one core, and as long again where what stands on them is read.
_LEARNING_S = 600.0
_TEMPLATE = TypeAdapter(Template)


class ProcessTemplates:
    """`bot.ports.TemplateKeeper` for the folders of a home: its templates, and pictures to learn from."""

    def __init__(self, process: PainterProcess, templates: Path, pictures: Path) -> None:
        self._process = process
        self._templates = templates
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

    async def learn(self) -> tuple[Template, ...]:
        """Make templates of the photos put by last; those that there are already are not made again.

        In a process of its own, so that pictures need not wait, whose memory goes with it. Raises Refused, Retryable.
        """
        async with self._learning, PainterProcess() as process:
            answer, _ = await process.ask({"do": "learn"} | self._folders, patience_s=_LEARNING_S)
        library = Library(self._templates)
        learned = (library.entry(name) for name in checked(answer)["learned"])
        return tuple(entry.template for entry in learned if entry is not None)
