"""A trained network on disk, and which one is live. Needs no torch.

    <checkpoints>/live                        the name of the run that the writer uses
    <checkpoints>/live-before                 the one that was live before it, for when it proves unusable
    <checkpoints>/<run>/best/manifest.json    what it is, and the names of the files beside it
                             vocabulary-….json
                             weights-….safetensors
    <checkpoints>/<run>/last/…                the same where training stood last, and what training needs to go on

Files are named after their content and the manifest is replaced last, by a rename: a kill at any moment leaves the old
checkpoint or the new one, whole, and a file that was cut short or altered is noticed.
"""

import contextlib
import json
import math
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors
from safetensors.numpy import save as save_safetensors

from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption, UnusableCheckpoint
from model.separator import Separator
from model.vocabulary import Vocabulary

FORMAT = 1
MANIFEST = "manifest.json"
LIVE = "live"
LIVE_BEFORE = "live-before"
BEST = "best"
LAST = "last"
MOST_MANIFEST_BYTES = 1_000_000
_HEADER_BYTES = 1_000_000  # more than the table of contents of any weights file of ours
_FILE_NAME = re.compile(r"[a-z]+-[0-9a-f]{16}\.(json|safetensors)")
_MAY_BE_ABSENT = frozenset({"bits_per_character", "started_from", "captions_hash", "captions_bits_per_character"})
_RUN_NAME = re.compile(r"[\w][\w.-]{0,99}")

Weights = dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a checkpoint says of itself.

    `files` names the files beside it by role: vocabulary, weights, and in `last` training. `bits_per_character` is of
    the held-out posts, None before they were first read. `characters` are the corpus's, `created` is ISO 8601 in UTC.
    `started_from` names the network that training began with and the digest of its weights, None if it was random.
    `templates` are those whose captions it has learned, `captions_hash` names these captions (None: there were none),
    and `captions_bits_per_character` is of those held out, with their control lines.
    """

    run: str
    network: NetworkConfig
    training: TrainingConfig
    vocabulary_size: int
    corpus_hash: str
    posts: int
    characters: int
    steps: int
    epochs: float
    seconds: float
    bits_per_character: float | None
    created: str
    files: Mapping[str, str]
    started_from: str | None = None
    templates: tuple[str, ...] = ()
    captions_hash: str | None = None
    captions_bits_per_character: float | None = None

    def to_json(self) -> dict[str, object]:
        """What `from_json` takes."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"format": FORMAT, **plain, "network": asdict(self.network), "training": asdict(self.training)}

    @classmethod
    def from_json(cls, found: object, path: Path) -> "Manifest":
        """Read what `to_json` wrote; anything else raises UnusableCheckpoint."""
        if not isinstance(found, dict):
            raise UnusableCheckpoint(path, "this is not a manifest")
        version = found.get("format")
        if version != FORMAT or isinstance(version, bool):
            raise UnusableCheckpoint(path, f"the checkpoint has format {_short(version)}, this program reads {FORMAT}")
        # Checkpoints of earlier versions, which began at random weights and had read no captions, don't name these.
        before: dict[str, object] = {"templates": [], **dict.fromkeys(_MAY_BE_ABSENT - {"bits_per_character"})}
        values = {**before, **{name: value for name, value in found.items() if name != "format"}}
        if set(values) != {field.name for field in fields(cls)}:
            raise UnusableCheckpoint(path, "the manifest lacks entries or has strange ones")
        try:
            values["network"] = NetworkConfig.from_json(values["network"])
            values["training"] = TrainingConfig.from_json(values["training"])
        except BadOption as error:
            raise UnusableCheckpoint(path, str(error).rstrip(".")) from error
        kinds = {
            "text": ("run", "corpus_hash", "created", "started_from", "captions_hash"),
            "whole": ("vocabulary_size", "posts", "characters", "steps"),
            "number": ("epochs", "seconds", "bits_per_character", "captions_bits_per_character"),
        }
        fit = {
            "text": lambda v: isinstance(v, str) and len(v) <= 200,
            "whole": lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0,
            "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v < math.inf,
        }
        for kind, names in kinds.items():
            for name in names:
                absent = name in _MAY_BE_ABSENT and values[name] is None
                if not absent and not fit[kind](values[name]):
                    raise UnusableCheckpoint(path, f"the manifest's {name} is {_short(values[name])}")
        templates = values["templates"]
        if not isinstance(templates, list) or not all(isinstance(name, str) and len(name) <= 200 for name in templates):
            raise UnusableCheckpoint(path, f"the manifest's templates are {_short(templates)}")
        values["templates"] = tuple(templates)
        files = values["files"]
        if not isinstance(files, dict) or not {"vocabulary", "weights"} <= set(files):
            raise UnusableCheckpoint(path, "the manifest names no vocabulary or no weights")
        for name in files.values():
            if not isinstance(name, str) or not _FILE_NAME.fullmatch(name):
                raise UnusableCheckpoint(path, f"the manifest names a strange file, {_short(name)}")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A network to write with: its manifest, the characters it knows and its weights as fp32 arrays."""

    manifest: Manifest
    vocabulary: Vocabulary
    weights: Weights

    @property
    def name(self) -> str:
        """The run and the step, for people and for the record: `monday@4800`."""
        return f"{self.manifest.run}@{self.manifest.steps}"

    @property
    def separator(self) -> Separator:
        """What ends its posts."""
        return Separator.of(self.manifest.training.separator, self.vocabulary)


def shapes(config: NetworkConfig, vocabulary_size: int) -> dict[str, tuple[int, ...]]:
    """The weights that a network of this shape has. Gates stand in the order input, forget, cell, output.

    `start` is the mean memory at the end of a post: a writer begins there (see `Network.memory_after`).
    """
    hidden = config.hidden
    expected: dict[str, tuple[int, ...]] = {"embedding.weight": (vocabulary_size, config.embedding)}
    if config.parts:
        expected["part.weight"] = (config.parts + 1, config.embedding)
    for layer in range(config.layers):
        expected[f"lstm.weight_ih_l{layer}"] = (4 * hidden, hidden if layer else config.embedding)
        expected[f"lstm.weight_hh_l{layer}"] = (4 * hidden, hidden)
        expected[f"lstm.bias_ih_l{layer}"] = (4 * hidden,)
        expected[f"lstm.bias_hh_l{layer}"] = (4 * hidden,)
    expected["output.weight"] = (vocabulary_size, hidden)
    expected["output.bias"] = (vocabulary_size,)
    expected["start.hidden"] = (config.layers, hidden)
    expected["start.cell"] = (config.layers, hidden)
    return expected


def save(
    folder: Path, manifest: Manifest, vocabulary: Vocabulary, weights: Weights, training: bytes | None = None
) -> Manifest:
    """Make `folder` hold this checkpoint instead of what it held; returns the manifest with its `files` filled in.

    `training` is what model.training needs to go on, as safetensors. Raises UnusableCheckpoint if it can't be written.
    """
    contents = {
        "vocabulary": (".json", json.dumps(vocabulary.to_json(), ensure_ascii=False).encode()),
        "weights": (".safetensors", save_safetensors(weights)),
    }
    if training is not None:
        contents["training"] = (".safetensors", training)
    files = {role: f"{role}-{_digest(data)}{suffix}" for role, (suffix, data) in contents.items()}
    written = Manifest(**{**{f.name: getattr(manifest, f.name) for f in fields(manifest)}, "files": files})
    make_folder(folder)
    try:
        for role, name in files.items():
            if not (folder / name).exists():
                _replace(folder / name, contents[role][1])
        _replace(folder / MANIFEST, json.dumps(written.to_json(), ensure_ascii=False, indent=1).encode())
        for other in folder.iterdir():
            if other.name not in files.values() and (_FILE_NAME.fullmatch(other.name) or other.name.endswith(".new")):
                other.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    return written


def make_folder(folder: Path) -> None:
    """Make sure that `folder` is there and can be written. Raises UnusableCheckpoint."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(folder, "permission denied")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the checkpoint in `folder`, without its weights. Raises UnusableCheckpoint."""
    path = folder / MANIFEST
    data = _read(path, MOST_MANIFEST_BYTES)
    return Manifest.from_json(_json(path, data), path)


def read_file(folder: Path, manifest: Manifest, role: str, most_bytes: int) -> bytes:
    """The file that plays `role` in this checkpoint, whole and unaltered, or UnusableCheckpoint."""
    if role not in manifest.files:
        raise UnusableCheckpoint(folder, f"the checkpoint has no {role}")
    path = folder / manifest.files[role]
    data = _read(path, most_bytes)
    if not path.stem.endswith(_digest(data)):
        raise UnusableCheckpoint(path, "the file was cut short or altered")
    return data


def load(folder: Path) -> Checkpoint:
    """The checkpoint in `folder`, checked through and through. Raises UnusableCheckpoint."""
    manifest = read_manifest(folder)
    try:
        return _load(folder, manifest)
    except UnusableCheckpoint:
        # Between our two reads training may have put a newer checkpoint here and removed the files of the old one.
        newer = read_manifest(folder)
        if newer.files == manifest.files:
            raise
        return _load(folder, newer)


def _load(folder: Path, manifest: Manifest) -> Checkpoint:
    path = folder / manifest.files["vocabulary"]
    try:
        vocabulary = Vocabulary.from_json(_json(path, read_file(folder, manifest, "vocabulary", MOST_MANIFEST_BYTES)))
        Separator.of(manifest.training.separator, vocabulary)
    except BadOption as error:
        raise UnusableCheckpoint(path, str(error).rstrip(".")) from error
    if vocabulary.size != manifest.vocabulary_size:
        raise UnusableCheckpoint(
            path, f"it has {vocabulary.size} symbols, the manifest says {manifest.vocabulary_size}"
        )
    path = folder / manifest.files["weights"]
    most_bytes = most_weights_bytes(manifest.network, vocabulary.size)
    weights = parse_weights(read_file(folder, manifest, "weights", most_bytes), path, manifest.network, vocabulary.size)
    return Checkpoint(manifest, vocabulary, weights)


def most_weights_bytes(config: NetworkConfig, vocabulary_size: int) -> int:
    """More bytes than the weights of such a network take in a file."""
    return 4 * sum(math.prod(shape) for shape in shapes(config, vocabulary_size).values()) + _HEADER_BYTES


def parse_weights(data: bytes, path: Path, config: NetworkConfig, vocabulary_size: int) -> Weights:
    """The weights in a safetensors file as fp32, all there and finite; `path` is named if not: UnusableCheckpoint."""
    try:
        found = load_safetensors(data)
    except (SafetensorError, KeyError, ValueError) as error:
        raise UnusableCheckpoint(path, "the weights can't be read") from error
    if {name: array.shape for name, array in found.items()} != shapes(config, vocabulary_size):
        raise UnusableCheckpoint(path, "the weights have other shapes than the manifest says")
    weights: Weights = {}
    for name, array in found.items():
        if array.dtype not in (np.float32, np.float16):
            raise UnusableCheckpoint(path, f"{name} holds {array.dtype} instead of float32 or float16")
        if not np.isfinite(array).all():
            raise UnusableCheckpoint(path, f"{name} holds values that are no numbers")
        weights[name] = np.ascontiguousarray(array, dtype=np.float32)
    return weights


def _unwritable(folder: Path, why: str | None) -> UnusableCheckpoint:
    return UnusableCheckpoint(
        folder, f"the checkpoint can't be written: {why}", "Free space, or choose a folder that you may write."
    )


def check_run_name(run: str) -> str:
    """`run` if it can name a folder of checkpoints, else BadOption."""
    if not _RUN_NAME.fullmatch(run) or run in {LIVE, LIVE_BEFORE}:
        raise BadOption(f"A run's name is made of letters, digits, dots and dashes, not {_short(run)}.")
    return run


def make_live(checkpoints: Path, run: str) -> None:
    """Let the writer use the best checkpoint of `run` from now on. Raises UnusableCheckpoint, BadOption."""
    load(checkpoints / check_run_name(run) / BEST)
    with contextlib.suppress(UnusableCheckpoint):
        before = live(checkpoints).parent.name
        if before != run:
            _replace(checkpoints / LIVE_BEFORE, f"{before}\n".encode())
    _replace(checkpoints / LIVE, f"{run}\n".encode())


def roll_back(checkpoints: Path, broken: str) -> str | None:
    """Let the run that was live before `broken` be live again; returns its name.

    None, and nothing changes, if there was none before, if it can't be used either, or if another run than `broken` has
    been made live meanwhile. Raises OSError if the folder can't be written.
    """
    try:
        before = _named_run(checkpoints / LIVE_BEFORE)
        if before == broken or live(checkpoints).parent.name != broken:
            return None
        load(checkpoints / before / BEST)
    except UnusableCheckpoint:
        return None
    _replace(checkpoints / LIVE, f"{before}\n".encode())
    (checkpoints / LIVE_BEFORE).unlink(missing_ok=True)
    return before


def live_before(checkpoints: Path) -> str | None:
    """The name of the run that was live before the live one; None if there was none."""
    try:
        return _named_run(checkpoints / LIVE_BEFORE)
    except UnusableCheckpoint:
        return None


def live(checkpoints: Path) -> Path:
    """The folder of the live checkpoint, which may or may not be usable. Raises UnusableCheckpoint if none is live."""
    return checkpoints / _named_run(checkpoints / LIVE) / BEST


def _named_run(path: Path) -> str:
    try:
        data = path.read_bytes()[:1000]
    except FileNotFoundError as error:
        raise UnusableCheckpoint(path.parent, "no checkpoint is live", "Train one first.") from error
    except OSError as error:
        raise UnusableCheckpoint(path, f"it can't be read: {error.strerror}") from error
    try:
        return check_run_name(data.decode().strip())
    except (UnicodeDecodeError, BadOption) as error:
        raise UnusableCheckpoint(path, "it names no run", "Choose the live checkpoint again.") from error


def _replace(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename: the path holds the old bytes or the new ones, never half of either."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    # The rename itself is safe from a power cut only once the folder is flushed, where the system can do that.
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path, most_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError as error:
        raise UnusableCheckpoint(path, "the file is missing") from error
    except OSError as error:
        raise UnusableCheckpoint(path, f"it can't be read: {error.strerror}") from error
    if len(data) > most_bytes:
        raise UnusableCheckpoint(path, f"it is larger than {most_bytes} bytes")
    return data


def _json(path: Path, data: bytes) -> object:
    try:
        found: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnusableCheckpoint(path, "it is not readable JSON") from error
    return found


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
