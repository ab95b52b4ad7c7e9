class Adjustments:
    max_request_body_size: int
    send_bytes: int
    def __init__(self, **kw: object) -> None: ...
