"""The log: one JSON object a line, with telephone numbers and texts covered by field name."""

import json
import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

NUMBER_FIELDS = frozenset({"from_number", "to_number", "numbers"})
TEXT_FIELD = "text"
_NUMBER_END = re.compile(r"[0-9]{2}\Z", re.ASCII)
_FIELDS = "event_fields"
_ENCODER = json.JSONEncoder(default=repr)

_ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None
)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time (ISO, UTC), level, event, fields; a traceback if any.

    Records of other libraries become the event "message" with the logger's name.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Never raises: what JSON cannot hold goes in as its repr."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
        }
        fields = record.__dict__.get(_FIELDS)
        if fields is None:
            line |= {"event": "message", "logger": record.name, "message": record.getMessage()}
        else:
            line["event"] = record.msg
            line |= fields
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = self.formatException(record.exc_info)
        return _ENCODER.encode(line)


class JsonEventLog:
    """Writes events to a logging handler; implements the EventLog port.

    Unless `log_text`, the fields from_number, to_number and numbers keep their last two digits
    only, and text becomes text_length. Safe from many threads.
    """

    def __init__(self, handler: logging.Handler, log_text: bool = False) -> None:
        self._handler = handler
        self._log_text = log_text

    def info(self, event: str, **fields: object) -> None:
        """Something ordinary happened."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Something the operator may want to look at."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Something the operator must look at; inside an `except`, the traceback is added."""
        self._write(logging.ERROR, event, fields, sys.exc_info())

    def _write(
        self, level: int, event: str, fields: Mapping[str, object], exception: _ExcInfo = None
    ) -> None:
        # Straight to the handler: a Logger would walk the stack for a line number nobody prints.
        record = logging.LogRecord("sms_router", level, "", 0, event, None, exception)
        record.__dict__[_FIELDS] = fields if self._log_text else _covered(fields)
        self._handler.handle(record)


class _QuietStreamHandler(logging.StreamHandler[TextIO]):
    """Loses a line that cannot be written (a closed pipe) rather than failing the request."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """There is nowhere left to say it."""


def json_handler(stream: TextIO) -> logging.Handler:
    """A handler that writes JSON lines to a stream, flushed line by line."""
    handler = _QuietStreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    return handler


def send_other_logs_to(handler: logging.Handler, level: int = logging.WARNING) -> None:
    """Let every other library's logger (waitress) write there too, from this level on."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _covered(fields: Mapping[str, object]) -> dict[str, object]:
    covered: dict[str, object] = {}
    for name, value in fields.items():
        if name in NUMBER_FIELDS:
            covered[name] = _cover_numbers(value)
        elif name == TEXT_FIELD:
            covered["text_length"] = len(str(value))
        else:
            covered[name] = value
    return covered


def _cover_numbers(value: object) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return [_cover_numbers(one) for one in value]
    end = _NUMBER_END.search(str(value))
    return f"***{end[0]}" if end else "***"
