"""Reads the settings of a home: wallflower.toml, over it .env, over it the environment.

What is wrong is said with the file, the setting and what to write instead; no value is ever repeated, for it may be a
secret.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.domain.setting_name import PREFIX, variable
from bot.errors import Misconfigured
from bot.settings.home import SECRETS_FILE, SETTINGS_FILE, Home
from bot.settings.listing import fields
from bot.settings.log import LogSettings
from bot.settings.whole import Settings


def load(home: Home, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of a home. Raises Misconfigured with the file, the setting and what is wrong with it."""
    values = _toml(home.folder / SETTINGS_FILE)
    _refuse_secrets(values)
    for source, variables in (
        (home.folder / SECRETS_FILE, _dotenv(home.folder / SECRETS_FILE)),
        ("the environment", os.environ if environment is None else environment),
    ):
        for name, value in variables.items():
            if name.startswith(PREFIX):
                _overlay(values, name, value, source)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise Misconfigured(_explain(error, home.folder / SETTINGS_FILE)) from None


def log_settings(environment: Mapping[str, str]) -> LogSettings:
    """Those of the log from the environment alone. Raises Misconfigured as `load`."""
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX):
            _overlay(values, name, value, "the environment")
    try:
        return Settings.model_validate(values).log
    except ValidationError as error:
        raise Misconfigured(_explain(error, Path(SETTINGS_FILE))) from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} can't be read as TOML ({error}): mend that line") from error
    except OSError as error:
        raise Misconfigured(f"{path} can't be read ({error.strerror}): check its rights") from error


def _dotenv(path: Path) -> dict[str, str]:
    try:
        if not path.exists():
            return {}
        return {name: value or "" for name, value in dotenv_values(path, interpolate=False).items()}
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} can't be read ({error}): check its rights and that it is UTF-8 text") from error


def _refuse_secrets(values: dict[str, Any]) -> None:
    for section, name in _secrets():
        if isinstance(values.get(section), dict) and values[section].get(name):
            raise Misconfigured(
                f"{section}.{name} is a secret and stands in {SETTINGS_FILE}: move it to {SECRETS_FILE} "
                f"as {variable(section, name)}=…"
            )


def _secrets() -> list[tuple[str, str]]:
    """Settings that hold a key. A database address may hold a password but is no secret without one."""
    return [(section, name) for section, name, _default, description in fields() if description.startswith("secret")]


def _overlay(values: dict[str, Any], name: str, value: str, source: object) -> None:
    """Put `WALLFLOWER_SECTION_NAME` (or `…SECTION__NAME`) into its place."""
    section, _, field = name.removeprefix(PREFIX).lower().partition("_")
    if section == "home":
        return
    if section not in Settings.model_fields or not field.strip("_"):
        raise Misconfigured(
            f"{_on_one_line(name)} in {source} is no setting of Wallflower's: see `wallflower settings` for all of them"
        )
    if section == "places":
        raise Misconfigured(f"{_on_one_line(name)} in {source}: places are set as [[places]] in {SETTINGS_FILE} only")
    place = values.setdefault(section, {})
    if not isinstance(place, dict):
        raise Misconfigured(f"[{section}] in {SETTINGS_FILE} must be a section, not a value")
    place[field.lstrip("_")] = value


def _explain(error: ValidationError, file: Path) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = _on_one_line(".".join(str(part) for part in first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"{where} is no setting of Wallflower's (looked in {file} and the environment)"
    if first["type"] == "model_type":
        return f"{where} in {file} must be a section: write [{where}] and its settings below"
    if first["type"] == "tuple_type" and where == "places":
        return f"places in {file} must be a list: write [[places]] above the settings of each place"
    what = first["msg"].removeprefix("Value error, ")
    return f"the setting {where} is wrong: {what}"


def _on_one_line(name: str) -> str:
    """A name as somebody wrote it, but with what no terminal or log should be given spelled out."""
    return name if name.isprintable() else ascii(name)
