from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

class ThreadedTaskDispatcher:
    threads: set[int]
    def set_thread_count(self, count: int) -> None: ...
    def shutdown(self, cancel_pending: bool = ..., timeout: float = ...) -> bool: ...

class Task:
    channel: HTTPChannel
    request: HTTPRequestParser
    start_time: float
    status: str
    response_headers: list[tuple[str, str]]
    content_length: int | None
    complete: bool
    wrote_header: bool
    def build_response_header(self) -> bytes: ...
    def set_close_on_finish(self) -> None: ...
    def write(self, data: bytes) -> None: ...

class ErrorTask(Task):
    def execute(self) -> None: ...

class WSGITask(Task):
    def __init__(self, channel: HTTPChannel, request: HTTPRequestParser) -> None: ...
    def get_environment(self) -> dict[str, Any]: ...
