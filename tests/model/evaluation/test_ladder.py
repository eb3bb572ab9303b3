import json
import sys

import pytest
from rich.console import Console

from model.checkpoint import Checkpoint
from model.errors import BadOption
from model.evaluation import Evaluation, evaluate
from model.evaluation.picture import draw
from model.evaluation.table import table
from model.sampling import SamplingOptions


@pytest.fixture(scope="module")
def evaluation(trained: Checkpoint, toy_posts: list[str]) -> Evaluation:
    return evaluate(trained, toy_posts, 12, SamplingOptions(max_chars=80), temperatures=(0.4, 1.2))


def test_people_and_a_markov_chain_stand_beside_each_temperature(evaluation: Evaluation) -> None:
    assert [column.name for column in evaluation.columns] == ["people", "Markov", "at 0.4", "at 1.2"]
    assert [column.temperature for column in evaluation.columns] == [None, None, 0.4, 1.2]
    assert all(column.figures.texts == 12 for column in evaluation.columns)
    assert all(len(text) <= 80 for column in evaluation.columns[1:] for text in column.examples)


def test_people_are_the_posts_that_the_checkpoint_has_not_read(evaluation: Evaluation, toy_posts: list[str]) -> None:
    people = evaluation.columns[0]
    assert set(people.examples) <= set(toy_posts)
    assert people.posts_per_s is None
    assert evaluation.trained_on_these
    assert evaluation.training_posts + evaluation.held_out_posts == len(toy_posts)


def test_a_careful_writer_says_fewer_different_things_than_a_wild_one(evaluation: Evaluation) -> None:
    careful, wild = evaluation.columns[2].figures, evaluation.columns[3].figures
    assert careful.distinct[2] <= wild.distinct[2]
    assert careful.self_similarity > wild.self_similarity


def test_figures_are_the_same_for_the_same_seed(
    trained: Checkpoint, toy_posts: list[str], evaluation: Evaluation
) -> None:
    again = evaluate(trained, toy_posts, 12, SamplingOptions(max_chars=80), temperatures=(1.2,))
    assert again.columns[-1].figures == evaluation.columns[-1].figures
    assert again.bits_per_character == evaluation.bits_per_character


def test_another_corpus_than_the_learned_one_is_said(trained: Checkpoint, toy_posts: list[str]) -> None:
    found = evaluate(trained, toy_posts[:300], 10, temperatures=(0.8,))
    assert not found.trained_on_these
    assert any("not the one" in note for note in found.notes)


def test_without_markovify_the_chain_is_left_out_and_that_is_said(
    trained: Checkpoint, toy_posts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "markovify", None)  # what an import finds where a package is not installed
    found = evaluate(trained, toy_posts, 10, temperatures=(0.8,))
    assert [column.name for column in found.columns] == ["people", "at 0.8"]
    assert any("pip install" in note for note in found.notes)


def test_an_evaluation_of_nothing_is_refused(trained: Checkpoint, toy_posts: list[str]) -> None:
    with pytest.raises(BadOption):
        evaluate(trained, toy_posts, 0)
    with pytest.raises(BadOption):
        evaluate(trained, toy_posts, temperatures=())


def test_the_figures_can_be_written_as_json(evaluation: Evaluation) -> None:
    read = json.loads(json.dumps(evaluation.to_json()))
    assert [writer["writer"] for writer in read["writers"]] == [column.name for column in evaluation.columns]
    assert read["writers"][2]["copies"] == evaluation.columns[2].figures.copies


def test_the_table_shows_every_writer_and_its_texts(evaluation: Evaluation) -> None:
    console = Console(width=140)
    with console.capture() as printed:
        console.print(table(evaluation))
    shown = printed.get()
    for column in evaluation.columns:
        assert column.name in shown
        assert column.examples[0].splitlines()[0] in shown
    assert "known words" in shown


def test_the_picture_shows_the_networks_and_the_chains_colours(evaluation: Evaluation) -> None:
    picture = draw(evaluation)
    colors = {color for _, color in picture.getcolors(1 << 24) or []}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colors
    assert picture.width == 1600
