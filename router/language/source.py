"""The files of a rules folder as bytes, and each as decoded text whose lines carry the carets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as the folder gave it.

    `name` is the path as the user would type it (`rules/20-orders.yaml`); `content` its bytes.
    When the file could not be read, `problem` says why in plain words and `content` is empty.
    """

    name: str
    content: bytes
    problem: str = ""
