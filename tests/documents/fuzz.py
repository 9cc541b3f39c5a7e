"""`python -m tests.documents.fuzz SEEDS`: read four unseen rosters for each seed and count what is missed or accused."""

import sys
from collections import Counter

from documents.reader import read_content
from documents.roster import Options, read_rosters
from tests.documents.test_roster_truth import check
from tests.documents.worlds import TODAY, world


def main(seeds: int) -> int:
    """Print the figures; the exit code says whether any roster was read wrongly."""
    figures: Counter[str] = Counter()
    for seed in range(seeds):
        for kind in ("mentor", "mentee"):
            for form in ("xlsx", "csv"):
                figures += one(seed, kind, form)
    print(", ".join(f"{count} {name}" for name, count in figures.items()))
    return 1 if figures["read wrongly"] else 0


def one(seed: int, kind: str, form: str) -> Counter[str]:
    """The figures of one roster."""
    made = world(seed, kind, form)
    options = Options(today=TODAY, reader=lambda upload: read_content(upload.title, upload.content))
    [roster] = read_rosters(made.files, None, options)
    wrong = 0
    try:
        check(made, roster, form)
    except AssertionError as error:
        print(f"{seed} {kind} {form}: {error}")
        wrong = 1
    counts = {"files": 1, "people": len(made.truth.people), "planted faults": len(made.truth.faults)}
    return Counter(counts | {"read wrongly": wrong})


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
