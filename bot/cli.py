"""`wallflower …`: one verb a job. A person's mistake ends in one sentence and exit code 2, not in a traceback."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot import app as building
from bot import audit_verbs, backup_verbs, checkpoint_verbs, role_verbs
from bot import settings as settings_
from bot.domain.draft import Draft, DraftState
from bot.flow.cleaning import make_corpus
from bot.flow.gather import gather
from bot.ports import WritingRequest
from bot.settings import Home, Settings
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.posts import Posts
from bot.storage.queue import Queue
from bot.terminal import HOME_HELP, HomeOption, guarded, home_of, print_json, run_in, said, shown, signed_here
from corpus.cleaning import CleanedCorpus
from corpus.readers import read
from corpus.report import repairs, table

cli = typer.Typer(
    name="wallflower",
    help="Reads a community's wall, learns to write like it, and posts back what its moderators approve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command()(checkpoint_verbs.evaluate)
cli.add_typer(checkpoint_verbs.verbs, name="checkpoint")
cli.command()(backup_verbs.backup)
cli.command()(backup_verbs.restore)
cli.add_typer(role_verbs.verbs, name="role")
cli.add_typer(audit_verbs.verbs, name="audit")


@cli.callback()
def _before(
    context: typer.Context,
    home: Annotated[
        Path, typer.Option("--home", envvar="WALLFLOWER_HOME", help=HOME_HELP, show_default="the present folder")
    ] = Path(),
) -> None:
    context.obj = home


@cli.command("import")
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

    async def work(found: Home, settings: Settings) -> None:
        posts = read(file, separator=separator, column=column, chat=chat, encoding=encoding)
        async with building.opened(found, settings) as database:
            storage = Posts(database)
            is_export = file.name.removesuffix(".gz").endswith(".json")
            change = await gather(posts, storage, building.author_hash(found), keep_absent=is_export)
            shown.print(f"posts: {change.new} new, {change.edited} changed, {await storage.count()} in all")

    run_in(context, home, work)


@cli.command()
def scrape(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="stop at the first page with nothing new")] = False,
    accept_deletions: Annotated[
        bool, typer.Option("--accept-deletions", help="forget posts even when most of the wall is gone")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Read the VK wall: new and edited posts; forget those that are gone. A killed scrape goes on."""

    async def work(found: Home, settings: Settings) -> None:
        async with building.scraping(found, settings) as scraping:
            with _bar("posts read") as bar:
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


@cli.command()
def corpus(context: typer.Context, home: HomeOption = None) -> None:
    """Clean the posts, write the corpus file, and say what was dropped and why."""

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            cleaned = await _corpus(found, settings, database)
        _print_cleaning(cleaned)
        shown.print(f"corpus: {found.corpus_file}")

    run_in(context, home, work)


@cli.command()
def train(
    context: typer.Context,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="budget  [default: training.minutes]")] = None,
    steps: Annotated[
        int | None, typer.Option(min=1, help="budget in updates: repeatable to the bit, given --precision")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="do not go on with a run that was killed")] = False,
    hidden: Annotated[int | None, typer.Option(help="cells a layer  [default: planned]")] = None,
    layers: Annotated[int | None, typer.Option(help="LSTM layers  [default: planned]")] = None,
    dropout: Annotated[float | None, typer.Option(help="dropout between layers  [default: planned]")] = None,
    batch: Annotated[int | None, typer.Option(help="streams side by side  [default: planned]")] = None,
    length: Annotated[int | None, typer.Option(help="characters a step  [default: planned]")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="at its highest  [default: planned]")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="of weights, order and held-out posts")] = None,
    precision: Annotated[str | None, typer.Option(help="bf16, fp32, or auto: the faster of two timed")] = None,
    separator: Annotated[
        str | None, typer.Option(help="what ends a post: end, one symbol, or newlines, ten of them  [default: end]")
    ] = None,
    begin: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="VOICE|RUN|FOLDER",
            help="the network to begin with: base-ru, which knows Russian, a run, or nothing  "
            "[default: base-ru for a Russian wall that is not big]",
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Make the corpus and fit a network to it. A killed training goes on where it last saved."""
    from bot import trainer  # noqa: PLC0415 - only this verb needs what it brings
    from bot.evaluating import sampling  # noqa: PLC0415
    from model.training_bar import TrainingBar  # noqa: PLC0415

    async def make(found: Home, settings: Settings) -> CleanedCorpus:
        async with building.opened(found, settings) as database:
            return await _corpus(found, settings, database)

    def work() -> None:
        if trainer.assist():
            return
        found, settings = home_of(context, home)
        cleaned = asyncio.run(make(found, settings))
        posts = [post.text for post in cleaned.posts]
        wish = trainer.Wish(
            minutes=minutes or settings.training.minutes,
            save_every_s=settings.training.save_every_s,
            steps=steps,
            hidden=hidden,
            layers=layers,
            dropout=dropout,
            batch=batch,
            length=length,
            learning_rate=learning_rate,
            seed=seed,
            precision=precision,
            separator=separator,
            begin=begin,
        )
        trainer.step_back()
        choice = trainer.choose(posts, wish, found.checkpoints)
        said.print(f"{len(posts)} posts, {sum(map(len, posts)):,} characters. {choice.plan.why}", highlight=False)
        with TrainingBar(said) as bar:
            trained = trainer.train(
                posts,
                found.checkpoints,
                choice,
                sampling(settings),
                datetime.now(UTC),
                fresh=fresh,
                on_progress=bar,
                say=lambda line: said.print(line, highlight=False),
            )
        result, verdict = trained.result, trained.verdict
        ending = "it stopped getting better" if result.stopped_early else "the budget is spent"
        shown.print(
            f"{result.folder.name}: {result.bits_per_character:.3f} bits per character on held-out posts after "
            f"{result.steps} steps, {result.epochs:.1f} epochs, {result.seconds:.0f} s ({ending})",
            highlight=False,
        )
        if verdict.passed:
            shown.print(f"it is live now: {verdict.why}", highlight=False, markup=False)
        else:
            shown.print(
                f"it does not go live: {verdict.why}. `wallflower checkpoint use {result.folder.name}` overrides this.",
                highlight=False,
                markup=False,
            )

    guarded(work)


@cli.command()
def write(
    context: typer.Context,
    count: Annotated[int, typer.Option(min=1, max=1000, help="how many posts")] = 1,
    temperature: Annotated[float | None, typer.Option(help="0: the likeliest  [default: writing.temperature]")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="the same seed writes the same posts")] = None,
    prime: Annotated[str, typer.Option(help="what each post begins with")] = "",
    max_chars: Annotated[int | None, typer.Option(min=1, help="longest post  [default: writing.max_chars]")] = None,
    top_k: Annotated[int | None, typer.Option(help="among so many likeliest characters")] = None,
    top_p: Annotated[float | None, typer.Option(help="among the likeliest of this share")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of text")] = False,
    unguarded: Annotated[
        bool, typer.Option("--unguarded", help="whatever the network writes; so it is at temperature 0")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write posts with the live checkpoint and print them; they go into no queue."""

    async def work(found: Home, settings: Settings) -> None:
        style = building.style(settings)
        request = WritingRequest(
            prime,
            style.temperature if temperature is None else temperature,
            max_chars or style.max_chars,
            count,
            seed,
            style.top_k if top_k is None else top_k,
            style.top_p if top_p is None else top_p,
        )
        # At 0 there is but one text, and whoever asks for it wants to see that one.
        guarded = not unguarded and request.temperature > 0
        async with building.writing(found, settings, guarded=guarded) as writer:
            texts = await writer.write(request)
        if len(texts) < count:
            said.print(
                f"only {len(texts)} of {count} posts passed the guards: try another --temperature, or look at the "
                "limits under [writing]",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
        if as_json:
            rows = [
                {
                    "text": written.text,
                    "ended_by_itself": written.ended_by_itself,
                    "checkpoint": written.checkpoint,
                    "seed": written.seed,
                    "temperature": request.temperature,
                    "measured": None if written.measured is None else written.measured.to_json(),
                    "nearest": None if written.measured is None else written.measured.nearest,
                }
                for written in texts
            ]
            print_json(rows)
        elif texts:
            print("\n%\n".join(written.text for written in texts))

    run_in(context, home, work)


@cli.command()
def queue(
    context: typer.Context,
    more: Annotated[int, typer.Option("--write", min=0, max=100, help="write so many drafts into the queue first")] = 0,
    state: Annotated[DraftState | None, typer.Option(help="only drafts in this state")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show the drafts that wait for a decision or a slot."""

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            if more:
                async with building.writing(found, settings) as writer:
                    await building.composer(database, writer, settings).queue(more, by=signed_here())
            drafts = Queue(database)
            states = [state] if state else [DraftState.UNSURE, DraftState.PENDING, DraftState.APPROVED]
            rows = [draft for each in states for draft in await drafts.waiting(each, limit=1000)]
            counts = await drafts.counts()
        if as_json:
            print_json([_draft_row(draft) for draft in rows])
            return
        printed = Table("draft", "state", "text", title=", ".join(f"{counts[each]} {each}" for each in DraftState))
        for draft in rows:
            printed.add_row(str(draft.id), draft.state, draft.text)
        shown.print(printed)

    run_in(context, home, work)


@cli.command()
def run(context: typer.Context, home: HomeOption = None) -> None:
    """Run the bot: chats, queue, schedule, publishing. Ctrl-C or SIGTERM ends it."""

    from bot.running import run as run_bot  # noqa: PLC0415 - aiogram takes more than a second to import

    run_in(context, home, run_bot)


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
    heads = ("setting", "in the environment", "default", "what it is for")
    if as_markdown:
        lines = [
            heads,
            ("---",) * 4,
            *((f"`{name}`", f"`{where}`", f"`{value}`" if value else "", what) for name, where, value, what in rows),
        ]
        print("\n".join(f"| {' | '.join(line)} |" for line in lines))
        return
    printed = Table(*heads)
    for row in rows:
        printed.add_row(*row)
    shown.print(printed)


def _shown_default(default: object) -> str:
    """Secrets and empty lists show nothing."""
    if isinstance(default, bool):
        return str(default).lower()
    return str(default) if isinstance(default, str | int | float) else ""


@cli.command()
def demo(
    wall: Annotated[Path | None, typer.Option(help="a file of posts instead of the demo's own wall")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="approve every draft without asking")] = False,
    minutes: Annotated[float, typer.Option(min=0.05, help="how long to train")] = 2.0,
    home: Annotated[Path, typer.Option("--home", help="where the demo keeps its data; emptied at the start")] = Path(
        "demo-home"
    ),
) -> None:
    """Walk the whole way on a VK and a Telegram of our own, on this machine: no token, no account, no network."""
    from bot import demo as walking  # noqa: PLC0415 - only this verb needs the sandbox

    guarded(lambda: asyncio.run(walking.walk(wall, home, minutes, yes=yes or not sys.stdin.isatty())))


def main() -> None:
    """The console script."""
    cli()


async def _corpus(found: Home, settings: Settings, database: Database) -> CleanedCorpus:
    rules = settings.corpus.rules()
    return await make_corpus(Posts(database), rules, found.corpus_file, settings.corpus.empty_lines)


def _print_cleaning(cleaned: CleanedCorpus) -> None:
    printed = Table("", "posts", "share", title="what became of the posts")
    for line in table(cleaned):
        printed.add_row(line.name, str(line.posts), f"{line.share:.1%}")
    shown.print(printed)
    mended = Table("", "kept posts", title="what was mended in them")
    for line in repairs(cleaned):
        mended.add_row(line.name, str(line.posts))
    if mended.row_count:
        shown.print(mended)


def _draft_row(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "state": draft.state.value,
        "text": draft.text,
        "temperature": draft.temperature,
        "checkpoint": draft.checkpoint,
        "seed": draft.seed,
        "created_at": draft.created_at.isoformat(),
        "measured": None if draft.measured is None else draft.measured.to_json(),
    }


def _bar(unit: str) -> Progress:
    return Progress(
        TextColumn(unit),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=said,
        disable=not said.is_terminal,
    )
