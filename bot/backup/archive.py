"""The bundle as a file: a ZIP archive, written member by member and read as if an enemy had made it.

Why ZIP: its table of contents is read first, so a bundle is judged before one byte of it is unpacked. Members stand in
the order in which they were added, with one date and one mode: the same contents give the same bytes.
"""

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self

from bot.backup.manifest import BundleManifest, Member, Unsound
from bot.backup.member_names import MANIFEST, MOST_MEMBERS, most_bytes
from bot.errors import Refused

_BLOCK = 1 << 20
# More than the table of contents of MOST_MEMBERS takes: a file that claims a bigger one is none of ours.
_MOST_AT_ONCE = MOST_MEMBERS * 400
_DATE = (1980, 1, 1, 0, 0, 0)  # ZIP's first; when a file was written is nobody's business
_MODE = (stat.S_IFREG | 0o600) << 16
_ENCRYPTED = 0x1
# What zipfile raises for a damaged archive, depending on where the damage is.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, ValueError, RuntimeError,
)  # fmt: skip


class BundleWriter:
    """A bundle in the making, at a path that is not there yet, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            self._archive.close()
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def add(self, name: str, source: BinaryIO) -> None:
        """Take everything that `source` gives in as the member `name`."""
        digest, size = hashlib.sha256(), 0
        with self._open(name) as target:
            while block := source.read(_BLOCK):
                target.write(block)
                digest.update(block)
                size += len(block)
        self.members.append(Member(name, size, digest.hexdigest()))

    def finish(self, manifest: BundleManifest) -> None:
        """Write the manifest, last: without it a bundle is none."""
        with self._open(MANIFEST) as target:
            target.write(manifest.to_bytes())

    def _open(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, _DATE)
        # Weights are noise to a compressor; everything else is text or has room in it.
        info.compress_type = zipfile.ZIP_STORED if name.endswith(".safetensors") else zipfile.ZIP_DEFLATED
        info.create_system, info.external_attr = 3, _MODE
        return self._archive.open(info, "w", force_zip64=True)


class BundleReader:
    """A bundle whose table of contents and manifest were checked; the members' contents are not yet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Raises Unsound."""
        self._archive = archive
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise Unsound("it has too many members")
        for info in infos:
            _refuse_strange(info)
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos):
            raise Unsound("it has two members of one name")
        if MANIFEST not in self._infos:
            raise Unsound(f"it has no {MANIFEST}: this is no bundle of Wallflower's")
        with _undamaged(MANIFEST), archive.open(self._infos.pop(MANIFEST)) as source:
            self.manifest = BundleManifest.from_bytes(source.read())
        if {member.name for member in self.manifest.members} != set(self._infos):
            raise Unsound("it holds other members than its manifest names")
        for member in self.manifest.members:
            if self._infos[member.name].file_size != member.size:
                raise Unsound(f"{member.name} in it has another size than its manifest says")

    @property
    def size(self) -> int:
        """All members unpacked, in bytes."""
        return sum(member.size for member in self.manifest.members)

    def check(self) -> None:
        """Read every member and hold it against its digest. Raises Unsound for the first that differs."""
        for member in self.manifest.members:
            self._copy(member, lambda _block: None)

    def unpack(self, folder: Path) -> None:
        """Write every member into `folder`, checked again on the way. Raises Unsound, OSError."""
        for member in self.manifest.members:
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                self._copy(member, target.write)
                target.flush()
                os.fsync(target.fileno())

    def _copy(self, member: Member, write: Callable[[bytes], object]) -> None:
        digest = hashlib.sha256()
        with _undamaged(member.name):
            source = self._archive.open(self._infos[member.name])
        with source:
            while True:
                # zipfile gives no more than the table of contents says, and that was checked.
                with _undamaged(member.name):
                    block = source.read(_BLOCK)
                if not block:
                    break
                digest.update(block)
                write(block)
        if digest.hexdigest() != member.sha256:
            raise Unsound(f"{member.name} in it was altered")


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleReader]:
    """A bundle, judged by its table of contents and its manifest; all that is found wrong with it, also in the block,
    is raised as Refused in one sentence."""
    if not path.is_file():
        raise Refused(f"there is no file {path}: name a bundle that `wallflower backup` made")
    with _Bounded(path) as file:
        try:
            with _undamaged("its table of contents"):
                archive = zipfile.ZipFile(file)
            with archive:
                yield BundleReader(archive)
        except Unsound as error:
            raise Refused(f"{path} is no bundle to restore: {error}") from error


class _Bounded(io.FileIO):
    """A file that is never read into memory whole, whatever sizes its contents claim."""

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file does; BadZipFile for more than _MOST_AT_ONCE."""
        wanted = os.fstat(self.fileno()).st_size - self.tell() if size is None or size < 0 else size
        if wanted > _MOST_AT_ONCE:
            raise zipfile.BadZipFile("it claims more than a bundle's table of contents can be")
        return super().read(max(wanted, 0)) or b""


def _refuse_strange(info: zipfile.ZipInfo) -> None:
    name = info.filename
    most = most_bytes(name)
    if most is None:
        raise Unsound(f"it holds {name[:100]!r}, which is no file of a home")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Unsound(f"{name} in it is a link or a device")
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unsound(f"{name} in it is packed in a way that Wallflower does not use")
    if info.file_size > most:
        raise Unsound(f"{name} in it is bigger than such a file can be")


@contextmanager
def _undamaged(what: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise Unsound(f"{what} is damaged") from error
