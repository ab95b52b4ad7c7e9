class dispatcher: ...  # noqa: N801

def loop(
    timeout: float = ...,
    use_poll: bool = ...,
    map: dict[int, dispatcher] | None = ...,
    count: int | None = ...,
) -> None: ...
def close_all(map: dict[int, dispatcher] | None = ..., ignore_all: bool = ...) -> None: ...
