"""What a nonce is bound to: one digest for all requests that say the same."""

from hashlib import sha256

from router.plivo.form import RequestPairs
from router.plivo.request import PlivoRequest


def fingerprint_of(request: PlivoRequest, pairs: RequestPairs) -> bytes:
    """32 bytes that are the same for two requests of one method and path with the same fields.

    In whatever order these stand, and however they are encoded: who asks again may write `%20` for
    `+`. Fields of the query are none of the form. What cannot be read goes by its bytes.
    """
    if pairs.problem:
        return fingerprint_of_bytes(request)
    # Python's own way to write strings down, in ASCII: quick, the same in every version, and no two
    # lists of fields read the same. No request begins like this, so none has it for its bytes.
    said = (request.method, request.path, sorted(pairs.query), sorted(pairs.form))
    return sha256(f"fields {said!a}".encode()).digest()


def fingerprint_of_bytes(request: PlivoRequest) -> bytes:
    """32 bytes that are the same for requests alike to the byte, their headers left aside.

    Nonces were bound to this before they were to the fields, so journals hold it.
    """
    head = f"{request.method} {len(request.path)} {request.path}?{request.query}\n"
    return sha256(head.encode("utf-8", "replace") + request.body).digest()
