"""`wallflower role` and `wallflower audit` as an operator meets them."""

import json
import shutil
import sqlite3
from pathlib import Path

from tests.end_to_end.conftest import wallflower


async def test_roles_are_granted_and_revoked_and_the_log_tells_of_it_until_it_is_forged(tmp_path: Path) -> None:
    """Exit code 0 for a whole log, 1 and the first broken entry for a forged one, 2 for a mistake."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "wallflower.toml").write_text('[roles]\nowners = ["telegram:1"]\n', "utf-8")
    granted = await wallflower(home, "role", "grant", "telegram:2", "moderator")
    assert (granted.code, granted.output) == (0, "telegram:2: member → moderator\n")
    assert (await wallflower(home, "role", "revoke", "telegram:2")).output == "telegram:2: moderator → member\n"

    fixed = await wallflower(home, "role", "revoke", "telegram:1")
    assert fixed.code == 2
    assert "owner by the settings" in fixed.error

    listed = json.loads((await wallflower(home, "role", "list", "--json")).output)
    assert [(row["person"], row["role"], row["granted_by"] is None) for row in listed] == [
        ("telegram:1", "owner", True),
        ("telegram:2", "member", False),
    ]
    entries = json.loads((await wallflower(home, "audit", "--last", "5", "--json")).output)
    assert [(entry["action"], entry["object"]) for entry in entries] == [("role.change", "telegram:2")] * 2
    assert entries[0]["actor"].startswith("terminal:")

    whole = await wallflower(home, "audit", "verify", "--head", entries[0]["hash"])
    assert whole.code == 0
    assert f"head: {entries[1]['hash']}" in whole.output
    assert (await wallflower(home, "audit", "verify", "--head", "f" * 64)).code == 1

    with sqlite3.connect(home / "wallflower.db") as forger:
        forger.execute("DROP TRIGGER audit_no_update")
        forger.execute("UPDATE audit SET actor = 'terminal:0x' WHERE sequence = 2")
    forger.close()
    forged = await wallflower(home, "audit", "verify")
    assert forged.code == 1
    assert "entry 2 is broken" in forged.error


async def test_the_log_names_people_whole_in_a_narrow_terminal(tmp_path: Path) -> None:
    """What has no room goes on in the next line; nothing of who did what is cut off."""
    home = tmp_path / "home"
    home.mkdir()
    await wallflower(home, "role", "grant", "telegram:700000000002", "moderator")
    shown = await wallflower(home, "audit", COLUMNS="60")
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.output.splitlines() if "│" in line]
    assert "telegram:700000000002" in "".join(row[4] for row in cells)
    assert '{"after":"moderator","before":"member"}' in "".join(row[5] for row in cells)


async def test_what_is_done_to_a_whole_home_is_in_the_log(trained: Path, tmp_path: Path) -> None:
    """Imports, trainings and backups; and in the home that was restored, the restoring."""
    home, there, bundle = Path(shutil.copytree(trained, tmp_path / "home")), tmp_path / "there", tmp_path / "bundle.zip"
    assert (await wallflower(home, "backup", str(bundle))).code == 0
    assert (await wallflower(there, "restore", str(bundle))).code == 0
    here = json.loads((await wallflower(home, "audit", "--json")).output)
    assert [entry["action"] for entry in here] == ["posts.import", "checkpoint.train", "home.backup"]
    assert here[1]["object"] in {path.name for path in (home / "checkpoints").iterdir()}
    restored = json.loads((await wallflower(there, "audit", "--json")).output)
    assert [entry["action"] for entry in restored] == ["posts.import", "checkpoint.train", "home.restore"]
    assert (await wallflower(there, "audit", "verify")).code == 0
