"""What `doctor` found, as lines for people and as one object for programs."""

from collections import Counter
from collections.abc import Sequence

from router.core.checkup import Checkup, Health
from router.engine.wording import counted, visible
from router.render.json_output import json_page


def as_text(checkups: Sequence[Checkup]) -> str:
    """One line each, what to do behind an arrow, and the counts as the last line."""
    width = max((len(one.name) for one in checkups), default=0)
    lines = [f"{one.verdict.value:<4}  {one.name:<{width}}  {_sentence(one)}" for one in checkups]
    counts = _counts(checkups)
    told = ", ".join(f"{counts[word]} {word}" for word in counts if counts[word])
    return "\n".join([*lines, "", f"{counted(len(checkups), 'check')}: {told}.\n"])


def as_json(checkups: Sequence[Checkup]) -> str:
    """One object: `checks` in order, and how many there are of each verdict."""
    checks = [
        {
            "name": one.name,
            "verdict": one.verdict.value,
            "words": one.words,
            "advice": one.advice,
        }
        for one in checkups
    ]
    return json_page({"checks": checks, **_counts(checkups)})


def _sentence(one: Checkup) -> str:
    # What other machines answered stands in it, too: nothing of that may move the cursor.
    said = one.words + (f" → {one.advice}" if one.advice else "")
    return visible(" ".join(said.split()))


def _counts(checkups: Sequence[Checkup]) -> dict[str, int]:
    found = Counter(one.verdict for one in checkups)
    return {health.value: found[health] for health in Health}
