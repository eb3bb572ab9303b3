"""Two processes on one machine, joined over a file and the loopback interface."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model import checkpoint as checkpoints
from model.checkpoint import BEST, LAST
from model.configuration import NetworkConfig, TrainingConfig
from model.distributed import Task, Workers
from model.torchrun import Process
from model.training_progress import Progress

NETWORK = NetworkConfig(embedding=8, hidden=16, layers=1)
STEPS = TrainingConfig(
    steps=200, batch=8, length=16, learning_rate=1e-2, precision="fp32", validations=4, save_every_s=0.0, device="cpu"
)

ONE_OF_TWO = """
import json, os, sys
from pathlib import Path
from torch import distributed as dist
from model.torchrun import leave
from model.configuration import NetworkConfig, TrainingConfig
from model.torchrun import Process
from model.training import assist, train

meeting, folder, posts, network, training = sys.argv[1:]
dist.init_process_group("gloo", init_method=f"file://{meeting}", rank=int(os.environ["RANK"]), world_size=2)
if Process.this().assists:
    assist()
else:
    network, training = NetworkConfig.from_json(json.loads(network)), TrainingConfig.from_json(json.loads(training))
    train(json.loads(Path(posts).read_text()), Path(folder), network, training)
dist.barrier()  # gloo may abort a process that leaves while the other still speaks to it
leave()
"""


def trained_by_two(folder: Path, posts: list[str], training: TrainingConfig) -> None:
    """Run two processes to their ends; only the first is told posts, shapes and folder."""
    given = folder.with_suffix(".posts.json")
    given.write_text(json.dumps(posts))
    told = [str(given), json.dumps(NETWORK.to_json()), json.dumps(training.to_json())]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_TWO, str(folder.with_suffix(".meeting")), *arguments],
            env={
                **os.environ,
                "RANK": str(rank),
                "WORLD_SIZE": "2",
                "GLOO_SOCKET_IFNAME": "lo",
                "OMP_NUM_THREADS": "1",
            },
        )
        for rank, arguments in enumerate([[str(folder), *told], ["", "", "", ""]])
    ]
    assert [process.wait(120) for process in started] == [0, 0]


def test_two_processes_fit_one_network_and_only_the_first_writes(tmp_path: Path, toy_posts: list[str]) -> None:
    trained_by_two(tmp_path / "pair", toy_posts, STEPS)

    best = checkpoints.load(tmp_path / "pair" / BEST)
    assert checkpoints.read_manifest(tmp_path / "pair" / LAST).steps == 200
    assert best.manifest.bits_per_character is not None
    assert best.manifest.bits_per_character < 3.5  # letters drawn by their frequency cost 4.6
    assert all(np.isfinite(array).all() for array in best.weights.values())


def test_two_processes_go_on_with_the_run_that_one_began(tmp_path: Path, toy_posts: list[str]) -> None:
    from model.training import train  # noqa: PLC0415 - torch takes its time

    class InterruptedHereError(Exception):
        pass

    def interrupt(progress: Progress) -> None:
        if progress.step >= 60:  # the first look at the held-out posts is behind it
            raise InterruptedHereError

    with pytest.raises(InterruptedHereError):
        train(toy_posts, tmp_path / "run", NETWORK, STEPS, interrupt)
    begun = checkpoints.read_manifest(tmp_path / "run" / LAST)

    trained_by_two(tmp_path / "run", toy_posts, STEPS)

    ended = checkpoints.read_manifest(tmp_path / "run" / LAST)
    assert 0 < begun.steps < ended.steps == 200
    assert begun.bits_per_character is not None
    assert ended.bits_per_character is not None
    assert ended.bits_per_character < begun.bits_per_character


def test_a_task_arrives_as_it_was_sent() -> None:
    for saved in (None, b"", b"\n\x00{"):
        task = Task(["a post\nof two lines", "ещё"], "abц\n", NETWORK, STEPS, saved)
        assert Task.from_bytes(task.to_bytes()) == task


def test_one_process_alone_asks_nobody() -> None:
    assert Workers(Process()).agree(0.25, finished=True) == (0.25, True)
