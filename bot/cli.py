"""`wallflower …`: one verb a job. A person's mistake ends in one sentence and exit code 2, not in a traceback."""

import asyncio
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import app as building
from bot import (
    audit_verbs,
    backup_verbs,
    checkpoint_verbs,
    console_verbs,
    doctor_verbs,
    hook_verbs,
    init_verbs,
    key_verbs,
    meme_verbs,
    posts_verbs,
    privacy_verbs,
    role_verbs,
    template_verbs,
    training_verbs,
    writing_verbs,
)
from bot import settings as settings_
from bot.errors import Misconfigured
from bot.settings import Home, Settings
from bot.storage import schema
from bot.storage.database import Database
from bot.terminal import HOME_HELP, HomeOption, folder_of, guarded, run_in, shown

cli = typer.Typer(
    name="wallflower",
    help="Reads a community's wall, learns to write like it, and posts back what its moderators approve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command()(init_verbs.init)
cli.command("import")(posts_verbs.import_)
cli.command()(posts_verbs.scrape)
cli.command()(training_verbs.corpus)
cli.command()(training_verbs.train)
cli.command()(writing_verbs.write)
cli.command()(writing_verbs.queue)
cli.command()(meme_verbs.meme)
cli.command()(checkpoint_verbs.evaluate)
cli.add_typer(checkpoint_verbs.verbs, name="checkpoint")
cli.command()(doctor_verbs.doctor)
cli.command()(hook_verbs.hooks)
cli.command()(backup_verbs.backup)
cli.command()(backup_verbs.restore)
cli.command()(privacy_verbs.forget)
cli.command()(privacy_verbs.export)
cli.command()(privacy_verbs.delete)
cli.add_typer(role_verbs.verbs, name="role")
cli.add_typer(template_verbs.verbs, name="template")
cli.add_typer(audit_verbs.verbs, name="audit")
cli.add_typer(key_verbs.verbs, name="key")
cli.add_typer(console_verbs.verbs, name="console")


@cli.callback()
def _before(
    context: typer.Context,
    home: Annotated[
        Path, typer.Option("--home", envvar="WALLFLOWER_HOME", help=HOME_HELP, show_default="the present folder")
    ] = Path(),
) -> None:
    context.obj = home


@cli.command()
def run(
    context: typer.Context,
    homes: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[HOME]...", help="run the communities of several homes side by side in one process"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Run the bot: chats, queue, schedule, publishing. Ctrl-C or SIGTERM ends it."""
    from bot.communities import run_one, run_several  # noqa: PLC0415 - aiogram takes more than a second to import

    named = homes or []

    def refuse_two_ways() -> None:
        if named and (home is not None or context.obj != Path()):
            raise Misconfigured(
                "the homes are named twice: give them either after `run` or by --home (WALLFLOWER_HOME)"
            )

    guarded(refuse_two_ways)
    try:
        if len(named) > 1:
            folders = [folder_of(context, each) for each in named]
            guarded(lambda: asyncio.run(run_several(list(map(Home, folders)))))
        else:
            run_in(context, home or next(iter(named), None), run_one)
    finally:
        # All is closed. Python would look all that is left over for cycles once more, 0.7 s of the processor's time
        # (0.05 s so), and who asked the bot to end is waiting.
        gc.freeze()


@cli.command()
def migrate(context: typer.Context, home: HomeOption = None) -> None:
    """Bring the database to this version's tables."""

    async def work(found: Home, settings: Settings) -> None:
        building.make_home(found)
        database = Database(found.database_url(settings))
        try:
            before, after = await schema.migrate(database)
        finally:
            await database.close()
        shown.print(
            f"the database is at {after} already" if before == after else f"the database went from {before} to {after}"
        )

    run_in(context, home, work)


@cli.command("settings")
def show_settings(
    as_markdown: Annotated[bool, typer.Option("--markdown", help="as docs/settings.md holds it")] = False,
) -> None:
    """List every setting with its name in the environment, its default and what it is for."""
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


@cli.command()
def demo(
    wall: Annotated[Path | None, typer.Option(help="a file of posts instead of the demo's own wall")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="approve every draft without asking, and end by itself")] = False,
    minutes: Annotated[float, typer.Option(min=0.05, help="how long to train")] = 2.0,
    home: Annotated[Path, typer.Option("--home", help="where the demo keeps its data; emptied at the start")] = Path(
        "demo-home"
    ),
    again: Annotated[
        bool, typer.Option("--again", help="the bot and the page once more, over what the last demo left there")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="the page's port on 127.0.0.1; 0: any free one")] = 0,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="whether to open the page in a browser")] = True,
) -> None:
    """Walk the whole way on a VK and a Telegram of our own, on this machine: no token, no account, no network."""
    from bot.demo import walk as walking  # noqa: PLC0415 - only this verb needs the sandbox

    has_person = sys.stdin.isatty() and not yes

    def work() -> None:
        if again:
            walking_ = walking.again(home, port, opens=open_)
        else:
            wishes = walking.Wishes(
                home, minutes, wall, yes=not has_person, stays=has_person, port=port, opens=open_ and has_person
            )
            walking_ = walking.walk(wishes)
        if not asyncio.run(walking_):
            raise KeyboardInterrupt

    guarded(work)


def main() -> None:
    """The console script."""
    cli()
