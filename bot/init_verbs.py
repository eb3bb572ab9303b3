"""`wallflower init`: asks what is needed, checks it, and makes a home that can run."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.domain.setting_name import variable
from bot.errors import Misconfigured
from bot.terminal import MISTAKE, TRY_AGAIN, HomeOption, folder_of, guarded, said, shown

# Of a shell's: ended by Ctrl-C.
_INTERRUPTED = 130
_USUAL_HOME = "~/my-wall"


def init(
    context: typer.Context,
    language: Annotated[
        str | None, typer.Option(envvar=variable("community", "language"), help="ru or en", show_default=False)
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(envvar=variable("community", "zone"), help="zone of slots, Europe/Moscow", show_default=False),
    ] = None,
    vk: Annotated[
        bool | None,
        typer.Option("--vk/--no-vk", envvar=variable("vk", "enabled"), help="run on VK", show_default=False),
    ] = None,
    vk_api_url: Annotated[
        str | None,
        typer.Option(envvar=variable("vk", "api_url"), help="the VK API, or a sandbox of it", show_default=False),
    ] = None,
    vk_wall: Annotated[
        str | None,
        typer.Option(
            envvar=variable("vk", "wall"), help="wall to read, if not the community's own", show_default=False
        ),
    ] = None,
    telegram: Annotated[
        bool | None,
        typer.Option(
            "--telegram/--no-telegram",
            envvar=variable("telegram", "enabled"),
            help="run on Telegram",
            show_default=False,
        ),
    ] = None,
    telegram_api_url: Annotated[
        str | None,
        typer.Option(
            envvar=variable("telegram", "api_url"), help="address of the Bot API, or of a sandbox", show_default=False
        ),
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="Telegram channel to post to, @name or -100…; '': none", show_default=False)
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            envvar=variable("roles", "owners"),
            help="telegram:NUMBER or vk:NUMBER, several with commas",
            show_default=False,
        ),
    ] = None,
    listen: Annotated[
        str | None,
        typer.Option(envvar=variable("web", "listen"), help="where the console is, HOST:PORT", show_default=False),
    ] = None,
    scrape: Annotated[
        bool | None, typer.Option("--scrape/--no-scrape", help="read the VK wall now", show_default=False)
    ] = None,
    posts: Annotated[Path | None, typer.Option(help="a file of posts to import", show_default=False)] = None,
    train_minutes: Annotated[
        float | None, typer.Option(min=0, help="train for so long; 0: not now", show_default=False)
    ] = None,
    begin: Annotated[
        str | None,
        typer.Option("--from", metavar="VOICE|RUN|FOLDER", help="the network to begin with, as for `train`"),
    ] = None,
    slot: Annotated[
        str | None, typer.Option(help="when the first slot is, \"19:30 mon-fri\"; '': none", show_default=False)
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="ask nothing: options, environment, .env and what is there already count")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Make a home: ask for what is needed, check each key at once, read the wall, train. Can be stopped and run again.

    Keys are typed, or come as WALLFLOWER_VK_COMMUNITY_KEY, WALLFLOWER_VK_SERVICE_KEY, WALLFLOWER_VK_USER_KEY and
    WALLFLOWER_TELEGRAM_TOKEN; no option takes one, for others on the machine can read command lines.
    """
    from bot.init.answers import Answers
    from bot.init.dialogue import Dialogue
    from bot.init.walk import walk
    from bot.settings import Home

    given = Answers(
        language=language, zone=zone, vk=vk, vk_api_url=vk_api_url, vk_wall=vk_wall, telegram=telegram,
        telegram_api_url=telegram_api_url, channel=channel, owners=owner, listen=listen, scrape=scrape, posts=posts,
        train_minutes=train_minutes, begin=begin, slot=slot,
    )  # fmt: skip

    def work() -> None:
        if not yes and not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Misconfigured("this is no terminal, so nobody can be asked: answer by options, and add --yes")
        # What clients log of failed calls stands in what is shown.
        logs.set_up("error", json_lines=False, secrets=())
        walk(Dialogue(shown, asks=not yes), Home(_folder(context, home, asks=not yes)), given, os.environ)

    try:
        guarded(work)
    except typer.Exit as ended:
        if ended.exit_code in (MISTAKE, TRY_AGAIN) and not yes:
            said.print("What you have answered is kept; the same command goes on from there.")
        _or_stopped(ended)
    except typer.Abort:
        _stopped()


def _folder(context: typer.Context, home: Path | None, *, asks: bool) -> Path:
    """The home that is named; the present folder if it is one; otherwise the one that the person names."""
    from bot.settings import SETTINGS_FILE

    named = home is not None or context.obj != Path()
    if named or not asks or (Path.cwd() / SETTINGS_FILE).exists():
        return folder_of(context, home)
    chosen = typer.prompt("Folder in which everything of this community is kept", default=_USUAL_HOME)
    return Path(chosen).expanduser().absolute()


def _or_stopped(ended: typer.Exit) -> None:
    if ended.exit_code == _INTERRUPTED:
        _stopped()
    raise ended


def _stopped() -> None:
    said.print("\nStopped. What you have answered is kept; the same command goes on from there.")
    raise typer.Exit(_INTERRUPTED)
