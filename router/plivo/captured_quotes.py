"""Read `$'…'`, in which a shell writes what it cannot put between plain quotes (Bash's manual,
"ANSI-C Quoting"): what browsers copy a body with a line break or an apostrophe as.
"""

import re
import shlex
from sys import maxunicode

# What a shell takes as one piece; the groups are the inside and the end of $'…', unknown to shlex.
_QUOTED = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'[^']*'|\$'((?:\\.|[^'\\])*)('?)""", re.DOTALL)

# Two \u for one sign are what a browser makes of its UTF-16.
_ESCAPE = re.compile(
    r"""\\(?:
        u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})
        | u(?P<short>[0-9a-fA-F]{1,4}) | U(?P<long>[0-9a-fA-F]{1,8})
        | x(?P<byte>[0-9a-fA-F]{1,2}) | (?P<octal>[0-7]{1,3})
        | c(?P<control>[@-_a-z]) | (?P<sign>[abeEfnrtv\\'"?])
    )""",
    re.VERBOSE,
)
_SIGNS = dict(zip("abeEfnrtv", "\a\b\x1b\x1b\f\n\r\t\v", strict=True))


def plainly_quoted(command: str) -> str:
    """A command with each `$'…'` in plain quotes.

    Bytes that are no UTF-8 stand in it as lone surrogates (Python's `surrogateescape`). An escape
    that no shell knows stays as it is.
    """
    return _QUOTED.sub(_plain, command)


def _plain(piece: re.Match[str]) -> str:
    if piece[1] is None:
        return piece[0]
    # One that is not closed stays so, and no word of it is read.
    return shlex.quote(_ESCAPE.sub(_meant, piece[1])) if piece[2] else "'"


def _meant(escape: re.Match[str]) -> str:
    kind = escape.lastgroup or ""
    written = escape[kind]
    match kind:
        case "sign":
            return _SIGNS.get(written, written)
        case "control":
            return chr(ord(written) & 0x1F)
        case "byte" | "octal":
            raw = bytes([int(written, 16 if kind == "byte" else 8) & 0xFF])
        case "low":
            raw = bytes.fromhex(escape["high"] + written).decode("utf-16-be").encode()
        case _:
            if (code := int(written, 16)) > maxunicode:
                return escape[0]
            raw = chr(code).encode("utf-8", "surrogatepass")
    return raw.decode("utf-8", "surrogateescape")
