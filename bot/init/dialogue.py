"""Asks a person at the terminal in plain words, again until an answer can be used. Knows nothing of what it asks."""

import textwrap
from collections.abc import Callable, Mapping
from typing import TypeVar

import typer
from rich.console import Console
from rich.text import Text

from bot.doctor.finding import Finding, Level
from bot.errors import Misconfigured, Refused, WallflowerError

T = TypeVar("T")

_WIDTH = 100
_SHORTEST_KEY = 10
_MARKS = {
    Level.FINE: ("ok", "green"),
    Level.NOTE: ("note", "cyan"),
    Level.WARNING: ("warning", "yellow"),
    Level.BROKEN: ("BROKEN", "bold red"),
}


class Dialogue:
    """With `asks` off nobody is asked: what was given or is known already counts, and what is missing is Misconfigured.

    Each question takes what was `given` on the command line or in the environment, and then asks nothing.
    """

    def __init__(self, console: Console, *, asks: bool) -> None:
        self._console = console
        self.asks = asks

    def heading(self, title: str) -> None:
        """Begin a chapter."""
        self._console.print()
        self._console.rule(Text(title, style="bold"), align="left")

    def say(self, text: str, style: str = "") -> None:
        """Print paragraphs, filled anew for this terminal; a line that begins with blanks stays as it is."""
        width = min(self._console.width, _WIDTH)
        filled: list[str] = []
        for line in text.strip("\n").split("\n"):
            if line and not line.startswith(" ") and filled and filled[-1] and not filled[-1].startswith(" "):
                filled[-1] += f" {line}"
            else:
                filled.append(line)
        for line in filled:
            whole = line.startswith(" ") or not line
            for part in [line] if whole else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False):
                self._console.print(Text(part, style=style), soft_wrap=True)

    def set_off(self, text: str) -> None:
        """Print what is to be copied, on a line of its own."""
        self._console.print(Text(f"\n    {text}\n", style="bold"), soft_wrap=True)

    def explain(self, text: str) -> None:
        """Print what only somebody who is asked needs to read."""
        if self.asks:
            self._console.print()
            self.say(text)

    def show(self, findings: list[Finding]) -> None:
        """Print what a check found."""
        for finding in findings:
            mark, style = _MARKS[finding.level]
            self._console.print(
                Text.assemble((f"  {mark:<9}", style), finding.sentence[:1].upper() + finding.sentence[1:]),
                soft_wrap=True,
            )
            if finding.level > Level.FINE and finding.remedy:
                self._console.print(Text(f"{'':11}→ {finding.remedy}"), soft_wrap=True)

    def waits(self, text: str) -> "Waiting":
        """Show that something takes a moment."""
        return Waiting(self._console, text)

    def text(
        self, question: str, check: Callable[[str], T], *, option: str, given: str | None = None, default: str = ""
    ) -> T:
        """An answer as `check` makes it, which raises Refused or Misconfigured for one that can't be used."""
        if given is not None or not self.asks:
            return self._unasked(default if given is None else given, check, option)
        while True:
            said = typer.prompt(question, default=default or None, show_default=bool(default))
            try:
                return check(said.strip())
            except WallflowerError as error:
                self._again(error)

    def optional(self, question: str, check: Callable[[str], T], *, option: str, given: str | None = None) -> T | None:
        """As `text`, and None for an empty answer."""
        if given is not None or not self.asks:
            return self._unasked(given, check, option) if given else None
        while True:
            said = typer.prompt(question, default="", show_default=False).strip()
            try:
                return check(said) if said else None
            except WallflowerError as error:
                self._again(error)

    def secret(self, question: str) -> str:
        """A key that is typed or pasted and not shown; "" for none."""
        while True:
            said = str(typer.prompt(f"{question} (it is not shown)", default="", show_default=False, hide_input=True))
            key = said.strip().strip("\"'")
            if not key or (key.isascii() and key.isprintable() and " " not in key and len(key) >= _SHORTEST_KEY):
                return key
            self._again(Refused("That is no key: keys are long, Latin, without blanks. Copy it once more"))

    def yes(self, question: str, *, given: bool | None = None, default: bool = True) -> bool:
        """Yes or no."""
        if given is not None or not self.asks:
            return default if given is None else given
        return typer.confirm(question, default=default)

    def choice(self, question: str, choices: Mapping[str, str], default: str) -> str:
        """One of several, by its letter."""
        for letter, what in choices.items():
            self._console.print(Text(f"  {letter}  {what}"), soft_wrap=True)
        while True:
            said = str(typer.prompt(question, default=default)).strip().lower()[:1]
            if said in choices:
                return said
            self._again(Refused(f"Write one of {', '.join(choices)}"))

    def _again(self, problem: WallflowerError) -> None:
        sentence = str(problem).rstrip(".")
        self._console.print(Text(f"  {sentence[:1].upper()}{sentence[1:]}.", style="yellow"), soft_wrap=True)

    def _unasked(self, value: str, check: Callable[[str], T], option: str) -> T:
        if not value:
            raise Misconfigured(f"nothing says what {option} is to be: give it, or leave --yes out to be asked")
        try:
            return check(value)
        except WallflowerError as error:
            raise Misconfigured(f"{option}: {error}") from error


class Waiting:
    """A line that turns while something is waited for; where the terminal can't, it stands still."""

    def __init__(self, console: Console, text: str) -> None:
        self._status = console.status(Text(text))

    def __enter__(self) -> None:
        self._status.start()

    def __exit__(self, *_: object) -> None:
        self._status.stop()
