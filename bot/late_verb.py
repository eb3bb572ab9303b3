"""A verb that is known by its name and one sentence, and imported when it is asked for.

What the verbs need takes up to two seconds of a core to import, pictures, database and network each their part:
`wallflower --help` needs none of it, and no verb needs all.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command, get_group


class LateVerb(TyperCommand):
    """Stands for a function, or for a Typer with verbs of its own, at `where`: "module:name"."""

    def __init__(self, name: str, where: str, told: str) -> None:
        super().__init__(name, help=told)
        self.where = where

    def made(self) -> Any:
        """The verb itself, with its options and its whole help."""
        module, _, name = self.where.partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return get_group(found)
        alone = typer.Typer(add_completion=False)
        alone.command(self.name)(found)
        return get_command(alone)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """That of the verb itself: from here on it is the one that works."""
        return self.made().make_context(info_name, args, parent, **extra)
