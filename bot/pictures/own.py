"""A community's own templates: folders in its home, added, renamed and removed at one stroke each.

A template is written beside under a name that no template can have and then renamed, so whoever reads the folder sees
it whole or not at all, and sees by the folder's time that something changed. Of a stranger's file only pixels get here.
"""

import re
import secrets
import shutil
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bot.domain.template import Example, Template
from bot.errors import Misconfigured, Refused
from bot.pictures import template_file
from bot.pictures.plates import facts, picture_file

PICTURE = "picture.png"
# How many a community may have; the sheet in a chat shows them page by page.
MOST_TEMPLATES = 200
# The longer side of a kept picture: memes are painted 600 pixels wide, and up to twice that.
LONGEST_SIDE_PX = 1_200

# Passport spelling, but for hard and soft signs, which are left out.
_SPELLED = str.maketrans(dict(zip("абвгдеёзийклмнопрстуфыэъь", [*"abvgdeeziyklmnoprstufye", "", ""], strict=True))) | {
    ord(letter): spelled
    for letter, spelled in zip("жхцчшщюя", ("zh", "kh", "ts", "ch", "sh", "sch", "yu", "ya"), strict=True)
}


def name_from(title: str) -> str:
    """A template's name made of what people call it: `Кот и пёс` becomes `kot-i-pes`; "" if nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold().translate(_SPELLED)).strip("-")[:32].strip("-")


class OwnTemplates:
    """The templates in one folder, which need not be there yet; at most `most` of them."""

    def __init__(self, folder: Path, most: int = MOST_TEMPLATES) -> None:
        self._folder = folder
        self._most = most

    def names(self) -> tuple[str, ...]:
        """What is there, by name. Raises OSError."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self._folder.iterdir() if _is_template(path)))

    def add(self, template: Template, picture: Image.Image) -> None:
        """Keep a template with its picture, which is made smaller than `LONGEST_SIDE_PX` if it isn't.

        Raises Refused: the name can't be used or is taken, there are too many, a text is too long. OSError.
        """
        self._refuse_name(template.name)
        if len(self.names()) >= self._most:
            raise Refused(f"there are {self._most} templates already: remove one first")
        text = _checked(template)
        with self._half_made() as half:
            (half / template_file.FILE).write_text(text, encoding="utf-8")
            _pixels(picture).save(half / PICTURE, "PNG", optimize=True)
            self._put(half, template.name)

    def rename(self, name: str, new: str) -> None:
        """Give a template another name. Raises Refused, OSError."""
        found = self._find(name)
        self._refuse_name(new)
        self._put(found, new)

    def remove(self, name: str) -> None:
        """Delete a template. Raises Refused when there is none of that name, OSError."""
        gone = self._folder / f".{secrets.token_hex(8)}"
        self._find(name).rename(gone)
        shutil.rmtree(gone)

    def examples_by(self, authors: Collection[str]) -> list[tuple[str, Example]]:
        """The captions that were read from pictures of these authors, given as hashes, and their templates' names.

        Raises OSError.
        """
        found = [self._read(path) for path in self._naming(authors)]
        return [
            (template.name, example)
            for template in found
            if template is not None
            for example in template.examples
            if not set(example.by).isdisjoint(authors)
        ]

    def made_of(self, authors: Collection[str]) -> list[str]:
        """The templates that were made of pictures of these authors, also of theirs, by name. Raises OSError."""
        found = [self._read(path) for path in self._naming(authors)]
        return [each.name for each in found if each is not None and not set(each.learned_from).isdisjoint(authors)]

    def forget(self, authors: Collection[str]) -> int:
        """Take away what is these authors', given as hashes: captions, and templates of which no picture was anybody
        else's; of those that were made of others' too, that they were. Returns how many things that were. What else
        people wrote into a file stays, but for comments. Raises OSError.
        """
        gone = 0
        for path in self._naming(authors):
            template = self._read(path)
            if template is None:
                # Theirs is in there, and nobody can tell which part.
                self.remove(path.name)
                gone += 1
                continue
            left = tuple(each for each in template.examples if set(each.by).isdisjoint(authors))
            others = tuple(each for each in template.learned_from if each not in authors)
            gone += len(template.examples) - len(left) + (others != template.learned_from)
            if template.learned_from and not others:
                self.remove(path.name)
                continue
            beside = path / f".{secrets.token_hex(8)}"
            beside.write_text(
                template_file.written(replace(template, examples=left, learned_from=others)), encoding="utf-8"
            )
            beside.replace(path / template_file.FILE)
        return gone

    def _naming(self, authors: Collection[str]) -> Iterator[Path]:
        """The templates in whose files one of these hashes stands."""
        for name in self.names():
            try:
                text = (self._folder / name / template_file.FILE).read_bytes()
            except FileNotFoundError:
                continue
            if any(author.encode("ascii") in text for author in authors):
                yield self._folder / name

    @staticmethod
    def _read(path: Path) -> Template | None:
        """The template of a folder; None if its owner has made a mistake in it."""
        try:
            return template_file.read(path, is_animated=facts(picture_file(path)).is_animated, is_shipped=False)
        except Misconfigured:
            return None

    def _find(self, name: str) -> Path:
        path = self._folder / name
        # The name first: anything else could lead out of the folder.
        if not template_file.is_name(name) or not _is_template(path):
            own = ", ".join(self.names()) or "none yet"
            raise Refused(f"there is no template of your own called {name[:32]!r}: there are {own}")
        return path

    def _refuse_name(self, name: str) -> None:
        if not template_file.is_name(name) or name.strip("-") != name:
            raise Refused(f"{name[:40]!r} can't be a template's name: use 1 to 32 of a–z, 0–9 and - between them")
        if (self._folder / name).exists():
            raise Refused(f"there is a template called {name} already: choose another name, or remove that one first")

    def _put(self, made: Path, name: str) -> None:
        try:
            made.rename(self._folder / name)
        except OSError as error:
            # Somebody was faster: a folder with files in it is never written over.
            raise Refused(f"there is a template called {name} already: choose another name") from error

    @contextmanager
    def _half_made(self) -> Iterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f".{secrets.token_hex(8)}"
        half.mkdir(mode=0o755)
        try:
            yield half
        finally:
            if half.exists():
                shutil.rmtree(half)


def _is_template(path: Path) -> bool:
    return template_file.is_name(path.name) and path.is_dir() and not path.is_symlink()


def _checked(template: Template) -> str:
    """The template as a file. What that file could not be read back from is refused here."""
    tidy = {language: " ".join(title.split()) for language, title in template.titles.items() if title.strip()}
    aliases = tuple(" ".join(alias.split()) for alias in template.aliases)
    text = template_file.written(replace(template, titles=tidy, aliases=aliases))
    try:
        template_file.parse(tomllib.loads(text), template.name, template.name, is_animated=template.is_animated)
    except (Misconfigured, tomllib.TOMLDecodeError) as error:
        raise Refused(str(error)) from error
    if len(text.encode()) > template_file.MAX_BYTES:
        raise Refused("the template has too many words: leave out some examples")
    return text


def _pixels(picture: Image.Image) -> Image.Image:
    """The pixels alone, at most `LONGEST_SIDE_PX` each way."""
    kept = picture.convert("RGB")
    kept.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    return Image.frombytes("RGB", kept.size, kept.tobytes())
