"""`wallflower import …` and `scrape`: posts come into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import HomeOption, progress_bar, run_in, shown, signed_here
from corpus.readers import read

if TYPE_CHECKING:
    from bot.settings import Home, Settings


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Telegram's result.json, .txt, .csv, .tsv, .jsonl or .json; also .gz")],
    separator: Annotated[
        str | None, typer.Option(help="the line between posts of a text file; a number: so many empty lines")
    ] = None,
    column: Annotated[str | None, typer.Option(help="the column or field that holds the text")] = None,
    chat: Annotated[str | None, typer.Option(help="name or id of one chat in a full Telegram export")] = None,
    encoding: Annotated[str | None, typer.Option(help="the file's encoding, where it is not found out")] = None,
    home: HomeOption = None,
) -> None:
    """Take the posts of a file into the database: all of them or, if the file is damaged, none."""
    from bot import app as building
    from bot.flow.gather import gather
    from bot.storage.audit import AuditLog
    from bot.storage.posts import Posts

    async def work(found: Home, settings: Settings) -> None:
        posts = read(file, separator=separator, column=column, chat=chat, encoding=encoding)
        async with building.opened(found, settings) as database:
            storage = Posts(database)
            is_export = file.name.removesuffix(".gz").endswith(".json")
            change = await gather(posts, storage, building.author_hash(found), keep_absent=is_export)
            await AuditLog(database).add(
                signed_here(), "posts.import", f"file:{file.name}", new=change.new, edited=change.edited
            )
            shown.print(f"posts: {change.new} new, {change.edited} changed, {await storage.count()} in all")

    run_in(context, home, work)


def scrape(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="stop at the first page with nothing new")] = False,
    accept_deletions: Annotated[
        bool, typer.Option("--accept-deletions", help="forget posts even when most of the wall is gone")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Read the VK wall: new and edited posts; forget those that are gone. A killed scrape goes on."""
    from bot import app as building

    async def work(found: Home, settings: Settings) -> None:
        async with building.scraping(found, settings) as scraping:
            with progress_bar("posts read") as bar:
                task = bar.add_task("scrape", total=None)
                result = await scraping.run(
                    quick=quick,
                    accept_deletions=accept_deletions,
                    on_page=lambda offset, total: bar.update(task, completed=min(offset, total), total=total),
                )
        if result.resumed_at:
            shown.print(f"went on at post {result.resumed_at}, where the last scrape stopped")
        shown.print(
            f"{result.read} posts read: {result.new} new, {result.edited} changed, "
            f"{result.forgotten} gone from the wall and forgotten"
        )

    run_in(context, home, work)
