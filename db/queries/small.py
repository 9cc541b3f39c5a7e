"""Groups of fewer than three people tell nothing but their number, and nobody finds them by taking the others from the whole."""

FEWEST = 3


def hidden_groups(counts: list[int]) -> list[bool]:
    """Which groups tell nothing but their number: those of fewer than three, and so many more of the smallest that nobody
    finds a small group by taking the shown ones from the whole.

    >>> hidden_groups([5, 2, 3, 0])
    [False, True, True, True]
    """
    hidden = [count < FEWEST for count in counts]
    others = sorted((count, place) for place, count in enumerate(counts) if not hidden[place])
    while others and 0 < sum(count for count, away in zip(counts, hidden, strict=True) if away) < FEWEST:
        hidden[others.pop(0)[1]] = True
    return hidden
