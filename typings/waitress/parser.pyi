from typing import IO

from waitress.adjustments import Adjustments
from waitress.receiver import ChunkedReceiver
from waitress.utilities import Error

class HTTPRequestParser:
    completed: bool
    expect_continue: bool
    headers_finished: bool
    chunked: bool
    content_length: int
    header_plus: bytes
    body_rcv: ChunkedReceiver | None
    error: Error | None
    def __init__(self, adj: Adjustments) -> None: ...
    def get_body_stream(self) -> IO[bytes]: ...
    def received(self, data: bytes) -> int: ...
