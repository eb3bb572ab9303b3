"""`wallflower settings`: what can be set, from the code itself."""

from typing import Annotated

import typer
from rich.table import Table

from bot.terminal import shown


def settings(
    as_markdown: Annotated[bool, typer.Option("--markdown", help="as docs/settings.md holds it")] = False,
) -> None:
    """List every setting with its name in the environment, its default and what it is for."""
    from bot import settings as settings_

    rows = [
        (f"{section}.{name}", settings_.variable(section, name), _shown_default(default), description)
        for section, name, default, description in settings_.fields()
    ]
    rows += [
        (f"[[{section}]] {name}", "", _shown_default(default), description)
        for section, name, default, description in settings_.place_fields()
    ]
    heads = ("setting", "in the environment", "default", "what it is for")
    if as_markdown:
        lines = [
            heads,
            ("---",) * 4,
            *((f"`{name}`", _code(where), _code(value), what) for name, where, value, what in rows),
        ]
        print("\n".join(f"| {' | '.join(line)} |" for line in lines))
        return
    printed = Table(*heads)
    for row in rows:
        printed.add_row(*row)
    shown.print(printed)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _shown_default(default: object) -> str:
    """Secrets and empty lists show nothing."""
    if isinstance(default, bool):
        return str(default).lower()
    return str(default) if isinstance(default, str | int | float) else ""
