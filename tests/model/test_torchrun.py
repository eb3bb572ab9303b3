import pytest

from model.errors import BadOption
from model.torchrun import Process


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORLD_SIZE", "RANK", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)


def test_a_process_that_nobody_else_was_started_with_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Process.this() == Process(0, 1, 0)
    monkeypatch.setenv("RANK", "3")  # some clusters set it for every program
    assert not Process.this().assists


def test_torchruns_second_process_assists(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("WORLD_SIZE", "4"), ("RANK", "3"), ("LOCAL_RANK", "1")):
        monkeypatch.setenv(name, value)

    assert Process.this() == Process(3, 4, 1)
    assert Process.this().assists


@pytest.mark.parametrize("said", ["", "two", "-1", "1.5", "²"])
def test_a_number_of_processes_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("WORLD_SIZE", said)

    with pytest.raises(BadOption, match="WORLD_SIZE"):
        Process.this()
