from collections.abc import MutableMapping

Map = MutableMapping[int, object]

class dispatcher: ...  # noqa: N801

def loop(
    timeout: float = ..., use_poll: bool = ..., map: Map | None = ..., count: int | None = ...
) -> None: ...
def close_all(map: Map | None = ..., ignore_all: bool = ...) -> None: ...
