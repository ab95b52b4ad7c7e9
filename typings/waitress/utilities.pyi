class Error:
    code: int
    reason: str
    def __init__(self, body: str) -> None: ...

class BadRequest(Error): ...  # noqa: N818
class RequestEntityTooLarge(BadRequest): ...
