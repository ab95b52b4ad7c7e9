"""What is said on stderr, whether or not anything is there that takes it."""

import os
import sys
from collections.abc import Callable

import click


def complain(words: str, *, nl: bool = True) -> None:
    """Say it on stderr; where that takes nothing, as with a full disk beneath it, go on.

    A server whose log has no room left is still to answer, and a verb to end with its own code.
    """
    whatever_comes(lambda: click.echo(words, err=True, nl=nl))


def whatever_comes(write: Callable[[], object]) -> None:
    """Have this write to stderr, and forget what stderr does not take."""
    try:
        write()
    except OSError:
        _forget_the_rest()


def _forget_the_rest() -> None:
    """Empty the buffer of stderr: each flush would try the rest again, and fail with it.

    That goes for those of others, such as `multiprocessing`, and for the interpreter's last one.
    """
    number = sys.stderr.fileno()
    real = os.dup(number)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, number)
    sys.stderr.flush()
    os.dup2(real, number)
    os.close(nothing)
    os.close(real)
