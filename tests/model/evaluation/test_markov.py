import random

from model.evaluation.markov import MarkovWriter


def test_the_chain_writes_posts_of_the_posts_words_with_their_lines(toy_posts: list[str]) -> None:
    words = {word for post in toy_posts for word in post.split()}

    written = MarkovWriter(toy_posts).write(20, seed=1)

    assert {word for post in written for word in post.split()} <= words
    assert all(post.count("\n") == 1 for post in written)


def test_a_seed_writes_the_same_posts_and_leaves_the_programs_own_generator_alone(toy_posts: list[str]) -> None:
    writer = MarkovWriter(toy_posts)
    random.seed(5)
    expected = random.random()

    random.seed(5)
    first = writer.write(5, seed=1)
    assert random.random() == expected
    assert writer.write(5, seed=1) == first
    assert writer.write(5, seed=2) != first
