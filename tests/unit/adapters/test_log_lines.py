"""Lines to a reader who has stopped reading."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest

from router.adapters.log_lines import PatientLines
from router.adapters.logs import JsonEventLog, JsonHandler


class Pipe:
    """A pipe of which `stream` is the writing end."""

    def __init__(self) -> None:
        self._out, into = os.pipe()
        self.stream: TextIO = os.fdopen(into, "w", encoding="utf-8")
        os.set_blocking(self._out, False)

    def fill(self) -> None:
        """Put in blanks until nothing more goes in."""
        os.set_blocking(self.stream.fileno(), False)
        with suppress(BlockingIOError):
            while True:
                os.write(self.stream.fileno(), b" " * 4096)
        os.set_blocking(self.stream.fileno(), True)

    def read(self) -> str:
        """All that is in it now."""
        parts = []
        with suppress(BlockingIOError):
            while part := os.read(self._out, 65536):
                parts.append(part)
        return b"".join(parts).decode().lstrip(" ")

    def close(self) -> None:
        """Close both ends."""
        for close in (self.stream.close, self.hang_up):
            with suppress(OSError):
                close()

    def hang_up(self) -> None:
        """Close the reading end."""
        os.close(self._out)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    made.close()


def test_lines_for_which_there_is_no_room_are_lost_and_counted_once_there_is(pipe: Pipe) -> None:
    log = JsonEventLog(JsonHandler(pipe.stream))
    log.info("first")
    pipe.fill()
    for _ in range(3):
        log.info("lost")
    assert [json.loads(line)["event"] for line in pipe.read().splitlines() if line.strip()] == [
        "first"
    ]
    log.info("second")
    notice, second = [json.loads(line) for line in pipe.read().splitlines()]
    assert (notice["event"], notice["level"], notice["lost"]) == ("log_lines_lost", "warning", 3)
    assert second["event"] == "second"
    log.info("third")
    assert json.loads(pipe.read())["event"] == "third"


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_line_that_is_cut_in_the_middle_does_not_run_into_the_next(
    pipe: Pipe, letter: str
) -> None:
    lines = PatientLines(pipe.stream, lambda lost: f"{lost} lost")
    lines.write(letter * 300_000)
    cut = pipe.read()
    assert 0 < len(cut) < 300_000
    lines.write("next")
    assert pipe.read() == "\n1 lost\nnext\n"


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_long_line_for_which_there_is_room_is_whole(pipe: Pipe, letter: str) -> None:
    lines = PatientLines(pipe.stream, str)
    lines.write(letter * 20_000)
    assert pipe.read() == letter * 20_000 + "\n"


def test_a_stream_in_memory_always_has_room() -> None:
    stream = io.StringIO()
    PatientLines(stream, str).write("a line")
    assert stream.getvalue() == "a line\n"


def test_a_reader_that_has_gone_is_an_error_of_the_stream(pipe: Pipe) -> None:
    lines = PatientLines(pipe.stream, str)
    pipe.hang_up()
    with pytest.raises(BrokenPipeError):
        lines.write("a line")
