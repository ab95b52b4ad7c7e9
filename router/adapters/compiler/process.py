"""Compiles in a process of its own, so that a large rule set takes nothing from the answers.

In one process both share the interpreter's lock (docs/adr/0010 has what was measured). The other
process keeps what it has made. It looks at the folder, too, and reads it: for each file that is
looked at here, the lock would be given away and then waited for. Only files and rules that changed
are sent: what is pickled and unpickled here holds that lock.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from multiprocessing.connection import Connection
from threading import Lock, Thread

from router.adapters.compiler.differences import (
    Difference,
    Files,
    SentFiles,
    difference,
    got_files,
    joined,
    sent_files,
)
from router.app.ports import EventLog, FolderUnreadableError, RulesFolder
from router.app.start import Compile
from router.engine.ruleset import RuleSet
from router.language.compile import Compiled

PATIENCE = 120.0
"""Seconds to wait for an answer; ten thousand rules take about one."""
_Answer = tuple[Compiled, Difference | None]
_LOOK, _READ = b"look", b"read"
"""Ask for the folder's fingerprint and its files; all else that is sent are files to compile."""


class CompilerProcess:
    """Calls a compile function in a forked process, and in this one when that is lost.

    To be made while there is only one thread, with `base` the set that is served first. A call
    gives and raises what the function does. It is a RulesFolder as well: that process looks at
    `folder`, of which it has read `files`. For one thread at a time.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - wiring hands it all it needs
        self, compile_files: Compile, folder: RulesFolder, base: RuleSet, files: Files,
        log: EventLog, leave: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """`leave` is called in the other process first, to give back what is of no use there."""
        self._compile = compile_files
        self._folder = folder
        self._base = base
        self._log = log
        self._known = files
        self._telling = Lock()
        self._told = False
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        # What is there at the start stays: the collector need not walk over it again and again.
        gc.freeze()
        self._process = context.Process(
            target=_serve,
            args=(theirs, ours, leave, compile_files, folder, base, files),
            name="compiler",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._pipe: Connection | None = ours

    def __call__(self, files: Files) -> Compiled:
        """What the function makes of these files."""
        sent = sent_files(self._known, files)
        answer = self._ask(pickle.dumps(sent, pickle.HIGHEST_PROTOCOL), PATIENCE)
        if answer is None:
            return self._compile(files)
        self._known = files
        made: _Answer = pickle.loads(answer)  # noqa: S301 - our own child
        compiled, changes = made
        if changes is None:
            return compiled
        self._base = joined(self._base, changes)
        return replace(compiled, rule_set=self._base)

    def fingerprint(self) -> object:
        """A short one of the folder's."""
        # As long as it takes: a disk that does not answer the other process would not answer us.
        answer = self._ask(_LOOK, None)
        return _digest(self._folder) if answer is None else answer

    def read(self) -> Files:
        """The folder's files; raises FolderUnreadableError as it does."""
        answer = self._ask(_READ, None)
        if answer is None:
            return self._folder.read()
        read: SentFiles | FolderUnreadableError = pickle.loads(answer)  # noqa: S301 - our own child
        if isinstance(read, FolderUnreadableError):
            raise read
        self._known = got_files(self._known, read)
        return self._known

    def _ask(self, question: bytes, seconds: float | None) -> bytes | None:
        """What the other process answers; None when there is none, or it is lost."""
        pipe = self._pipe
        if pipe is None:
            return None
        try:
            pipe.send_bytes(question)
            if not pipe.poll(seconds):
                raise TimeoutError(f"no answer within {seconds:.0f} s")
            return pipe.recv_bytes()
        except (OSError, EOFError) as problem:
            self._tell(repr(problem))
            self.close()
            return None

    def watch(self) -> Thread:
        """Have a thread see to its end: one that is lost is said at once, and is not defunct."""
        thread = Thread(target=self._wait, name="compiler-end", daemon=True)
        thread.start()
        return thread

    def _wait(self) -> None:
        self._process.join()
        # A stop of the whole service is a SIGTERM to each of its processes.
        if (code := self._process.exitcode) != -signal.SIGTERM:
            self._tell(f"it ended with exit code {code}")

    def _tell(self, reason: str) -> None:
        with self._telling:
            if not self._told:
                self._told = True
                self._log.warning("compiler_lost", reason=reason)

    def close(self) -> None:
        """End the process; from now on this one compiles."""
        with self._telling:
            self._told = True  # whoever still waits for it, or for its end, loses nothing
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
            self._process.kill()
            self._process.join()


def _serve(  # noqa: PLR0913, PLR0917 - a process of its own
    pipe: Connection, others: Connection, leave: Callable[[], None], compile_files: Compile,
    folder: RulesFolder, base: RuleSet, files: Files,
) -> None:  # fmt: skip
    """The other process: look, read and compile as is asked, until the pipe is closed.

    A bug ends it; the caller then does it by itself, meets the bug too, and logs it.
    """
    # The parent decides when to end; its own end, whatever it is, closes the pipe.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    others.close()
    # A listening socket that stays open here would go on taking connections when the others stop.
    leave()
    work = _Work(compile_files, folder, base, files)
    with open(os.devnull, "w", encoding="utf-8") as sys.stderr, suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(work.answer(pipe.recv_bytes()))


class _Work:
    """What the other process does; it knows what the caller has."""

    def __init__(
        self, compile_files: Compile, folder: RulesFolder, base: RuleSet, files: Files
    ) -> None:
        self._compile = compile_files
        self._folder = folder
        self._base = base
        self._files = files

    def answer(self, question: bytes) -> bytes:
        """What to send back."""
        if question == _LOOK:
            return _digest(self._folder)
        made = self._read() if question == _READ else self._compiled(question)
        return pickle.dumps(made, pickle.HIGHEST_PROTOCOL)

    def _read(self) -> SentFiles | FolderUnreadableError:
        try:
            read = self._folder.read()
        except FolderUnreadableError as problem:
            return problem
        sent = sent_files(self._files, read)
        self._files = read
        return sent

    def _compiled(self, question: bytes) -> _Answer:
        self._files = got_files(self._files, pickle.loads(question))  # noqa: S301 - our own parent
        compiled = self._compile(self._files)
        if compiled.rule_set is None:
            return _lean(compiled), None
        changes = difference(self._base, compiled.rule_set)
        self._base = compiled.rule_set
        return _lean(compiled), changes


def _digest(folder: RulesFolder) -> bytes:
    """What stands for a fingerprint, which may be long: of a folder of many files."""
    return sha256(repr(folder.fingerprint()).encode("utf-8", "backslashreplace")).digest()


def _lean(compiled: Compiled) -> Compiled:
    """Without the rule set, and with the sources of the files that have findings alone."""
    shown = {finding.span.file for finding in compiled.findings}
    sources = {name: text for name, text in compiled.sources.items() if name in shown}
    return replace(compiled, rule_set=None, sources=sources)
