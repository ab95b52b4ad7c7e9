"""Somebody who edits a rules folder at random: saves in many ways, breaks and mends."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

FILES = ("10-first.yaml", "20-second.yaml", "30-third.yaml")
RULES = """\
rules:
  - name: {name}
    match: everything
    actions: [{{reply: {edition}}}]
    examples: [{{text: hello, reply: {edition}}}]
"""


def rules(file: str, edition: str) -> str:
    """A file that is good, and answers every text with the edition."""
    return RULES.format(name=file, edition=edition)


def _in_place(path: Path, text: str) -> None:
    path.write_text(text)


def _by_renaming(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text)
    aside.replace(path)


def _by_deleting_first(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(text)


def _in_two_steps(path: Path, text: str) -> None:
    with path.open("w") as stream:
        stream.write(text[: len(text) // 2])
        stream.flush()
        stream.write(text[len(text) // 2 :])


SAVES: tuple[Callable[[Path, str], None], ...] = (
    _in_place, _by_renaming, _by_deleting_first, _in_two_steps,
)  # fmt: skip
MISTAKES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("match", "mtach"),
    lambda text: text.replace("actions: [", "actions: "),
    lambda text: text.replace("{text: hello", "{text: hello, fires: no"),
    lambda text: text[: len(text) // 2],
    lambda _: "",
    lambda _: "\x00\x01",
)


class Editor:
    """Saves edition after edition; `good` are those whose every file was right when it was saved.

    All files of an edition carry its word, so an answer of several words is a mixed one.
    """

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance
        self._number = 0
        self.good: list[str] = []
        self.save_good()

    def save_good(self) -> str:
        """A whole new edition, each file saved in some way; gives its word."""
        self._number += 1
        edition = f"edition {self._number}"
        # Before the first byte: it may be seen from then on.
        self.good.append(edition)
        for file in self._chance.sample(FILES, len(FILES)):
            self._save(file, rules(file, edition))
        return edition

    def break_something(self) -> None:
        """One file with a mistake, a file missing, or the whole folder gone."""
        what = self._chance.randrange(len(MISTAKES) + 2)
        file = self._chance.choice(FILES)
        if what < len(MISTAKES):
            self._save(file, MISTAKES[what](rules(file, "broken")))
        elif what == len(MISTAKES):
            self._folder.joinpath(file).unlink(missing_ok=True)
            self._save("40-more.yaml", "rules: [")
        else:
            # The server may write its page into the folder while it goes.
            shutil.rmtree(self._folder, ignore_errors=True)

    def _save(self, file: str, text: str) -> None:
        self._folder.mkdir(exist_ok=True)
        if file in FILES:
            self._folder.joinpath("40-more.yaml").unlink(missing_ok=True)
        self._chance.choice(SAVES)(self._folder / file, text)
