import numpy as np

from benchmarks.yardsticks.material import Material, pieces
from model.dataset import split
from model.vocabulary import END


def test_posts_are_held_out_as_the_product_holds_them_out(toy_posts: list[str], toy_material: Material) -> None:
    assert toy_material.held_out == split(toy_posts).validation


def test_no_held_out_or_validation_post_is_learned_from(toy_posts: list[str], toy_material: Material) -> None:
    learned, chosen_by, held_out = map(set, (toy_material.training, toy_material.validation, toy_material.held_out))
    assert not learned & chosen_by
    assert not held_out & (learned | chosen_by)
    assert learned | chosen_by | held_out == set(toy_posts)


def test_a_text_is_cut_into_parts_that_join_to_it_again(toy_posts: list[str], toy_text: Material) -> None:
    assert "".join([*toy_text.training, *toy_text.held_out]) == "\n".join(toy_posts * 3)
    assert len(toy_text.held_out) == 1
    assert set(toy_text.validation) <= set(toy_text.training)


def test_pieces_are_cut_at_the_ends_of_lines() -> None:
    text = "строка\n" * 3000
    found = pieces(text)
    assert len(found) > 1
    assert all(piece.endswith("\n") and len(piece) < 4100 for piece in found)


def test_an_epoch_holds_every_training_post_once_behind_an_end(toy_material: Material) -> None:
    run = toy_material.epoch(np.random.default_rng(0))
    assert len(run) == toy_material.characters
    assert run[0] == END
    posts = [toy_material.vocabulary.decode(part) for part in np.split(run, np.flatnonzero(run == END))[1:]]
    assert sorted(posts) == sorted(toy_material.training)
