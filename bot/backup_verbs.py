"""`wallflower backup` and `wallflower restore`."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import HomeOption, audited, folder_of, guarded, home_of, said, shown


def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="a file, or a folder for one with a dated name", show_default="the present folder"),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="leave so many bundles of this home in that folder, the newest")
    ] = None,
    with_training: Annotated[
        bool, typer.Option("--with-training", help="also what a training that was killed goes on with")
    ] = False,
    with_secrets: Annotated[bool, typer.Option("--with-secrets", help="also .env, with its keys")] = False,
    home: HomeOption = None,
) -> None:
    """Save the home as one file, also while the bot runs: database, settings, corpus, checkpoints."""
    from bot.backup.saving import save

    def work() -> None:
        found, settings = home_of(context, home)
        with said.status("saving"):
            saved = save(
                found,
                settings,
                file,
                datetime.now(UTC),
                with_training=with_training,
                with_secrets=with_secrets,
                keep=keep,
            )
        asyncio.run(audited(found, settings, "home.backup", saved.bundle.name, secrets=str(with_secrets).lower()))
        members = len(saved.manifest.members)
        shown.print(f"{saved.bundle}: {members} files, {saved.size / 1e6:,.1f} MB", soft_wrap=True)
        for path in saved.removed:
            shown.print(f"removed: {path}", soft_wrap=True)
        for what in saved.left_out:
            said.print(f"left out: {what}", soft_wrap=True)
        if saved.dump is not None:
            said.print(f"the database is not in it; save it with: {saved.dump}", soft_wrap=True)
        if with_secrets:
            said.print("it holds the keys of .env and every post: keep it as safe as those", soft_wrap=True)
        else:
            said.print(
                ".env is not in it: keep that apart. It holds every post and the key of the authors' hashes: keep it "
                "where nobody else reads it",
                soft_wrap=True,
            )

    guarded(work)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a bundle that `wallflower backup` made")],
    replace: Annotated[
        bool, typer.Option("--replace", help="the home is not empty: move it aside, whole, and take its place")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Make the home again from a bundle, on this machine or another one. Everything is checked first."""
    from bot.backup.restoring import restore as restore_home

    def work() -> None:
        with said.status("reading the bundle") as status:
            restored = restore_home(
                file, folder_of(context, home), datetime.now(UTC), replace=replace, on_step=status.update
            )
        told = restored.manifest
        if told.revision is not None and not restored.must_migrate:
            found, settings = home_of(context, restored.home)
            asyncio.run(audited(found, settings, "home.restore", file.name, made=told.created))
        shown.print(
            f"{restored.home} is as it was at {told.created}: {len(told.members)} files of {told.home}, made by "
            f"Wallflower {told.wallflower}",
            soft_wrap=True,
        )
        if restored.moved_aside is not None:
            shown.print(f"what was there is now {restored.moved_aside}", soft_wrap=True)
        for warning in restored.warnings:
            said.print(warning, soft_wrap=True)
        if not (restored.home / ".env").exists():
            said.print(f"put .env, with the keys, into {restored.home} (chmod 600)", soft_wrap=True)
        if told.revision is None:
            said.print("the database was not in the bundle: see docs/backup.md for PostgreSQL", soft_wrap=True)
            return
        if restored.must_migrate:
            said.print("the database is of an older version: run `wallflower migrate`", soft_wrap=True)
        said.print(
            f"nothing is published until somebody says /resume: {restored.approved} approved drafts wait, and those "
            "that have gone out since the bundle was made must be rejected first",
            soft_wrap=True,
        )

    guarded(work)
