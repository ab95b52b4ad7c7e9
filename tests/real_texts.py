"""Texts that people sent: a public corpus where it is there, else made-up ones in its manner."""

import random
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "sms_corpus.txt"
"""2,787 texts, one a line; not part of this repository."""

_SAMPLE = """
ok see you at the station in 10 min lol I'm late again sorry!! WINNER claim your £900 prize now
call 5551230000 or txt STOP to 55512 gud mrng dear hw r u today?? can't wait 4 2nite :-) meet me
@ home... refund my order no #1234 please; thx & bye straße ﬁne naïve “quoted” — dash 100% K_a x_y
Ｆｕｌｌ ﬀ ½ 😀 👍🏽 नमस्ते tomorrow 7:30pm http://example.com/?q=1 T&C's apply 0845over18's
"""


@cache
def real_texts() -> tuple[str, ...]:
    """The corpus, or as many made-up texts; the same each time."""
    if CORPUS.exists():
        return tuple(line for line in CORPUS.read_text("utf-8").splitlines() if line.strip())
    return made_up_texts(2787)


def made_up_texts(count: int, most: int = 30) -> tuple[str, ...]:
    """So many texts of up to `most` words put together at random; the same each time."""
    words, dice = _SAMPLE.split(), random.Random(6)
    return tuple(" ".join(dice.choices(words, k=dice.randint(1, most))) for _ in range(count))
