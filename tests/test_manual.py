"""docs/commands.md is what the commands say of themselves: none is missing, nor any option."""

from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import VERBS, cli
from bot.manual_verb import page_of

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"


def test_the_page_of_commands_is_what_the_code_says() -> None:
    generated = CliRunner().invoke(cli, ["commands"]).stdout
    assert generated in PAGE.read_text("utf-8"), "run: wallflower commands, and put it into docs/commands.md"


def test_every_verb_and_every_verb_of_a_verb_has_its_chapter() -> None:
    page = page_of(get_command(cli))
    assert [name for name in VERBS if f"## `wallflower {name}`\n" not in page] == []
    checkpoint = get_command(cli).commands["checkpoint"].made()  # type: ignore[attr-defined]
    assert isinstance(checkpoint, TyperGroup)
    assert [name for name in checkpoint.commands if f"## `wallflower checkpoint {name}`\n" not in page] == []
    assert "| `--from VOICE` \\| `RUN` \\| `FOLDER` |" in page
