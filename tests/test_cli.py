"""`wallflower`: its verbs are told of before they are imported, and what is told is true."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import VERBS, cli
from bot.late_verb import LateVerb

ROOT = Path(__file__).parents[1]
DEAR = {"aiogram", "alembic", "fastapi", "numpy", "onnxruntime", "PIL", "pydantic", "sqlalchemy", "torch"}


def test_the_help_of_wallflower_loads_nothing_that_takes_long() -> None:
    code = (
        "from typer.testing import CliRunner; from bot.cli import cli; import sys\n"
        "assert 'Reads a community' in CliRunner().invoke(cli, ['--help']).stdout\n"
        "print(' '.join(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert DEAR.isdisjoint(told.stdout.decode().split())


def test_the_help_of_a_verb_loads_nothing_that_takes_long() -> None:
    """Of any verb: what it needs for its work it imports when it works."""
    code = (
        "from typer.testing import CliRunner; from bot.cli import VERBS, cli; import sys\n"
        # typer itself loads pydantic where it reads options.
        f"dear = {sorted(DEAR - {'pydantic'})!r}\n"
        "for name in VERBS:\n"
        "    assert 'Usage: wallflower ' + name in CliRunner().invoke(cli, [name, '--help']).stdout, name\n"
        "    assert not [each for each in dear if each in sys.modules], name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_list_of_settings_loads_no_database() -> None:
    """`wallflower settings` needs pydantic, and no database."""
    code = (
        "from typer.testing import CliRunner; from bot.cli import cli; import sys\n"
        "assert 'vk.group_id' in CliRunner().invoke(cli, ['settings', '--markdown']).stdout\n"
        "print(' '.join(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert DEAR & set(told.stdout.decode().split()) == {"pydantic"}


@pytest.mark.parametrize("name", VERBS)
def test_what_wallflower_tells_of_a_verb_is_how_its_own_help_begins(name: str) -> None:
    where, told = VERBS[name]
    made = LateVerb(name, where, told).made()
    assert " ".join(made.help.split("\n\n")[0].split()) == told


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_a_help_of_its_own(name: str) -> None:
    asked = CliRunner().invoke(cli, [name, "--help"])
    assert asked.exit_code == 0
    assert f"Usage: wallflower {name}" in asked.stdout


def test_a_verb_that_there_is_not_is_told_with_the_one_that_was_meant() -> None:
    asked = CliRunner().invoke(cli, ["templat", "list"])
    assert asked.exit_code == 2
    assert "Did you mean 'template'?" in asked.stderr
