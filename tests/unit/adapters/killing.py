"""A process that is killed at some step of its work, played in this one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest


class KilledError(BaseException):
    """Stands for the end of the process; no `except OSError` sees it."""


@contextmanager
def killed_at(call: str, number: int) -> Iterator[None]:
    """What is inside ends at this call (by number) of a function of `os`, which is not made.

    With fewer calls it goes to its end.
    """
    real, calls = getattr(os, call), []

    def killed(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == number:
            raise KilledError
        return real(*given, **more)

    with pytest.MonkeyPatch.context() as patched, suppress(KilledError):
        patched.setattr(os, call, killed)
        yield
