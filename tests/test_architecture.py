"""The house stands as docs/design.md says: who may import whom, and what each process loads."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_import_contracts_hold() -> None:
    ended = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stdout.decode()
    assert b"0 broken" in ended.stdout


def loaded_by(statement: str) -> set[str]:
    """The packages that a fresh interpreter has loaded after a statement."""
    code = f"{statement}; import sys; print(' '.join(name for name in sys.modules if '.' not in name))"
    return set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout.decode().split()
    )


def test_neither_the_bot_nor_the_writer_loads_torch() -> None:
    assert "torch" not in loaded_by("import bot.running")
    assert "torch" not in loaded_by("import bot.writer.__main__")
    assert "torch" in loaded_by("import model.training")


def test_only_the_running_bot_loads_aiogram() -> None:
    assert "aiogram" not in loaded_by("import bot.cli")
    assert "aiogram" in loaded_by("import bot.running")


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
    found = [
        path
        for folder in ("bot", "corpus", "model")
        for path in (ROOT / folder).rglob("*.py")
        if path.stem in empty_names
    ]
    assert found == []
