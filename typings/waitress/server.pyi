from collections.abc import Callable
from socket import socket as Socket  # noqa: N812

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

class Trigger:
    def pull_trigger(self) -> None: ...
    def close(self) -> None: ...

class BaseWSGIServer(wasyncore.dispatcher):
    channel_class: type[HTTPChannel]
    active_channels: dict[int, HTTPChannel]
    accepting: bool
    trigger: Trigger
    socket: Socket
    effective_port: str | int
    def __init__(
        self,
        application: Callable[..., object],
        map: dict[int, wasyncore.dispatcher] | None = ...,
        _start: bool = ...,
        _sock: Socket | None = ...,
        dispatcher: ThreadedTaskDispatcher | None = ...,
        adj: Adjustments | None = ...,
        sockinfo: object = ...,
        bind_socket: bool = ...,
    ) -> None: ...
    def handle_accept(self) -> None: ...
    def maintenance(self, now: float) -> None: ...
    def pull_trigger(self) -> None: ...
    def close(self) -> None: ...

class TcpWSGIServer(BaseWSGIServer): ...
