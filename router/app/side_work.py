"""What other processors do meanwhile, so that a large folder is read and tested sooner."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Final, Protocol, TypeVar

from router.language.reading import Reading
from router.language.readings import read_each
from router.language.source import SourceFile

LEAST_BYTES: Final = 400_000
"""Less is read sooner than another processor has sent it: some 1,300 rules, a fifth of a second."""
# What is read elsewhere comes back pickled, which takes a third again of the time to read it.
_THEIR_SHARE: Final = 0.75

Made = TypeVar("Made")


class Processors(Protocol):
    """The processors of this machine besides the one that this process runs on."""

    @property
    def spare(self) -> int:
        """How many of them there are to take up work now."""

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Begin some work there; what comes of it is asked for once, when it is needed.

        It sees all as it is now, and what it changes is not seen here. Work that nobody can take
        up, or is lost on the way, is done here when it is asked for.
        """


class OneProcessor:
    """No other processor: work is done when what comes of it is asked for."""

    spare = 0

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """The work itself."""
        return work


def read_together(processors: Processors, files: Sequence[SourceFile]) -> list[Reading]:
    """The reading of each file, as `read_each` gives them."""
    if sum(len(file.content) for file in files) < LEAST_BYTES:
        return read_each(files)
    own, *others = shares(files, processors.spare)
    coming = [processors.begin(partial(read_each, share)) for share in others]
    return [*read_each(own), *chain.from_iterable(readings() for readings in coming)]


def shares(files: Sequence[SourceFile], others: int) -> list[list[SourceFile]]:
    """The files in their order, cut by size: the first share is for this process.

    There are as many others as files suffice for.
    """
    sizes = [1.0, *([_THEIR_SHARE] * others)]
    each = sum(len(file.content) for file in files) / sum(sizes)
    cut: list[list[SourceFile]] = [[]]
    done, limit = 0.0, each
    for file in files:
        if done >= limit and cut[-1] and len(cut) <= others:
            limit += each * _THEIR_SHARE
            cut.append([])
        cut[-1].append(file)
        done += len(file.content)
    return cut
