"""The order of a rollback: a small file in the data folder that the server looks at."""

import json
import os
from contextlib import suppress
from datetime import datetime

from router.adapters.atomic_file import sync_folder, write_atomically
from router.adapters.rule_history import HISTORY_FOLDER
from router.app.history import RollbackOrder
from router.app.ports import NotKeptError
from router.core.errors import words_of


class RollbackOrderFile:
    """`rules-history/rollback.json` of the data folder; implements the RollbackOrders port."""

    def __init__(self, data: str) -> None:
        self._folder = os.path.join(data, HISTORY_FOLDER)
        self._path = os.path.join(self._folder, "rollback.json")

    def read(self) -> RollbackOrder | None:
        """The order, if there is one that can be read."""
        try:
            with open(self._path, encoding="utf-8") as stream:
                found = json.load(stream)
            at = datetime.fromisoformat(found["at"])
            return RollbackOrder(str(found["id"]), str(found["away_from"]), at)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, order: RollbackOrder) -> None:
        """Give this order in place of any other; raises NotKeptError."""
        written = {"id": order.id, "away_from": order.away_from, "at": order.at.isoformat()}
        try:
            os.makedirs(self._folder, exist_ok=True)
            write_atomically(self._path, json.dumps(written).encode() + b"\n")
        except OSError as problem:
            raise NotKeptError(f'cannot write "{self._path}": {words_of(problem)}') from None

    def clear(self) -> None:
        """Take the order back, if there is one; raises NotKeptError."""
        try:
            with suppress(FileNotFoundError):
                os.unlink(self._path)
                sync_folder(self._folder)
        except OSError as problem:
            raise NotKeptError(f'cannot remove "{self._path}": {words_of(problem)}') from None
