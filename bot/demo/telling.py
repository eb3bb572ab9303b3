"""What the demo prints. Posts and messages in it are strangers' words: no `[…]` in them is markup."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

_WIDTH = 78

_console = Console()


def say(sentence: str) -> None:
    """A sentence of the demo's own."""
    _console.print(escape(sentence), soft_wrap=True)


def whisper(sentence: str) -> None:
    """What goes on, in grey."""
    _console.print(f"[dim]{escape(sentence)}", soft_wrap=True)


def show_title(title: str) -> None:
    """A new part of the way."""
    _console.rule(f"[bold]{escape(title)}", align="left")


def show_command(home: Path, *arguments: str, note: str = "") -> None:
    """A command as a person would type it."""
    whisper(f"$ wallflower --home {home} {' '.join(arguments)}{note}")


def show_words(words: str, title: str, *, is_published: bool = False) -> None:
    """A message or a post, framed."""
    _console.print(Panel(escape(words), title=escape(title), width=_WIDTH, style="green" if is_published else "none"))


def show_said(name: str, where: str, text: str) -> None:
    """What one of the people wrote to the bot."""
    _console.print(f"[bold]{escape(name)}[/] {where}: {escape(text)}")


def ask(question: str) -> None:
    """The question that a line from the terminal answers; letters to type stand in [bold]."""
    _console.print(question, end="")
