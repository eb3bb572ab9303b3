"""Whatever a file calls itself, it is restored whole or refused in one sentence, with nothing written."""

import json
import os
import stat
import warnings
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.backup.archive import open_bundle
from bot.backup.manifest import BundleManifest, Unsound
from bot.backup.restoring import restore
from bot.errors import Misconfigured, Refused
from tests.backup.conftest import NOW

Members = list[tuple[zipfile.ZipInfo | str, bytes]]


def refused(bundle: Path) -> str:
    """The sentence with which it is refused; nothing beside it has changed."""
    before = sorted(bundle.parent.rglob("*"))
    with pytest.raises((Refused, Misconfigured)) as caught:
        restore(bundle, bundle.parent / "new", NOW)
    assert sorted(bundle.parent.rglob("*")) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def rewritten(bundle: Path, change: Callable[[Members], Members]) -> Path:
    """The bundle again, with other members; the manifest is as it was unless `change` changes it."""
    with zipfile.ZipFile(bundle) as archive:
        members: Members = [(name, archive.read(name)) for name in archive.namelist()]
    forged = bundle.with_name("forged.zip")
    with warnings.catch_warnings(), zipfile.ZipFile(forged, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile warns of a name that is there twice
        for name, data in change(members):
            archive.writestr(name, data)
    return forged


def entry(name: str, mode: int = 0, **fields: Any) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def told(**changes: object) -> Callable[[Members], Members]:
    """The manifest with other entries."""

    def change(members: Members) -> Members:
        return [
            (name, json.dumps({**json.loads(data), **changes}).encode() if name == "manifest.json" else data)
            for name, data in members
        ]

    return change


def member(**changes: object) -> Callable[[Members], Members]:
    """The manifest with one member more, or described in another way."""

    def change(members: Members) -> Members:
        listed = json.loads(dict(members)["manifest.json"])["members"]
        return told(members=[{**listed[0], **changes}, *listed[1:]])(members)

    return change


FORGERIES: dict[str, Callable[[Members], Members]] = {
    "a path that leads out": lambda members: [*members, ("../evil", b"x")],
    "an absolute path": lambda members: [*members, ("/etc/evil", b"x")],
    "a path with a back slash": lambda members: [*members, ("..\\evil", b"x")],
    "a path that leads out further down": lambda members: [*members, ("checkpoints/../../evil", b"x")],
    "a run called by dots": lambda members: [*members, ("checkpoints/../best/manifest.json", b"x")],
    "a folder": lambda members: [*members, ("checkpoints/", b"")],
    "a hidden file": lambda members: [*members, (".bashrc", b"x")],
    "a link": lambda members: [*members, (entry(".env", stat.S_IFLNK | 0o777), b"/etc/passwd")],
    "a device": lambda members: [*members, (entry(".env", stat.S_IFCHR | 0o666), b"")],
    "another compression": lambda members: [*members, (entry(".env", compress_type=zipfile.ZIP_BZIP2), b"x")],
    "a member that the manifest does not name": lambda members: [*members, (".env", b"x")],
    "a member that is not there": lambda members: members[1:],
    "one name twice": lambda members: [*members, members[0]],
    "a settings file of 10 MB": lambda members: [*members, (".env", bytes(10_000_000))],
    "another text in a member": lambda members: [
        (name, data.replace(b"77", b"78") if name == "wallflower.toml" else data) for name, data in members
    ],
    "no manifest": lambda members: [(name, data) for name, data in members if name != "manifest.json"],
    "a manifest that is no JSON": lambda members: [
        (name, b"{" if name == "manifest.json" else data) for name, data in members
    ],
    "a manifest that is nested for ever": lambda members: [
        (name, b"[" * 1_000_000 if name == "manifest.json" else data) for name, data in members
    ],
    "a manifest that is a list": lambda members: [
        (name, b"[]" if name == "manifest.json" else data) for name, data in members
    ],
    "a newer format": told(format=2),
    "no format": told(format=None),
    "a newer database": told(revision="9999"),
    "another revision than the database's": told(revision="0001"),
    "a database that is not there": told(database="postgresql"),
    "a strange database": told(database=["sqlite"]),
    "a strange entry": told(hello=1),
    "members that are none": told(members=[1]),
    "a member of another size": member(size=7),
    "a member of no size": member(size=-1),
    "a member of a size that no disk has": member(size=10**30),
    "a member with another digest": member(sha256="0" * 64),
    "a member with no digest": member(sha256=None),
    "a member with a control character in its name": member(name="checkpoints/a\x00b/best/x"),
    "a database that is text": lambda members: with_database(members, b"no database at all, but long enough" * 100),
    "a database that is empty": lambda members: with_database(members, b""),
}


def with_database(members: Members, contents: bytes) -> Members:
    """Another database, with its right size and digest in the manifest."""
    manifest = json.loads(dict(members)["manifest.json"])
    for row in manifest["members"]:
        if row["name"] == "wallflower.db":
            row |= {"size": len(contents), "sha256": sha256(contents).hexdigest()}
    replaced = {"wallflower.db": contents, "manifest.json": json.dumps(manifest).encode()}
    return [(name, replaced.get(str(name), data)) for name, data in members]


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_bundle_is_refused_and_nothing_is_written(bundle: Path, forgery: Callable[[Members], Members]) -> None:
    refused(rewritten(bundle, forgery))


def test_a_bomb_is_refused_by_what_it_says_before_it_is_unpacked(bundle: Path) -> None:
    """A corpus that unpacks to more than its manifest says."""
    data = bytearray(bundle.read_bytes())
    at = data.rfind(b"corpus.txt")  # in the table of contents, 46 bytes after its entry begins
    data[at - 46 + 24 : at - 46 + 28] = (2**31).to_bytes(4, "little")
    bundle.write_bytes(data)
    assert "another size" in refused(bundle)


@pytest.mark.parametrize("contents", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"no archive" * 1000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "file.zip"
    file.write_bytes(contents)
    assert "no bundle" in refused(file)


def test_a_table_of_contents_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "file.zip"
    claimed = 50_000_000
    with file.open("wb") as sparse:
        sparse.truncate(claimed)
        sparse.seek(claimed)
        sparse.write(b"PK\x05\x06" + bytes(8) + claimed.to_bytes(4, "little") + bytes(4) + bytes(2))
    assert "table of contents" in refused(file)


def test_what_is_not_there_and_what_is_no_file_is_named(tmp_path: Path) -> None:
    assert "absent.zip" in refused(tmp_path / "absent.zip")
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refused(tmp_path / "pipe")


def test_a_bundle_that_was_cut_short_is_refused(bundle: Path) -> None:
    data = bundle.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        bundle.write_bytes(data[: int(len(data) * share)])
        refused(bundle)


def test_a_changed_byte_in_any_member_is_noticed(bundle: Path) -> None:
    """Also where whoever changed it has put the archive's own checksums right."""
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for changed, contents in members.items():
        if changed == "manifest.json":
            continue
        other = bytearray(contents)
        other[len(other) // 2] ^= 1
        forged: Members = [(name, bytes(other) if name == changed else data) for name, data in members.items()]
        assert f"{changed} in it was altered" in refused(rewritten(bundle, lambda _, forged=forged: forged))  # type: ignore[misc]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_anywhere_is_noticed_or_does_no_harm(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """Bytes changed, cut out and put in at random: one sentence, or the manifest as it was and members that fit it."""
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        # The table of contents is where a reader can be led astray: half of the damage goes there.
        tail = data.draw(st.booleans())
        at = len(changed) - 1 - data.draw(st.integers(0, 1_200 if tail else len(changed) - 1)) % len(changed)
        changed[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    file = tmp_path / "damaged.zip"
    file.write_bytes(whole)
    with open_bundle(file) as found:
        sound = found.manifest
    file.write_bytes(changed)
    said = ""
    try:
        with open_bundle(file) as found:
            found.check()
            assert found.manifest == sound
    except Refused as error:
        said = str(error)
    assert "\n" not in said


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_manifest_or_unsound(found: object) -> None:
    entries = {"format": 1, "wallflower": "1", "created": "x", "home": "x", "community": "", "database": "none",
               "revision": None, "members": []}  # fmt: skip
    for name in entries:
        said = "it is sound"
        try:
            BundleManifest.from_bytes(json.dumps({**entries, name: found}).encode())
        except Unsound as unsound:
            said = str(unsound)
        assert said.startswith("it")


@pytest.fixture
def whole(bundle: Path) -> bytes:
    return bundle.read_bytes()
