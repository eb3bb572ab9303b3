"""`wallflower forget`, `export` and `delete`: what is stored of people, and how it goes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.errors import Refused
from bot.flow.authors import AuthorHash, names_of, person_written, shown
from bot.flow.phrases import SURELY_FOUND, WINDOW, Fingerprint, PhraseHash
from bot.storage.learned import Mark
from bot.terminal import HomeOption, folder_of, guarded, home_of, print_json, run_in, said, signed_here
from bot.terminal import shown as out

if TYPE_CHECKING:
    from bot.backup.exporting import Whose
    from bot.flow.forget import Forget
    from bot.settings import Home, Settings
    from bot.storage.database import Database

# Phrases of forgotten posts were found: unlike a mistake of who typed the command.
FOUND = 1

_AUTHOR_HELP = "vk:NUMBER, vk.com/idNUMBER, telegram:NUMBER, userNUMBER, or a name exactly as an imported file has it"


def forget(
    context: typer.Context,
    author: Annotated[str | None, typer.Argument(help=_AUTHOR_HELP)] = None,
    list_: Annotated[bool, typer.Option("--list", help="show who was forgotten, and what is left to do")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="look for forgotten phrases in what the live checkpoint writes")
    ] = False,
    purge: Annotated[
        bool, typer.Option("--purge", help="delete checkpoints, but the live one, that may know forgotten posts")
    ] = False,
    unseen: Annotated[
        bool, typer.Option("--unseen", help="keep the author away though nothing of theirs is stored yet")
    ] = False,
    texts: Annotated[int, typer.Option(min=0, max=10_000, help="with --check: how many texts are written")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="with --check: the same seed writes the same")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="with --list or --check: JSON instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Forget a person: remove their posts and traces, keep them away for good, mark what has learned from them."""
    from bot import app as building

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            if author is not None:
                await _forget_one(building.forgetter(found, settings, database), author, is_unseen=unseen)
            elif purge:
                await _purge(found, database)
            else:
                await _list(found, database, as_json=as_json)

    if sum((author is not None, list_, check, purge)) != 1:
        raise typer.BadParameter("say whom to forget, or one of --list, --check, --purge")
    if check:
        guarded(lambda: _check(*home_of(context, home), texts, seed, as_json=as_json))
    else:
        run_in(context, home, work)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="the archive to write, FILE.zip", dir_okay=False)],
    of: Annotated[
        str | None, typer.Option("--of", metavar="AUTHOR", help=f"one person's data alone: {_AUTHOR_HELP}")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write everything the home knows, or all of one person, as JSON lines in a ZIP archive."""
    from bot import app as building
    from bot.backup.exporting import export as export_home
    from bot.storage.audit import record

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            whose = None if of is None else _whose(building.author_hash(found), of)
            made = await export_home(found, database, file, datetime.now(UTC), whose)
            async with database.begin() as connection:
                scope = "everything" if whose is None else shown(min(whose.hashes))
                await record(connection, signed_here(), "home.export", scope)
        rows = ", ".join(f"{count} {name}" for name, count in made.rows.items() if count)
        out.print(f"{made.file}: {made.size / 1e6:,.1f} MB: {rows or 'nothing is stored'}", soft_wrap=True)
        said.print("it holds what people wrote: keep it where nobody else reads it", soft_wrap=True)

    run_in(context, home, work)


def delete(
    context: typer.Context,
    yes_really: Annotated[
        str, typer.Option("--yes-really", metavar="NAME", help="the name of the home's folder, to be sure")
    ],
    home: HomeOption = None,
) -> None:
    """Delete a community: database, posts, corpus, checkpoints, settings, keys. There is no way back."""
    from bot import settings as settings_
    from bot.backup.deleting import delete as delete_home
    from bot.settings import Home

    def work() -> None:
        # Not `home_of`: that would hold the home together with others, and this needs it alone.
        found = Home(folder_of(context, home))
        gone = asyncio.run(delete_home(found, settings_.load(found), yes_really))
        out.print(f"{gone.home} is deleted, with the database {gone.database}", soft_wrap=True)
        if gone.left:
            said.print(f"not Wallflower's, and still there: {', '.join(gone.left)}", soft_wrap=True)
        said.print("bundles and exports that were made of it are wherever they were put", soft_wrap=True)

    guarded(work)


async def _forget_one(forgetting: Forget, author: str, *, is_unseen: bool) -> None:
    person = person_written(author)
    if not is_unseen and not await forgetting.is_known(author if person is None else person):
        who = f"a post of an author called exactly {author!r}" if person is None else f"anything of {person}"
        raise Refused(
            f"there is not {who}, so nobody was forgotten: look at the spelling. Whoever has written nothing yet is "
            "kept away with --unseen"
        )
    by = signed_here()
    forgotten = await (forgetting.author(author, by) if person is None else forgetting.person(person, by))
    if not forgotten.is_news:
        out.print("forgotten already, and there is nothing left to remove")
        return
    out.print(
        f"{shown(forgotten.person_hash)}: {forgotten.posts} posts and {forgotten.traces} traces removed, "
        f"{len(forgotten.drafts)} waiting drafts rejected",
        soft_wrap=True,
    )
    if forgotten.published:
        listed = ", ".join(map(str, forgotten.published))
        out.print(f"published drafts that hold their words, to be taken down: {listed}", soft_wrap=True)


async def _list(home: Home, database: Database, *, as_json: bool) -> None:
    from bot.retraining import marks
    from bot.storage.opt_outs import OptOuts

    people = await OptOuts(database).all()
    marked = {
        run: mark for run, mark in marks(home, await OptOuts(database).authors()).items() if mark is not Mark.NONE
    }
    if as_json:
        rows = [
            {
                "author": shown(each.person_hash),
                "since": each.opted_out_at.isoformat(timespec="seconds"),
                "posts": each.posts,
                "phrases": each.phrases,
                "to_take_down": list(each.to_take_down),
            }
            for each in people
        ]
        print_json({"forgotten": rows, "checkpoints": marked})
        return
    printed = Table("author", "since (UTC)", "posts", "to take down")
    for each in people:
        listed = ", ".join(map(str, each.to_take_down))
        printed.add_row(shown(each.person_hash), f"{each.opted_out_at:%Y-%m-%d %H:%M}", str(each.posts), listed)
    out.print(printed)
    for run, mark in marked.items():
        out.print(f"{run} {mark}", soft_wrap=True)


async def _purge(home: Home, database: Database) -> None:
    from bot.retraining import purge
    from bot.storage.audit import record
    from bot.storage.opt_outs import OptOuts

    opt_outs = OptOuts(database)
    gone, live_stays = purge(home, await opt_outs.authors())
    async with database.begin() as connection:
        for run in gone:
            await record(connection, signed_here(), "checkpoint.purge", run)
    out.print(f"deleted: {', '.join(gone)}" if gone else "no checkpoint but perhaps the live one knows forgotten posts")
    if live_stays:
        said.print("the live one does: train anew first (`wallflower train`)")
    else:
        await opt_outs.drop_phrases()
        out.print("what was kept to recognise forgotten phrases is removed: nothing is left that knows them")


def _check(home: Home, settings: Settings, texts: int, seed: int, *, as_json: bool) -> None:
    from bot import app as building
    from bot.recall import check
    from bot.storage.opt_outs import OptOuts

    async def kept() -> tuple[Fingerprint, frozenset[str]]:
        async with building.opened(home, settings) as database:
            opt_outs = OptOuts(database)
            found = [Fingerprint.unpacked(*each) for each in await opt_outs.phrases()]
            return Fingerprint.union(found), await opt_outs.authors()

    known, opted_out = asyncio.run(kept())
    with said.status("writing and looking"):
        checked = check(home, settings, PhraseHash(building.author_hash(home)), known, opted_out, texts, seed)
    both = [each for each in (checked.old, checked.new) if each is not None]
    if as_json:
        print_json({**checked.to_json(), "is_clean": checked.new.is_clean})
    else:
        printed = Table("", "checkpoint", "texts", "hold a phrase", "from beginnings", "hold a phrase")
        for name, each in zip(("before", "live")[-len(both) :], both, strict=True):
            figures = (each.texts, each.recalled, each.primed_texts, each.primed_recalled)
            printed.add_row(name, each.checkpoint, *map(str, figures))
        out.print(printed)
        out.print(
            f"looked for runs of {SURELY_FOUND} characters or more (some from {WINDOW} on) that nobody else wrote: "
            f"{checked.windows:,} hashes; {checked.openings} beginnings were kept as 16 bits, {checked.tried} tried",
            soft_wrap=True,
        )
    if not checked.new.is_clean:
        said.print("wallflower: the live checkpoint writes phrases of forgotten posts: train anew", style="red")
        raise typer.Exit(FOUND)


def _whose(authors: AuthorHash, text: str) -> Whose:
    from bot.backup.exporting import Whose

    person = person_written(text)
    names = (text,) if person is None else names_of(person)
    return Whose(person, frozenset(map(authors.of, names)))
