from model.threads import SETTLED_S, ThreadCount


def run(threads: ThreadCount, seconds: dict[int, float], until: float, now: float = 0.0) -> dict[int, float]:
    """Steps that take so long by the number of threads; returns the time spent with each number."""
    spent = dict.fromkeys(seconds, 0.0)
    while now < until:
        count = threads.count
        now += seconds[count]
        spent[count] += seconds[count]
        threads.took(seconds[count], now)
    return spent


def test_most_of_the_time_is_spent_with_the_faster_number_of_threads() -> None:
    idle = run(ThreadCount([1, 2]), {1: 0.03, 2: 0.018}, until=300)
    crowded = run(ThreadCount([1, 2]), {1: 0.03, 2: 0.12}, until=300)

    assert idle[2] > 0.97 * 300
    assert crowded[1] > 0.95 * 300


def test_a_neighbour_who_comes_later_is_noticed_within_the_settled_time() -> None:
    threads = ThreadCount([1, 2])
    run(threads, {1: 0.03, 2: 0.018}, until=100)
    assert threads.count == 2

    run(threads, {1: 0.03, 2: 0.12}, until=100 + SETTLED_S + 2, now=100)

    assert threads.count == 1


def test_on_one_core_there_is_nothing_to_choose() -> None:
    assert run(ThreadCount([1, 1]), {1: 0.03}, until=60)[1] >= 60
