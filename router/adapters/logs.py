"""The log: one JSON object a line, with telephone numbers and texts covered by field name.

Rule files hold numbers, too, and rules may be named after them: what is quoted of them is covered
as well.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from traceback import format_exception
from typing import TextIO

from router.adapters.json_text import encoder
from router.adapters.log_lines import PatientLines
from router.app.ports import EventLog
from router.render.covering import covered_digits

NUMBER_FIELDS = frozenset({"from_number", "to_number", "numbers"})
TEXT_FIELD = "text"
RULE_FIELDS = frozenset({"rules", "unsent", "changes"})
"""Names of rules, or words with such names."""
FINDINGS_FIELD = "findings"
_encode = encoder((", ", ": "), repr)


class JsonFormatter(logging.Formatter):
    """A record of another library as one line of JSON: the event "message" of its logger.

    In a traceback, which may be of a bug of ours, numbers are covered.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Never raises: what JSON cannot hold goes in as its repr."""
        line: dict[str, object] = {
            "time": _iso(record.created), "level": record.levelname.lower(), "event": "message",
            "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = covered_digits(self.formatException(record.exc_info))
        return _encode(line)


class JsonEventLog:
    """Writes events as lines of JSON to a handler's stream; implements the EventLog port.

    A line has time (ISO, UTC), level, event, fields, and that of a bug a traceback. Unless
    `log_text`, the fields from_number, to_number and numbers keep their last two digits only, as
    do numbers in names of rules, in findings and in tracebacks, and text becomes text_length. Safe
    from many threads.
    """

    def __init__(self, handler: "JsonHandler", log_text: bool = False) -> None:
        self._handler = handler
        self._log_text = log_text

    def info(self, event: str, **fields: object) -> None:
        """Something ordinary happened."""
        self._write("info", event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Something the operator may want to look at."""
        self._write("warning", event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Something the operator must look at."""
        self._write("error", event, fields)

    def bug(self, event: str, **fields: object) -> None:
        """An exception that nobody foresaw, told inside its `except`: its traceback is added."""
        trace = "".join(format_exception(sys.exception())).rstrip("\n")
        self._write("error", event, fields, trace)

    def _write(self, level: str, event: str, fields: Mapping[str, object], trace: str = "") -> None:
        # No logging.LogRecord: its making took a third of the line's time, and a line of a message
        # tells nothing of threads, files and functions.
        line: dict[str, object] = {"time": _iso(time.time()), "level": level, "event": event}
        line |= fields if self._log_text else _covered(fields)
        if trace:
            # What an exception says may quote a message, and so may its notes and its causes.
            line["traceback"] = trace if self._log_text else covered_digits(trace)
        self._handler.write(_encode(line))


class JsonHandler(logging.StreamHandler[TextIO]):
    """Loses a line that cannot be written rather than failing the request or holding it up."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.setFormatter(JsonFormatter())
        self._lines = PatientLines(stream, _lost)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record of another library."""
        self.write(self.format(record))

    def write(self, line: str) -> None:
        """Write one line, flushed."""
        self.acquire()
        try:
            self._lines.write(line)
        except (OSError, ValueError):
            pass  # there is nowhere left to say it
        finally:
            self.release()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """There is nowhere left to say it."""


def _lost(lines: int) -> str:
    return _encode(
        {"time": _iso(time.time()), "level": "warning", "event": "log_lines_lost", "lost": lines}
    )


def send_other_logs_to(handler: logging.Handler, level: int = logging.WARNING) -> None:
    """Let every other library's logger (waitress) write there too, from this level on."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def send_thread_bugs_to(log: EventLog) -> None:
    """Let what ends a thread of this process be an event there: `bug`, with the thread's name."""

    def tell(ended: threading.ExceptHookArgs) -> None:
        # Called inside the `except` that caught it.
        log.bug("bug", thread=ended.thread.name if ended.thread else "")

    threading.excepthook = tell


def _iso(seconds: float) -> str:
    whole, milliseconds = divmod(int(seconds * 1000), 1000)
    return f"{_second(whole)}.{milliseconds:03}Z"


# Many lines are of the same second.
@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _covered(fields: Mapping[str, object]) -> dict[str, object]:
    covered: dict[str, object] = {}
    for name, value in fields.items():
        if name in NUMBER_FIELDS:
            covered[name] = _cover(value, _cover_number)
        elif name == TEXT_FIELD:
            covered["text_length"] = len(str(value))
        elif name in RULE_FIELDS:
            covered[name] = _cover(value, _cover_name)
        elif name == FINDINGS_FIELD:
            covered[name] = _cover(value, _cover_finding)
        else:
            covered[name] = value
    return covered


def _cover(value: object, cover: Callable[[object], object]) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return [cover(one) for one in value]
    return cover(value)


def _cover_number(value: object) -> str:
    number = str(value)
    end = number[-2:]
    return f"***{end}" if len(end) == 2 and end.isascii() and end.isdigit() else "***"


def _cover_name(value: object) -> object:
    return _without_numbers(value) if isinstance(value, str) else value


def _cover_finding(value: object) -> str:
    # Where it is, with the name of the file, is to be found again.
    place, colon, words = str(value).partition(": ")
    return place + colon + covered_digits(words)


# A message's line names the rules that fired: the same ones again and again, of a large set many.
_without_numbers = lru_cache(maxsize=16_384)(covered_digits)
