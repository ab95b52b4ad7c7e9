"""What a listener's loop looks after beside its sockets."""

from collections.abc import Callable

from waitress import wasyncore

from router.cli.listeners.connection import SocketMap


class Watch(wasyncore.dispatcher):
    """A file handle in the loop's map. `look` reads it and says whether to go on."""

    def __init__(self, handle: int, look: Callable[[], bool], sockets: SocketMap) -> None:
        super().__init__(map=sockets)
        self._look = look
        self._fileno = handle
        self.add_channel()

    def readable(self) -> bool:
        """Always of interest."""
        return True

    def writable(self) -> bool:
        """Its owner writes by himself."""
        return False

    def handle_read_event(self) -> None:
        """Something has come."""
        if not self._look():
            self.del_channel()

    def handle_close(self) -> None:
        """The other end is gone; what is left to be read says so, too."""
        if self._fileno is not None:
            self.handle_read_event()
