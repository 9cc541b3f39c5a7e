"""Work beside the server is done once for each state, and only when that state has stood for a while."""

from threading import Thread

from web.ahead import Ahead


def test_each_state_is_worked_for_once_when_it_is_still_there_at_the_next_look() -> None:
    states, done = iter("aabbbcdd"), []
    ahead = Ahead(lambda: next(states), lambda: done.append("work"))
    counts = []
    for _look in range(8):
        ahead.look()
        counts.append(len(done))
    # a, b and d were still there a look later, c was written over; nothing is done twice for b.
    assert counts == [0, 1, 1, 2, 2, 2, 2, 3]


def test_it_begins_once_the_server_is_warm_and_ends_when_it_is_told_to() -> None:
    warming, done = Thread(target=lambda: done.append("warm")), []
    ahead = Ahead(lambda: 1, lambda: done.append("work"), quiet=5)
    warming.start()
    ahead.start(after=warming)
    while "work" not in done:
        assert ahead.running
    ahead.stop()
    assert done == ["warm", "work"] and not ahead.running
