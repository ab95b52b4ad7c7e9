from socket import socket as Socket  # noqa: N812

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

class HTTPChannel(wasyncore.dispatcher):
    parser_class: type[HTTPRequestParser]
    error_task_class: type[ErrorTask]
    server: BaseWSGIServer
    socket: Socket | None
    connected: bool
    request: HTTPRequestParser | None
    requests: list[HTTPRequestParser]
    will_close: bool
    close_when_flushed: bool
    total_outbufs_len: int
    def __init__(
        self,
        server: BaseWSGIServer,
        sock: Socket,
        addr: object,
        adj: Adjustments,
        map: dict[int, wasyncore.dispatcher] | None = ...,
    ) -> None: ...
    def write_soon(self, data: bytes) -> int: ...
    def received(self, data: bytes) -> bool: ...
    def service(self) -> None: ...
    def handle_write(self) -> None: ...
    def handle_close(self) -> None: ...
