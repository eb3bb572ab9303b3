"""Killed with SIGKILL at random moments: the old bundle or the new one, the old home or the new one, never half."""

import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.backup.archive import open_bundle
from bot.backup.database_copy import examine
from bot.settings import Home
from bot.storage import schema
from tests.backup.conftest import NOW, saved_of

_ROUNDS = 5

_SAVING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.backup.saving import save
from bot.settings import Home, load
home = Home(Path(sys.argv[1]))
while True:
    save(home, load(home, {}), Path(sys.argv[2]), datetime.now(UTC))
    print("saved", flush=True)
"""

_RESTORING = """
import itertools, shutil, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.backup.restoring import restore
home, bundles = Path(sys.argv[1]), [Path(argument) for argument in sys.argv[2:]]
for bundle in itertools.cycle(bundles):
    aside = restore(bundle, home, datetime.now(UTC), replace=True).moved_aside
    print("restored", flush=True)
    if aside is not None:
        shutil.rmtree(aside)
"""


def killed_somewhere(code: str, *arguments: Path, seed: int) -> None:
    """Let the code do its work once, and kill it at a random moment of the next times."""
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline(), "it ended before it had done anything"
        with suppress(subprocess.TimeoutExpired):
            process.wait(random.Random(seed).uniform(0, 0.5))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("seed", range(_ROUNDS))
def test_a_backup_that_is_killed_leaves_a_whole_bundle_and_the_next_one_clears_up(
    home: Home, bundle: Path, seed: int
) -> None:
    killed_somewhere(_SAVING, home.folder, bundle, seed=seed)
    with open_bundle(bundle) as found:
        found.check()
    saved_of(home, bundle)
    assert list(bundle.parent.iterdir()) == [bundle]


@pytest.mark.parametrize("seed", range(_ROUNDS))
def test_a_restore_that_is_killed_leaves_one_whole_home_or_the_other(home: Home, bundle: Path, seed: int) -> None:
    texts = {home.corpus_file.read_text(), "another corpus\n"}
    home.corpus_file.write_text("another corpus\n")
    (home.folder / "author.key").write_text("cd" * 32 + "\n")
    other = saved_of(home, bundle.with_name("other.zip"), NOW).bundle
    there = bundle.parent / "there"

    killed_somewhere(_RESTORING, there, bundle, other, seed=seed)

    found = (there / "corpus.txt").read_text()
    assert found in texts
    assert (there / "author.key").read_text().startswith("cd" if found == "another corpus\n" else "ab")
    assert examine(there / "wallflower.db", "the database") == schema.head()
    assert (there / "checkpoints" / "live").read_text() == "monday\n"
