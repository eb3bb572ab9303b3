"""Whose the pictures are that were learned from: what is kept of an author's, and how it goes.

A picture on the wall is somebody's, and so are the words on it. What several people's pictures have in common, the
template below their words, is nobody's; what was made of one person's pictures alone is theirs.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path

from bot.pictures.own import OwnTemplates
from bot.pictures.wall_pictures import FOLDER, WallPictures


class PicturesByAuthor:
    """`bot.ports.LearnedPictures` for the folders of a home: its templates, and pictures to learn from."""

    def __init__(self, templates: Path, pictures: Path) -> None:
        self._templates = OwnTemplates(templates)
        self._of_wall = WallPictures(pictures / FOLDER)

    async def captions(self, authors: Collection[str]) -> list[str]:
        """As the port says."""
        found = await asyncio.to_thread(self._templates.examples_by, authors)
        return ["\n".join(text for text in example.boxes if text) for _name, example in found]

    async def count(self, authors: Collection[str]) -> int:
        """As the port says."""

        def count() -> int:
            captions, made = self._templates.examples_by(authors), self._templates.made_of(authors)
            return len(self._of_wall.of(authors)) + len(captions) + len(made)

        return await asyncio.to_thread(count)

    async def forget(self, authors: Collection[str]) -> int:
        """As the port says."""

        def forget() -> int:
            return self._of_wall.forget(authors) + self._templates.forget(authors)

        return await asyncio.to_thread(forget)
