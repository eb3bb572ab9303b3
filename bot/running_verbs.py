"""`wallflower run` and `demo`: the bot at work, and the same without a token."""

import asyncio
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import Misconfigured
from bot.terminal import HomeOption, folder_of, guarded, run_in


def run(
    context: typer.Context,
    homes: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[HOME]...", help="run the communities of several homes side by side in one process"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Run the bot: chats, queue, schedule, publishing. Ctrl-C or SIGTERM ends it."""
    from bot.settings import Home

    # What is imported stays as long as the process: to look it over for garbage again and again is a tenth of the work
    # of importing it, and later each look would keep the bot waiting.
    gc.disable()
    from bot.communities import run_one, run_several

    gc.freeze()
    gc.enable()
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
    from bot.demo import walk as walking

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
