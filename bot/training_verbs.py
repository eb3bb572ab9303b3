"""`wallflower corpus` and `train`: posts become a corpus, and a corpus a checkpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.flow.caption_corpus import languages_of, to_learn
from bot.terminal import HomeOption, audited, guarded, home_of, run_in, said, shown
from corpus.cleaning import CleanedCorpus
from corpus.report import repairs, table

if TYPE_CHECKING:
    from bot.settings import Home, Settings
    from bot.storage.database import Database
    from model.gate import Verdict


def corpus(context: typer.Context, home: HomeOption = None) -> None:
    """Clean the posts, write the corpus file, and say what was dropped and why."""
    from bot import app as building

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            cleaned = await _corpus(found, settings, database)
        _print_cleaning(cleaned)
        shown.print(f"corpus: {found.corpus_file}")

    run_in(context, home, work)


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
    weight_decay: Annotated[float | None, typer.Option(help="of AdamW, on matrices  [default: planned]")] = None,
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
            help="the network to begin with: base-ru, which knows Russian, a run, live, or nothing  "
            "[default: base-ru for a Russian wall that is not big]",
        ),
    ] = None,
    new_templates: Annotated[
        bool,
        typer.Option(
            "--new-templates",
            help="teach the live checkpoint the captions of templates that have come, in seconds, and nothing else",
        ),
    ] = False,
    if_new: Annotated[
        bool,
        typer.Option(
            "--if-new",
            help="train only where posts or templates have come or gone since the last training, "
            "else end with exit code 3; the bot's weekly training is this one",
        ),
    ] = False,
    home: HomeOption = None,
) -> None:
    """Make the corpus and fit a network to it. A killed training goes on where it last saved."""
    from bot import app as building
    from bot import trainer
    from bot.evaluating import sampling
    from bot.novelty import NOTHING_NEW, learned_already
    from bot.pictures.library import Library
    from bot.pictures.own import OwnTemplates
    from bot.retraining import alone_in
    from model.torchrun import leave
    from model.training_bar import TrainingBar

    async def make(found: Home, settings: Settings) -> CleanedCorpus:
        async with building.opened(found, settings) as database:
            return await _corpus(found, settings, database)

    def work() -> None:
        if trainer.assist():
            leave()
        found, settings = home_of(context, home)
        context.with_resource(alone_in(found))
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
            weight_decay=weight_decay,
            seed=seed,
            precision=precision,
            separator=separator,
            begin=begin,
        )
        trainer.step_back()
        # Whoever said no while a bundle was restored, or a process killed, may still have captions here.
        OwnTemplates(found.templates).forget(asyncio.run(building.opted_out(found, settings)))
        # What is learned now may not be copied from now on, also by a bot that runs already.
        building.write_captions(found, settings)
        templates = Library(found.templates).templates()
        captions = to_learn(templates, languages_of(posts))
        captioned_by = {author for one in templates for example in one.examples for author in example.by}
        if new_templates:
            _teach(found, settings, posts, captions, frozenset(captioned_by))
            return
        opted_out = asyncio.run(building.opted_out(found, settings))
        if if_new and (run := learned_already(posts, captions, found.checkpoints, wish.minutes, opted_out)) is not None:
            why = f"nothing new to learn: {run} has learned these {len(posts)} posts already"
            said.print(f"wallflower: {why}", soft_wrap=True)
            raise typer.Exit(NOTHING_NEW)
        choice = trainer.choose(posts, wish, found.checkpoints, opted_out, captions)
        said.print(f"{len(posts)} posts, {sum(map(len, posts)):,} characters. {choice.plan.why}", highlight=False)
        if choice.beside is not None:
            known = len(choice.beside.templates)
            said.print(f"Beside them it learns to write captions for {known} templates.", highlight=False)
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
                authors=frozenset({*captioned_by, *(post.author for post in cleaned.posts if post.author is not None)}),
                opted_out=lambda: asyncio.run(building.opted_out(found, settings)),
            )
        result, verdict = trained.result, trained.verdict
        asyncio.run(
            audited(
                found, settings, "checkpoint.train", result.folder.name,
                steps=result.steps, posts=len(posts), live=str(verdict.passed).lower(),
            )
        )  # fmt: skip
        ending = "it stopped getting better" if result.stopped_early else "the budget is spent"
        shown.print(
            f"{result.folder.name}: {result.bits_per_character:.3f} bits per character on held-out posts after "
            f"{result.steps} steps, {result.epochs:.1f} epochs, {result.seconds:.0f} s ({ending})",
            highlight=False,
        )
        _print_verdict(result.folder.name, verdict)

    guarded(work)


def _teach(
    found: Home,
    settings: Settings,
    posts: Sequence[str],
    captions: Mapping[str, Sequence[Sequence[str]]],
    captioned_by: frozenset[str],
) -> None:
    """`--new-templates`."""
    from bot import app as building
    from bot import trainer
    from bot.evaluating import sampling

    said.print("The live checkpoint is taught the templates that have come.", highlight=False)
    taught = trainer.teach(
        posts,
        found.checkpoints,
        captions,
        sampling(settings),
        datetime.now(UTC),
        authors=captioned_by,
        opted_out=lambda: asyncio.run(building.opted_out(found, settings)),
    )
    live = str(taught.verdict.passed).lower()
    asyncio.run(
        audited(found, settings, "checkpoint.teach", taught.run, templates=" ".join(taught.templates), live=live)
    )
    shown.print(
        f"{taught.run}: captions of {', '.join(taught.templates)} are read with {taught.after:.3f} bits per character, "
        f"before with {taught.before:.3f}",
        highlight=False,
        markup=False,
    )
    _print_verdict(taught.run, taught.verdict)


def _print_verdict(run: str, verdict: Verdict) -> None:
    if verdict.passed:
        shown.print(f"it is live now: {verdict.why}", highlight=False, markup=False)
    else:
        shown.print(
            f"it does not go live: {verdict.why}. `wallflower checkpoint use {run}` overrides this.",
            highlight=False,
            markup=False,
        )


async def _corpus(found: Home, settings: Settings, database: Database) -> CleanedCorpus:
    from bot.flow.cleaning import make_corpus
    from bot.storage.posts import Posts

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
