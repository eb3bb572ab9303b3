"""Networks that come with Wallflower and know a language: `wallflower train --from NAME` begins with one.

    <voice>/manifest.json        what it is, on what and how it was trained, its vocabulary
            weights.safetensors  in half precision; its SHA-256 stands in the manifest

The texts that they learned from may be passed on by their licence, which the manifest names, and so may they.
Knows nothing of training; `python -m benchmarks base_ru` makes them.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from safetensors.numpy import save as save_safetensors

from model.checkpoint import MANIFEST, Checkpoint, most_weights_bytes, parse_weights
from model.configuration import NetworkConfig
from model.errors import BadOption, UnusableCheckpoint
from model.starting_point import StartingPoint
from model.vocabulary import Vocabulary

FORMAT = 1
WEIGHTS = "weights.safetensors"
BASE_RU = "base-ru"
# What a voice may add to the package.
MOST_BYTES = 6_000_000
_REINSTALL = "Install Wallflower again."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a voice comes from: the texts, who is to be thanked for them, and what their licence allows.

    `characters` and `posts` were counted after cleaning; `how` says in a sentence how the network was trained.
    """

    corpus: str
    credit: str
    licence: str
    posts: int
    characters: int
    corpus_hash: str
    how: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A network that knows a language. `bits_per_character` is of posts of its own corpus that were held out."""

    name: str
    language: str
    bits_per_character: float
    origin: Origin
    start: StartingPoint


def names() -> list[str]:
    """The voices that came with this installation."""
    with as_file(files(__name__)) as folder:
        return sorted(manifest.parent.name for manifest in folder.glob(f"*/{MANIFEST}"))


def load(name: str) -> Voice:
    """The voice of that name. Raises BadOption if there is none, UnusableCheckpoint if its files were damaged."""
    known = names()
    if name not in known:
        raise BadOption(f"There is no voice {name[:100]!r}: {', '.join(known) or 'none'} came with this installation.")
    with as_file(files(__name__)) as folder:
        return read(folder / name)


def read(folder: Path) -> Voice:
    """The voice in `folder`, whose name is the voice's. Raises UnusableCheckpoint."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
        network = NetworkConfig.from_json(found["network"])
        vocabulary = Vocabulary.from_json(found["vocabulary"])
        data = _read_weights(folder / WEIGHTS, most_weights_bytes(network, vocabulary.size))
        if found["format"] != FORMAT or found["sha256"] != sha256(data).hexdigest():
            raise UnusableCheckpoint(folder, "the weights are not those that the manifest names", _REINSTALL)
        return Voice(
            name=folder.name,
            language=str(found["language"]),
            bits_per_character=float(found["bits_per_character"]),
            origin=Origin(**found["origin"]),
            start=StartingPoint(
                name=folder.name,
                digest=str(found["sha256"])[:16],
                network=network,
                vocabulary=vocabulary,
                weights=parse_weights(data, folder / WEIGHTS, network, vocabulary.size),
                seed=None,
            ),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableCheckpoint(path, "this is no voice that can be read", _REINSTALL) from error


def save(folder: Path, checkpoint: Checkpoint, language: str, origin: Origin) -> None:
    """Make a voice of a trained network: its weights in half precision. Raises BadOption where that can't be."""
    manifest = checkpoint.manifest
    if manifest.bits_per_character is None:
        raise BadOption(f"{checkpoint.name} was never measured on held-out posts: train it to its end.")
    data = save_safetensors({name: array.astype(np.float16) for name, array in checkpoint.weights.items()})
    if len(data) > MOST_BYTES:
        raise BadOption(
            f"The weights take {len(data):,} bytes, a voice may have {MOST_BYTES:,}: train a smaller network."
        )
    said = {
        "format": FORMAT,
        "language": language,
        "bits_per_character": manifest.bits_per_character,
        "sha256": sha256(data).hexdigest(),
        "network": asdict(manifest.network),
        "origin": asdict(origin),
        "vocabulary": checkpoint.vocabulary.to_json(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(data)
    (folder / MANIFEST).write_text(f"{json.dumps(said, ensure_ascii=False, indent=1)}\n", "utf-8")


def _read_weights(path: Path, most_bytes: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most_bytes + 1)
