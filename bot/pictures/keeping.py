"""What a chat may do with a community's own templates: add one, learn some from photos put by or from the wall's.

Done in the painter's process: photos are opened here.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from bot.domain.template import Template
from bot.errors import Misconfigured, Refused
from bot.pictures.library import Library
from bot.pictures.own import OwnTemplates
from bot.pictures.plates import Plates
from bot.pictures.wall_pictures import FOLDER, WallPictures, authors_of

# Photos that are put by, and how many of them are looked at in one go: half a minute of one core. The command of the
# terminal takes any number.
MOST_PUT_BY, MOST_AT_ONCE = 500, 60
# Pixels a photo is kept with; and the width at which known templates are looked at.
_KEPT_PIXELS = 1_000_000
_LOOKED_AT_WIDTH = 300


class HomeTemplates:
    """The folders of a home: its own templates, and pictures to learn from."""

    def __init__(self, templates: Path, pictures: Path) -> None:
        self._templates = templates
        self._pictures = pictures
        self._of_wall = WallPictures(pictures / FOLDER)

    def add(self, template: Template, photo: bytes) -> None:
        """Keep a template with a stranger's photo as its picture. Raises Refused."""
        from bot.pictures.opening import open_picture  # noqa: PLC0415 - numpy, which no meme on a template needs

        OwnTemplates(self._templates).add(template, open_picture(photo))

    def put_by(self, photo: bytes) -> int:
        """Keep a photo to learn from, once; returns how many there are. Raises Refused."""
        from bot.pictures.opening import open_picture  # noqa: PLC0415 - as above

        picture = open_picture(photo, most_pixels=_KEPT_PIXELS)
        self._pictures.mkdir(parents=True, exist_ok=True)
        there_are = self._put_by_before()
        file = self._pictures / f"{hashlib.sha256(picture.tobytes()).hexdigest()[:16]}.jpg"
        if file in there_are:
            return len(there_are)
        if len(there_are) >= MOST_PUT_BY:
            raise Refused(f"there are {MOST_PUT_BY} pictures in {self._pictures} already: remove some")
        half = file.with_suffix(".part")
        picture.save(half, "JPEG", quality=92)
        half.replace(file)
        return len(there_are) + 1

    def put_by_of_wall(self, name: str, authors: Collection[str], photo: bytes) -> None:
        """Keep a photo of the wall until it is learned from. Raises Refused."""
        self._of_wall.keep(name, authors, photo)

    def learn(self) -> tuple[Template, ...]:
        """Make templates of the photos put by last; those that there are already are not made again. Raises Refused."""
        return self._learned(self._put_by_before()[:MOST_AT_ONCE], lambda _file: ())

    def learn_from_wall(self) -> tuple[Template, ...]:
        """Make templates of the wall's pictures, which are deleted then. Raises Refused."""
        made = self._learned(self._of_wall.files(), authors_of)
        self._of_wall.clear()
        return made

    def _learned(self, files: Sequence[Path], authors_of: Callable[[Path], tuple[str, ...]]) -> tuple[Template, ...]:
        from bot.pictures.learning.proposing import learn  # noqa: PLC0415 - as above
        from bot.pictures.learning.reading import Tesseract  # noqa: PLC0415

        library, plates = Library(self._templates), Plates()
        there_is = [
            (entry.template.name, plates.plate(entry.picture, _LOOKED_AT_WIDTH).frames[0])
            for template in library.templates()
            if (entry := library.entry(template.name)) is not None
        ]
        try:
            reader = Tesseract()
        except Misconfigured:  # captions are not read then; `wallflower template learn` says how they would be
            reader = None
        learned = learn(files, there_is, reader, authors_of=authors_of)
        own = OwnTemplates(self._templates)
        for proposal in learned.proposals:
            own.add(proposal.template, proposal.picture)
        return tuple(proposal.template for proposal in learned.proposals)

    def _put_by_before(self) -> list[Path]:
        """The newest first."""
        return sorted(self._pictures.glob("*.jpg"), key=lambda file: file.stat().st_mtime, reverse=True)
