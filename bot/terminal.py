"""What all commands of the terminal share: the home, where they print, and how a person's mistake ends."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bot.domain.audit import Signature
from bot.errors import Retryable, WallflowerError
from bot.storage.holding import held

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.settings import Home, Settings

# The exit code of what a person can mend. Everything else is a bug and shows its traceback.
MISTAKE = 2
# sysexits.h's EX_TEMPFAIL, of what passes by itself: a service manager may try again.
TRY_AGAIN = 75

# What is printed may hold posts, paths and errors: no `[…]` in them is markup.
shown = Console(markup=False, highlight=False)
said = Console(stderr=True, markup=False, highlight=False)

HOME_HELP = "folder with wallflower.toml and all data"
HomeOption = Annotated[Path | None, typer.Option("--home", help=HOME_HELP, show_default=False)]


def folder_of(context: typer.Context, home: Path | None) -> Path:
    """The folder that the command line names as the home, there or not."""
    return (home or context.obj or Path()).expanduser().absolute()


def home_of(context: typer.Context, home: Path | None) -> tuple[Home, Settings]:
    """The home that the command line names, with its settings; logging is set up by them.

    The command holds the home until it ends. Raises Misconfigured; Refused while the home is being restored.
    """
    from bot.settings import Home, load

    found = Home(folder_of(context, home))
    if found.folder.is_dir():
        context.with_resource(held(found.folder))
    settings = load(found)
    from bot.app import set_up_logs

    set_up_logs(settings)
    return found, settings


def progress_bar(unit: str) -> Progress:
    """How far something has come, in `unit`; nothing where nobody looks."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn(unit),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=said,
        disable=not said.is_terminal,
    )


def run_in(
    context: typer.Context, home: Path | None, work: Callable[[Home, Settings], Coroutine[Any, Any, None]]
) -> None:
    """Run a command's work in its home."""

    def start() -> None:
        found, settings = home_of(context, home)
        asyncio.run(work(found, settings))

    guarded(start)


def signed_here() -> Signature:
    """The signature of who runs this command, for the audit log."""
    return Signature(f"terminal:{os.getuid()}", datetime.now(UTC))


async def audited(home: Home, settings: Settings, action: str, object_: str, **details: str | float | None) -> None:
    """Tell the audit log of an action that was done; where that can't be, it stays done all the same."""
    from bot.app import opened
    from bot.storage.audit import AuditLog

    try:
        async with opened(home, settings) as database:
            await AuditLog(database).add(signed_here(), action, object_, **details)
    except WallflowerError as error:
        said.print(f"the audit log does not tell of it: {error}", soft_wrap=True)


def guarded(work: Callable[[], None]) -> None:
    """Say a mistake in one sentence and end with its exit code."""
    try:
        work()
    except Retryable as error:
        _fail(str(error), TRY_AGAIN)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        from bot.mistakes import MISTAKES, sentence_of

        if not isinstance(error, MISTAKES):
            raise
        _fail(sentence_of(error), MISTAKE)


def _fail(sentence: str, code: int) -> None:
    said.print(f"wallflower: {sentence}", style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(code)


def print_json(found: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
    """An object or an array, as text that a person can read too."""
    print(json.dumps(found, ensure_ascii=False, indent=1))
