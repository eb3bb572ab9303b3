"""`wallflower commands`: a page of every command and its options, from the code itself."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.late_verb import LateVerb

_HELP = ["--help"]


def commands(context: typer.Context) -> None:
    """Print every command with its options as Markdown, as docs/commands.md holds it."""
    print(page_of(context.find_root().command))


def page_of(program: object) -> str:
    """The page of a program: what holds for all its commands, then each, those within a group after the group."""
    if not isinstance(program, TyperGroup):
        raise TypeError(f"{program} has no commands")
    root = typer.Context(program, info_name="wallflower")
    return "\n\n".join(["## For all commands", _table(program, root), *_chapters(program, root)])


def _chapters(group: TyperGroup, parent: typer.Context) -> Iterator[str]:
    for name, listed in group.commands.items():
        command: Any = listed.made() if isinstance(listed, LateVerb) else listed
        context = typer.Context(command, info_name=name, parent=parent)
        usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
        parts = [f"## `{context.command_path}`", " ".join((command.help or "").split()), f"    {usage}"]
        table = _table(command, context)
        yield "\n\n".join([*parts, table] if table else parts)
        if isinstance(command, TyperGroup):
            yield from _chapters(command, context)


def _table(command: TyperCommand | TyperGroup, context: typer.Context) -> str:
    """What may be written behind the command, a line each; "" where there is nothing."""
    records = [one.get_help_record(context) for one in command.params if one.opts != _HELP]
    rows = [f"| {_code(written)} | {_cell(told)} |" for written, told in filter(None, records)]
    return "\n".join(["| | |", "| --- | --- |", *rows]) if rows else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    """Each choice by itself: how a stroke within code is kept from ending a table's cell differs by the reader."""
    return " \\| ".join(f"`{part}`" for part in text.split("|"))
