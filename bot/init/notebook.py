"""What has been answered so far: wallflower.toml and .env, written after each answer so that nothing is asked twice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from bot import settings as settings_
from bot.domain.place import Place
from bot.errors import Misconfigured
from bot.init.env_file import with_values
from bot.init.writing_whole import write_whole
from bot.settings import SECRETS_FILE, SETTINGS_FILE, Home, Settings

_HEAD = (
    "Settings of this community, first written by `wallflower init`; change what you like, it is read at each start.",
    "`wallflower settings` lists all that can be set. Keys and passwords are not here: they are in .env beside it.",
)
_SECRET_MODE, _OPEN_MODE = 0o600, 0o644


class Notebook:
    """The settings of a home, to be read and changed. What is in its files and was not asked for stays as it is,
    comments included.
    """

    def __init__(self, home: Home, environment: Mapping[str, str] | None = None) -> None:
        """Raises Misconfigured when the files can't be used as they are."""
        self.home = home
        self._environment = environment
        self._notes = {(section, name): text for section, name, _default, text in settings_.fields()}
        self._settings = settings_.load(home, environment)

    @property
    def settings(self) -> Settings:
        """As they are now, with what the environment says."""
        return self._settings

    @property
    def files(self) -> list[Path]:
        """Which of the two files are there."""
        return [file for file in (self._settings_file, self._secrets_file) if file.exists()]

    def set(self, section: str, **values: Any) -> None:
        """Write settings of a section. Raises Misconfigured, OSError."""
        document = self._document()
        table = document.get(section)
        if table is None:
            table = tomlkit.table()
            document[section] = table
        for name, value in values.items():
            item, note = tomlkit.item(value), self._notes.get((section, name))
            if name not in table and note:
                item.comment(note)
            table[name] = item
        self._write(document)

    def add_place(self, place: Place) -> None:
        """Name a place to which posts go, if it is not named yet."""
        document = self._document()
        listed = document.get("places")
        if any(one.place == place for one in self._settings.places):
            return
        if not isinstance(listed, AoT):
            document.add(tomlkit.nl())
            listed = tomlkit.aot()
            document["places"] = listed
        entry = tomlkit.table()
        named = tomlkit.item(str(place))
        entry["place"] = named.comment("header, footer, hashtags and more can be set for each place")
        listed.append(entry)
        self._write(document)

    def keep_secret(self, section: str, name: str, value: str) -> None:
        """Write a key into .env, which only its owner can read. Raises Misconfigured, OSError."""
        text = self._secrets_file.read_text("utf-8") if self._secrets_file.exists() else ""
        changed = with_values(text, {settings_.variable(section, name): value})
        write_whole(self._secrets_file, changed, _SECRET_MODE)
        self._settings = settings_.load(self.home, self._environment)

    @property
    def _settings_file(self) -> Path:
        return self.home.folder / SETTINGS_FILE

    @property
    def _secrets_file(self) -> Path:
        return self.home.folder / SECRETS_FILE

    def _document(self) -> tomlkit.TOMLDocument:
        if not self._settings_file.exists():
            document = tomlkit.document()
            for line in _HEAD:
                document.add(tomlkit.comment(line))
            return document
        try:
            return tomlkit.parse(self._settings_file.read_text("utf-8"))
        except TOMLKitError as error:
            raise Misconfigured(f"{self._settings_file} can't be changed ({error}): mend that line") from error

    def _write(self, document: tomlkit.TOMLDocument) -> None:
        file = self._settings_file
        mode = file.stat().st_mode & 0o777 if file.exists() else _OPEN_MODE
        write_whole(file, tomlkit.dumps(document), mode)
        self._settings = settings_.load(self.home, self._environment)
