"""How fast posts are written, against loops over torch's LSTM in the same run, and what whole numbers cost in quality.

    python -m benchmarks writing
    python -m benchmarks writing --characters 50
    python -m benchmarks writing --checkpoint home/checkpoints/monday/best --corpus home/corpus.txt

CPU time on one thread, so that what else the machine does matters little; all loops take turns and each one's best of
seven counts. The networks have random weights (speed does not depend on them) and never end a post. Baselines, each
with its embedding, its output and its drawing of the next character: nn.LSTM called for one character at a time, as
ports of char-rnn do, alone and with 64 streams side by side; nn.LSTMCell under inference_mode. Then a fresh writer
process with a 2×512 network: CPU-seconds and megabytes to its first post and after 64 at once. With `--checkpoint`,
bits per character of held-out posts in fp32 by torch and in the whole numbers that write. Exits with 1 when a goal is
missed. Takes about a minute of one core.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from bot.writer.client import ENVIRONMENT
from corpus.separator import EMPTY_LINES, read_posts
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint, Manifest
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import leading, split
from model.evaluation.likelihood import post_bits
from model.network import Network
from model.sampling import SamplingOptions
from model.vocabulary import END, Vocabulary
from model.writing import WritingBatch

VOCABULARY_SIZE = 164  # fortunes-ru's
SHAPES = ((2, 512), (1, 448), (1, 640), (1, 768))
STREAMS = 64
TURNS = 7
TEMPERATURE = 0.8
MOST_HELD_OUT_CHARACTERS = 60_000

GOAL_ALONE, GOAL_TOGETHER = 25.0, 5.0
GOAL_POST_MS = 100.0
GOAL_MEMORY_MB = 80.0
GOAL_COST_BITS = 0.005

Loop = Callable[[int], None]  # writes so many characters of each stream


def main(arguments: list[str]) -> int:
    """Print a table of each goal's figures; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=200, help="of each stream at each turn")
    parser.add_argument("--checkpoint", type=Path, help="a folder with a manifest: measure what whole numbers cost it")
    parser.add_argument("--corpus", type=Path, help="the corpus file that the checkpoint was trained on")
    parser.add_argument("--empty-lines", type=int, default=EMPTY_LINES, help="between the corpus's posts")
    options = parser.parse_args(arguments)
    if (options.checkpoint is None) != (options.corpus is None):
        parser.error("--checkpoint and --corpus go together")
    torch.set_num_threads(1)
    met = [_speeds(options.characters), _posts(), _process()]
    if options.checkpoint is not None:
        met.append(_cost(options.checkpoint, list(read_posts(options.corpus, options.empty_lines))))
    return 0 if all(met) else 1


def _speeds(characters: int) -> bool:
    checkpoint = random_checkpoint(*SHAPES[0])
    network = torch_network(checkpoint)
    loops: dict[str, tuple[int, Loop]] = {
        "nn.LSTM, one character a call": (1, naive_loop(network, 1)),
        "nn.LSTMCell, inference_mode": (1, cell_loop(network)),
        "Wallflower": (1, writing_loop(checkpoint, 1)),
        f"nn.LSTM, {STREAMS} streams": (STREAMS, naive_loop(network, STREAMS)),
        f"Wallflower, {STREAMS} streams": (STREAMS, writing_loop(checkpoint, STREAMS)),
    }
    taken: dict[str, list[float]] = {name: [] for name in loops}
    for _, loop in loops.values():
        loop(3)
    for _ in range(TURNS):
        for name, (streams, loop) in loops.items():
            each = characters if streams == 1 else max(3, characters // 4)
            taken[name].append(_cpu_s(lambda loop=loop, each=each: loop(each)) / (each * streams))  # type: ignore[misc]
    seconds = {name: min(each) for name, each in taken.items()}
    naive = [name for name in loops if name.startswith("nn.LSTM,")]
    _say(f"{'2×512, one thread':<32} {'µs/character':>13} {'characters/CPU-s':>17} {'× naive':>8}")
    ratios = {}
    for name, (streams, _) in loops.items():
        ratios[name] = seconds[naive[streams > 1]] / seconds[name]
        _say(f"{name:<32} {1e6 * seconds[name]:>13.1f} {1 / seconds[name]:>17,.0f} {ratios[name]:>8.1f}")
    return all((
        _goal("one stream, times the naive loop", ratios["Wallflower"], GOAL_ALONE),
        _goal(f"{STREAMS} streams, times a batched nn.LSTM", ratios[f"Wallflower, {STREAMS} streams"], GOAL_TOGETHER),
    ))  # fmt: skip


def _posts() -> bool:
    met = []
    for layers, hidden in SHAPES:
        loop = writing_loop(random_checkpoint(layers, hidden), 1)
        loop(3)
        ms = 1000 * min(_cpu_s(lambda loop=loop: loop(500)) for _ in range(TURNS))  # type: ignore[misc]
        met.append(_goal(f"a post of 500 characters, {layers}×{hidden}, CPU-ms", ms, GOAL_POST_MS, at_most=True))
    return all(met)


def _process() -> bool:
    """A fresh process with the whole way of a request: pipes, JSON, guards without a corpus."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        live_checkpoint(folder, *SHAPES[0])
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.writer", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ENVIRONMENT,
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            memory = []
            for count in (1, STREAMS):
                request = {"id": 1, "max_chars": 500, "count": count}
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
                assert b"error" not in process.stdout.readline()
                memory.append(memory_mb(process.pid))
                if count == 1:
                    first_s = cpu_s_of(process.pid)
            process.stdin.close()
    _say(
        f"a fresh writer process, 2×512: {first_s:.2f} CPU-s and {memory[0]:.0f} MB to its first post of 500 characters"
    )
    return _goal(f"its memory after {STREAMS} at once, MB", memory[1], GOAL_MEMORY_MB, at_most=True)


def _cost(folder: Path, posts: list[str]) -> bool:
    checkpoint = checkpoints.load(folder)
    held_out = leading(split(posts, checkpoint.manifest.training.seed).validation, MOST_HELD_OUT_CHARACTERS)
    symbols = np.array([len(post) + 1 for post in held_out])
    whole = post_bits(checkpoint, held_out)
    exact = torch_post_bits(checkpoint, held_out)
    cost = (whole - exact).sum() / symbols.sum()
    spread = (whole - exact - cost * symbols).std() * math.sqrt(len(held_out)) / symbols.sum()
    shape = checkpoint.manifest.network
    _say(
        f"{checkpoint.name}, {shape.layers}×{shape.hidden}, {symbols.sum():,} characters held out: "
        f"{exact.sum() / symbols.sum():.4f} bits per character in fp32, {whole.sum() / symbols.sum():.4f} as it writes"
    )
    return _goal(f"what whole numbers cost (± {spread:.4f}), bits", float(cost), GOAL_COST_BITS, at_most=True, digits=4)


def random_checkpoint(layers: int, hidden: int, end_bias: float = -1000.0) -> Checkpoint:
    """Random weights; as it is, the network never ends a text."""
    vocabulary = Vocabulary(" " + "".join(map(chr, range(0x410, 0x410 + VOCABULARY_SIZE - 3))))
    network = NetworkConfig(embedding=64, hidden=hidden, layers=layers)
    draw = np.random.default_rng(0)
    weights = {
        name: draw.normal(scale=0.05, size=shape).astype(np.float32)
        for name, shape in checkpoints.shapes(network, vocabulary.size).items()
    }
    weights["output.bias"][END] = end_bias
    manifest = Manifest(
        run="random",
        network=network,
        training=TrainingConfig(steps=1),
        vocabulary_size=vocabulary.size,
        corpus_hash="0" * 16,
        posts=0,
        characters=0,
        steps=0,
        epochs=0.0,
        seconds=0.0,
        bits_per_character=None,
        created="2026-01-01T00:00:00+00:00",
        files={},
    )
    return Checkpoint(manifest, vocabulary, weights)


def live_checkpoint(folder: Path, layers: int, hidden: int, end_bias: float = -1000.0) -> None:
    """Make `folder` a folder of checkpoints with a random one that is live."""
    checkpoint = random_checkpoint(layers, hidden, end_bias)
    checkpoints.save(folder / "random" / BEST, checkpoint.manifest, checkpoint.vocabulary, checkpoint.weights)
    checkpoints.make_live(folder, "random")


def torch_network(checkpoint: Checkpoint) -> Network:
    """The same network for torch, in fp32."""
    network = Network(checkpoint.manifest.network, checkpoint.vocabulary.size).eval()
    weights = {name: torch.from_numpy(array) for name, array in checkpoint.weights.items()}
    network.load_state_dict({name: tensor for name, tensor in weights.items() if not name.startswith("start.")})
    return network


def torch_post_bits(checkpoint: Checkpoint, posts: list[str]) -> "np.typing.NDArray[np.float64]":
    """(N,) bits of each post, read by itself from the memory that a writer starts with, its end included; in fp32."""
    network, separator = torch_network(checkpoint), checkpoint.separator
    start = [torch.from_numpy(checkpoint.weights[f"start.{part}"])[:, None] for part in ("hidden", "cell")]
    costs = []
    for post in posts:
        ids = torch.from_numpy(np.append(separator.piece(post, checkpoint.vocabulary), separator.symbol))[None]
        with torch.inference_mode():
            logits, _ = network(ids[:, :-1], (start[0], start[1]))
        costs.append(float(nn.functional.cross_entropy(logits[0], ids[0, 1:], reduction="sum")) / math.log(2))
    return np.array(costs)


def naive_loop(network: Network, streams: int) -> Loop:
    """What ports of char-rnn do: one character a call of nn.LSTM, under no_grad."""

    @torch.no_grad()
    def loop(characters: int) -> None:
        ids = torch.ones(streams, 1, dtype=torch.long)
        state = None
        for _ in range(characters):
            logits, state = network(ids, state)
            ids = _drawn(logits[:, -1])

    return loop


def cell_loop(network: Network) -> Loop:
    """The same with nn.LSTMCell, which doesn't repack its weights at each call."""
    lstm = network.lstm
    cells = []
    for layer in range(lstm.num_layers):
        cell = nn.LSTMCell(lstm.hidden_size if layer else lstm.input_size, lstm.hidden_size)
        cell.load_state_dict({
            f"{kind}_{side}": getattr(lstm, f"{kind}_{side}_l{layer}")
            for kind in ("weight", "bias")
            for side in ("ih", "hh")
        })  # fmt: skip
        cells.append(cell)

    @torch.inference_mode()
    def loop(characters: int) -> None:
        ids = torch.ones(1, dtype=torch.long)
        states: list[tuple[Tensor, Tensor] | None] = [None] * len(cells)
        for _ in range(characters):
            x = network.embedding(ids)
            for layer, cell in enumerate(cells):
                x, memory = cell(x, states[layer])
                states[layer] = x, memory
            ids = _drawn(network.output(x))[:, 0]

    return loop


def writing_loop(checkpoint: Checkpoint, streams: int) -> Loop:
    """What the product does."""
    batch: WritingBatch[int] = WritingBatch(checkpoint)

    def loop(characters: int) -> None:
        for number in range(streams):
            batch.join(number, "", SamplingOptions(TEMPERATURE, characters, seed=number))
        while len(batch):
            batch.step()

    return loop


def _drawn(logits: Tensor) -> Tensor:
    return torch.multinomial(torch.softmax(logits / TEMPERATURE, dim=-1), 1)


def _cpu_s(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def cpu_s_of(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """What a process keeps in memory now, shared libraries included."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _goal(name: str, found: float, goal: float, *, at_most: bool = False, digits: int = 1) -> bool:
    met = found <= goal if at_most else found >= goal
    _say(f"{name}: {found:.{digits}f} (goal {'≤' if at_most else '≥'} {goal:g}: {'met' if met else 'MISSED'})")
    return met


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
