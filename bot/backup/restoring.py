"""`wallflower restore`: a bundle becomes a home again, on this machine or another one.

Everything is checked before anything is written, then written beside and renamed. A restored bot publishes nothing
until somebody says /resume: what was approved when the bundle was made may have gone out since.
"""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.exc import DBAPIError

from bot import settings as settings_
from bot.backup.archive import BundleReader, open_bundle
from bot.backup.database_copy import examine
from bot.backup.honouring import honour, said_no
from bot.backup.manifest import BundleManifest, DatabaseKind
from bot.backup.member_names import DATABASE
from bot.backup.renaming import put, swap
from bot.backup.work_folder import work_folder
from bot.domain.draft import DraftState
from bot.errors import Misconfigured, Refused, Retryable
from bot.flow.silence import OPEN, PAUSE_CONTROL
from bot.settings import Home
from bot.storage import schema, tables
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.holding import held

_ROOM = 100_000_000  # bytes that must stay free
_WAYS_IN = (tables.console_sessions, tables.console_links, tables.console_passwords)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. `approved` drafts wait for a slot, and may have gone out since the bundle was made."""

    home: Path
    manifest: BundleManifest
    moved_aside: Path | None
    must_migrate: bool
    approved: int
    warnings: tuple[str, ...]


def restore(
    bundle: Path,
    home: Path,
    now: datetime,
    *,
    replace: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Restored:
    """Make `home` what it was when the bundle was made. With `replace` a home that is there is moved aside, whole.

    Raises Refused and Misconfigured, OSError; until the very end nothing has changed then.
    """
    home = home.expanduser().resolve()
    with open_bundle(bundle) as found:
        manifest = found.manifest
        if manifest.revision is not None:
            schema.refuse_newer(manifest.revision, f"the database in {bundle}")
        _refuse_occupied(home, replace)
        _refuse_no_room(found, home)
        on_step("checking the bundle")
        found.check()
        with ExitStack() as stack:
            if home.is_dir():
                stack.enter_context(held(home, alone=True))
                _refuse_occupied(home, replace)
            home.parent.mkdir(parents=True, exist_ok=True)
            made = stack.enter_context(work_folder(home.parent)) / "home"
            made.mkdir(mode=0o700)
            on_step("writing the home")
            found.unpack(made)
            approved, warnings = _prepared(made, home, bundle, manifest, now)
            warnings += filter(None, [_without_those_who_said_no(made, home, manifest)])
            aside = _put(made, home, now)
    must_migrate = manifest.revision not in (None, schema.head())
    return Restored(home, manifest, aside, must_migrate, approved, tuple(warnings))


def _refuse_occupied(home: Path, replace: bool) -> None:
    if home.exists() and not home.is_dir():
        raise Refused(f"{home} is no folder: name another --home")
    if home.is_dir() and any(home.iterdir()) and not replace:
        raise Refused(
            f"{home} is not empty: name another --home, or say --replace; what is there is moved aside, not deleted"
        )


def _refuse_no_room(found: BundleReader, home: Path) -> None:
    there = next(parent for parent in (home, *home.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if found.size + _ROOM > free:
        raise Refused(
            f"the bundle unpacks to {found.size / 1e6:,.0f} MB and {there} has {free / 1e6:,.0f} MB free: make room, "
            "or name another --home"
        )


def _prepared(made: Path, home: Path, bundle: Path, manifest: BundleManifest, now: datetime) -> tuple[int, list[str]]:
    """Check the database and quieten it; returns how many drafts are approved, and what the operator must know."""
    approved, warnings = 0, []
    if manifest.database is DatabaseKind.SQLITE:
        if examine(made / DATABASE, f"the database in {bundle}") != manifest.revision:
            raise Refused(
                f"the database in {bundle} is of another revision than the manifest says: take another bundle"
            )
        try:
            approved = asyncio.run(_quieten(made / DATABASE, now))
        except Retryable as error:
            raise Refused(
                f"the database in {bundle} lacks what its revision should have: take another bundle"
            ) from error
    try:
        own_address = settings_.load(Home(made)).database.url.get_secret_value()
    except Misconfigured as error:
        warnings.append(
            f"the settings must be mended before the bot can run: {str(error).replace(str(made), str(home))}"
        )
        own_address = ""
    if own_address and manifest.database is DatabaseKind.SQLITE:
        warnings.append(
            f"the database is now {home / DATABASE}, but database.url (wallflower.toml or the environment) names "
            "another one: remove that setting"
        )
    return approved, warnings


def _without_those_who_said_no(made: Path, home: Path, manifest: BundleManifest) -> str | None:
    """Honour the opt-outs of the home that is there; returns what the operator must know, if anything.

    With PostgreSQL they are in the database, which no bundle replaces.
    """
    if manifest.database is not DatabaseKind.SQLITE:
        return None
    try:
        who = asyncio.run(said_no(home))
    except (Retryable, DBAPIError):
        return (
            f"{home / DATABASE} can't be read, and who said no there is not known here: forget those people again with "
            "`wallflower forget`"
        )
    if who is None:
        return None
    try:
        settings = settings_.load(Home(made))
    except Misconfigured:
        settings = None
    return asyncio.run(honour(made, settings, who))


async def _quieten(file: Path, now: datetime) -> int:
    """Publish nothing until /resume, answer nothing that the old bot may have answered since; how many are approved.

    Nobody is logged in to the console: a session that was ended and a password that was changed since stay so.
    """
    database = Database(f"sqlite:///{file}")
    try:
        await Community(database).set_control(PAUSE_CONTROL, (now + OPEN).isoformat())
        async with database.begin() as connection:
            unanswered = tables.inbox.c.contents.is_not(None)
            await connection.execute(update(tables.inbox).where(unanswered).values(answering=True))
            there = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
            for table in _WAYS_IN:
                if table.name in there:  # older bundles have none
                    await connection.execute(delete(table))
            waiting = select(func.count()).where(tables.drafts.c.state == DraftState.APPROVED.value)
            return (await connection.execute(waiting)).scalar_one()
    finally:
        await database.close()


def _put(made: Path, home: Path, now: datetime) -> Path | None:
    """Give the new home its name, at one stroke; returns where the old one is now."""
    if not home.exists() or not any(home.iterdir()):
        put(made, home)
        return None
    aside = home.with_name(f"{home.name}.before-{now:%Y%m%d-%H%M%S}")
    if aside.exists():
        raise Refused(f"{aside} is there already: try again")
    made.rename(aside)
    try:
        swap(aside, home)
    except Refused:
        aside.rename(made)
        raise
    return aside
