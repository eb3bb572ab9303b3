"""A network that has learned something by heart is found out; one that has not is not."""

from dataclasses import replace

from model.checkpoint import Checkpoint
from model.evaluation.recall import HINT_CHARS, SAMPLES_A_PRIME, probe
from model.sampling import SamplingOptions

OPTIONS = SamplingOptions(temperature=0.8, max_chars=60, seed=1)


def find_forest(text: str) -> int | None:
    """What the toy grammar of the tests says often."""
    place = text.find("ушёл в лес")
    return None if place < 0 else place


def test_what_a_network_knows_is_found_in_what_it_writes_by_itself(trained: Checkpoint, untrained: Checkpoint) -> None:
    """One that never learned it writes it by no chance."""
    knows = probe(trained, (), find_forest, OPTIONS, 40)
    assert (knows.texts, knows.primed_texts, knows.primed_recalled) == (40, 0, 0)
    assert 0 < knows.recalled < 40
    assert not knows.is_clean
    assert probe(untrained, (), find_forest, OPTIONS, 40).is_clean


def test_a_beginning_draws_out_what_is_known(trained: Checkpoint, untrained: Checkpoint) -> None:
    """Each is gone on from at temperature 0 and a few times more."""
    for network, recalls in ((trained, True), (untrained, False)):
        found = probe(network, ["Кот ", "Лось у"], find_forest, OPTIONS, 0)
        assert (found.texts, found.primed_texts) == (0, 2 * (1 + SAMPLES_A_PRIME))
        assert bool(found.primed_recalled) is recalls


def test_what_was_given_away_is_no_sign_of_knowing(untrained: Checkpoint, trained: Checkpoint) -> None:
    """Only what the network wrote itself counts."""
    assert probe(untrained, ["Кот ушёл в лес "], find_forest, OPTIONS, 0).is_clean
    assert probe(trained, ["Кот ушёл в л"], find_forest, OPTIONS, 0).is_clean


def test_beginnings_that_a_network_betrays_can_be_put_to_another(trained: Checkpoint) -> None:
    """They end a little into what was recognised."""
    found = probe(trained, (), find_forest, OPTIONS, 40).found
    assert found
    for beginning in found:
        place = find_forest(beginning)
        assert place is not None
        assert len(beginning) <= place + HINT_CHARS


def test_the_same_seed_asks_for_the_same(trained: Checkpoint) -> None:
    """So that two networks can be compared, and a finding seen again."""
    first, again = (probe(trained, ["Кот "], find_forest, OPTIONS, 20) for _ in range(2))
    assert first == again
    assert first.found != probe(trained, ["Кот "], find_forest, replace(OPTIONS, seed=1_000), 20).found


def test_a_beginning_that_leaves_no_room_is_passed_over(trained: Checkpoint) -> None:
    """It could not be gone on from."""
    assert probe(trained, ["Кот " * 30], find_forest, OPTIONS, 0).primed_texts == 0


def test_the_figures_hold_no_text(trained: Checkpoint) -> None:
    """What was recognised is somebody's who wants it forgotten."""
    told = probe(trained, ["Кот "], find_forest, OPTIONS, 10).to_json()
    assert set(map(type, told.values())) == {str, int}
    assert told["checkpoint"] == trained.name
