class dispatcher: ...  # noqa: N801

def loop(
    timeout: float = ...,
    use_poll: bool = ...,
    map: dict[int, dispatcher] | None = ...,
    count: int | None = ...,
) -> None: ...
