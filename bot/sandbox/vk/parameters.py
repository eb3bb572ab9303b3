"""Reading a method's parameters out of a form: everything arrives as text of any length and kind."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.sandbox.vk.errors import invalid

_INT64 = 2**63


class Parameters:
    """Typed access to the parameters of one call. Every reader raises error 100 for what it can't take."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return self._values.get(name, "") != ""

    def given(self, name: str) -> bool:
        """Whether the parameter was sent at all, be it empty."""
        return name in self._values

    def text(self, name: str) -> str:
        """The text, empty where absent. NUL never gets through VK's front end."""
        return self._values.get(name, "").replace("\0", "")

    def required_text(self, name: str) -> str:
        text = self.text(name)
        if not text:
            raise invalid(f"{name} is undefined")
        return text

    def integer(self, name: str, default: int = 0, *, low: int = -_INT64, high: int = _INT64 - 1) -> int:
        raw = self._values.get(name, "")
        if raw == "":
            return default
        return self._number(name, raw, low, high)

    def required_integer(self, name: str, *, low: int = -_INT64) -> int:
        if name not in self:
            raise invalid(f"{name} is undefined")
        return self.integer(name, low=low)

    def optional_integer(self, name: str) -> int | None:
        return self.integer(name) if name in self else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        raw = self._values.get(name, "")
        if raw == "":
            return default
        return raw.strip().lower() not in {"0", "false"}

    def words(self, name: str, *, most: int | None = None) -> list[str]:
        """A comma-separated list without its empty places."""
        parts = [part.strip() for part in self.text(name).split(",") if part.strip()]
        if most is not None and len(parts) > most:
            raise invalid(f"{name} has more than {most} elements")
        return parts

    def integers(self, name: str, *, most: int | None = None) -> list[int]:
        return [self._number(name, part, -_INT64, _INT64 - 1) for part in self.words(name, most=most)]

    def json_object(self, name: str) -> dict[str, object]:
        """A JSON object in text."""
        try:
            document = json.loads(self.text(name))
        except (ValueError, RecursionError) as error:
            raise invalid(f"{name} is not valid JSON") from error
        if not isinstance(document, dict):
            raise invalid(f"{name} is not an object")
        return document

    @staticmethod
    def _number(name: str, raw: str, low: int, high: int) -> int:
        try:
            number = int(raw.strip()) if len(raw) <= 20 else None
        except ValueError:
            number = None
        if number is None or not -_INT64 <= number < _INT64:
            raise invalid(f"{name} not integer")
        if number < low:
            raise invalid(f"{name} should be greater or equal to {low}")
        if number > high:
            raise invalid(f"{name} should be less or equal to {high}")
        return number


def as_form(arguments: Mapping[str, object]) -> dict[str, str]:
    """The form in which VKScript's `API.method({…})` hands its arguments on."""
    form: dict[str, str] = {}
    for name, value in arguments.items():
        match value:
            case None:
                continue
            case bool():
                form[name] = "1" if value else "0"
            case list() if not any(isinstance(part, list | dict) for part in value):
                form[name] = ",".join(str(part) for part in value)
            case str() | int() | float():
                form[name] = str(value)
            case _:
                raise invalid(f"{name} should be a number, a string or a list of them")
    return form
