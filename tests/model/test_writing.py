from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.checkpoint import Checkpoint
from model.errors import BadOption
from model.sampling import SamplingOptions
from model.vocabulary import END, UNKNOWN_SHOWN_AS
from model.writing import MOST_ROWS, SHARE, Sample, WritingBatch, seeds, write


def test_a_text_does_not_depend_on_how_many_are_written_beside_it(trained: Checkpoint) -> None:
    options = SamplingOptions(temperature=1.0, max_chars=120, seed=10)
    together = write(trained, "Кот", options, count=32)

    alone = [write(trained, "Кот", SamplingOptions(1.0, 120, seed=sample.seed))[0] for sample in together]

    assert alone == together
    assert len({sample.text for sample in together}) > 10


def test_a_text_does_not_depend_on_others_that_join_and_leave(trained: Checkpoint) -> None:
    options = SamplingOptions(temperature=0.9, max_chars=80, seed=77)
    expected = write(trained, "", options)[0]
    batch: WritingBatch[int] = WritingBatch(trained)
    for number, other in enumerate(seeds(SamplingOptions(temperature=1.2, top_k=5, seed=0), MOST_ROWS + 10)):
        batch.join(number, "Лось", other)
    for _ in range(7):
        batch.step()
    batch.join(1000, "", options)
    batch.step()
    batch.leave(range(40))

    finished: dict[int, Sample] = {}
    while len(batch):
        finished.update(batch.step())

    assert finished[1000] == expected
    assert not set(finished) & set(range(40))


def endless(checkpoint: Checkpoint) -> Checkpoint:
    """The same network, but it never ends a text."""
    bias = checkpoint.weights["output.bias"].copy()
    bias[END] = -1000.0
    return replace(checkpoint, weights={**checkpoint.weights, "output.bias": bias})


def test_a_text_does_not_wait_for_another_requests_many(untrained: Checkpoint) -> None:
    batch: WritingBatch[str] = WritingBatch(endless(untrained))
    for number, options in enumerate(seeds(SamplingOptions(max_chars=1000, seed=0), 200)):
        batch.join(f"many {number}", "", options, request="many")
    batch.step()
    batch.join("single", "", SamplingOptions(max_chars=10, seed=1), request="one")

    finished = [key for _ in range(12) for key, _ in batch.step()]

    assert finished == ["single"]


def test_small_requests_are_served_in_the_order_in_which_they_came(untrained: Checkpoint) -> None:
    """Of 100 requests for three texts the last doesn't slow down the first."""
    batch: WritingBatch[tuple[int, int]] = WritingBatch(endless(untrained))
    for request in range(100):
        for number in range(3):
            batch.join((request, number), "", SamplingOptions(max_chars=9, seed=number), request=request)

    done: list[int] = []
    while len(batch):
        done += sorted(request for (request, _), _ in batch.step())

    assert done == sorted(done)


def test_while_others_wait_no_request_has_more_than_its_share(untrained: Checkpoint) -> None:
    """Three requests of 100 texts, the second and the third a little later: none waits for another's end."""
    batch: WritingBatch[tuple[int, int]] = WritingBatch(endless(untrained))
    done: list[tuple[int, int]] = []
    for request in range(3):
        for number, options in enumerate(seeds(SamplingOptions(max_chars=9, seed=0), 100)):
            batch.join((request, number), "", options, request=request)
        done += [key for key, _ in batch.step()]

    while len(batch):
        done += [key for key, _ in batch.step()]

    early = Counter(request for request, _ in done[:150])
    assert len(done) == len(set(done)) == 300
    assert min(early.values()) >= 2 * SHARE


def test_a_text_that_gave_up_its_row_for_a_while_is_the_same_as_without(untrained: Checkpoint) -> None:
    checkpoint = endless(untrained)
    options = seeds(SamplingOptions(max_chars=60, seed=3), MOST_ROWS)
    expected = {n: write(checkpoint, "", one)[0] for n, one in enumerate(options)}
    batch: WritingBatch[int] = WritingBatch(checkpoint)
    for number, one in enumerate(options):
        batch.join(number, "", one, request="many")
    finished: dict[int, Sample] = {}
    for other in range(1000, 1040):  # each takes a row of the many's
        finished.update(batch.step())
        batch.join(other, "", SamplingOptions(max_chars=15, seed=other), request=other)

    while len(batch):
        finished.update(batch.step())

    assert {number: sample for number, sample in finished.items() if number < 1000} == expected


def test_a_text_that_waits_can_leave_too(untrained: Checkpoint) -> None:
    batch: WritingBatch[int] = WritingBatch(untrained)
    for number, options in enumerate(seeds(SamplingOptions(max_chars=50, seed=0), MOST_ROWS * 2)):
        batch.join(number, "", options, request=number % 2)
    batch.step()

    batch.leave(range(MOST_ROWS * 2))

    assert len(batch) == 0
    assert batch.step() == []


def test_the_same_seed_writes_the_same_text_and_another_seed_another(trained: Checkpoint) -> None:
    texts = [write(trained, "", SamplingOptions(1.0, 100, seed=seed))[0].text for seed in (5, 5, 6)]

    assert texts[0] == texts[1] != texts[2]


def test_without_a_seed_texts_differ_and_say_their_seed(trained: Checkpoint) -> None:
    first, second = (write(trained, "", SamplingOptions(1.0, 100))[0] for _ in range(2))

    assert first.seed != second.seed
    assert write(trained, "", SamplingOptions(1.0, 100, seed=first.seed))[0] == first


def test_temperature_zero_writes_the_same_text_whatever_the_seed(trained: Checkpoint) -> None:
    assert len({sample.text for sample in write(trained, "", SamplingOptions(0.0, 60, seed=1), count=3)}) == 1


def test_a_trained_network_ends_its_posts_by_itself(trained: Checkpoint, toy_posts: list[str]) -> None:
    samples = write(trained, "", SamplingOptions(temperature=0.7, max_chars=200, seed=1), count=50)

    assert sum(sample.ended_by_itself for sample in samples) >= 48
    assert sum(sample.text.split()[0] in {"Кот", "Пёс", "Сосед", "Лось"} for sample in samples) >= 45


def test_unknown_characters_of_the_prime_are_kept_and_never_written(trained: Checkpoint) -> None:
    prime = "Кот \N{CAT FACE}\ud800"

    samples = write(trained, prime, SamplingOptions(temperature=2.0, max_chars=60, seed=3), count=20)

    assert all(sample.text.startswith(prime) for sample in samples)
    assert all(UNKNOWN_SHOWN_AS not in sample.text for sample in samples)


def test_a_prime_that_leaves_no_room_is_refused(trained: Checkpoint) -> None:
    with pytest.raises(BadOption, match="Begin with fewer"):
        write(trained, "а" * 50, SamplingOptions(max_chars=50))


@pytest.mark.parametrize("count", [0, -1, 10**9])
def test_an_impossible_count_is_refused(trained: Checkpoint, count: int) -> None:
    with pytest.raises(BadOption, match="count"):
        write(trained, count=count)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prime=st.text("абв .\n\N{CAT FACE}", max_size=8),
    room=st.integers(1, 40),
    temperature=st.sampled_from([0.0, 0.5, 1.0, 5.0]),
    top_k=st.none() | st.integers(1, 12),
    top_p=st.none() | st.floats(0.01, 1),
    seed=st.integers(0, 2**63 - 1),
)
def test_no_text_is_longer_than_its_limit_or_blank_and_each_begins_with_the_prime(
    untrained: Checkpoint,
    prime: str,
    room: int,
    temperature: float,
    top_k: int | None,
    top_p: float | None,
    seed: int,
) -> None:
    limit = len(prime) + room
    samples = write(untrained, prime, SamplingOptions(temperature, limit, top_k, top_p, seed), count=3)

    for sample in samples:
        assert sample.text.startswith(prime)
        assert len(sample.text) <= limit
        assert sample.text.strip()
        if sample.ended_by_itself:
            assert len(sample.text) > len(prime)
