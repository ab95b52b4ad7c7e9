"""Compiles in a process of its own, so that a large rule set takes nothing from the answers.

In one process both share the interpreter's lock (docs/adr/0010 has what was measured). The other
process keeps what it has made. Only files that changed are sent there, and only rules that changed
are sent back: what is pickled and unpickled here holds that lock.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from threading import Lock, Thread

from router.app.ports import EventLog
from router.app.start import Compile
from router.engine.ruleset import Rule, RuleSet
from router.language.compile import Compiled
from router.language.source import SourceFile

PATIENCE = 120.0
"""Seconds to wait for an answer; ten thousand rules take about one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule set as the difference to one that both sides have.

    `rules` has where the rules that are the same stand there, and each other rule itself. `beside`
    is the new set without its rules, None when it is the same but for its `id`.
    """

    id: str
    rules: tuple[range | Rule, ...]
    beside: RuleSet | None


def difference(base: RuleSet, new: RuleSet) -> Difference:
    """What to send of `new` to somebody who has `base`."""
    places = {id(rule): place for place, rule in enumerate(base.rules)}
    names = {rule.name: place for place, rule in enumerate(base.rules)}
    rules: list[range | Rule] = []
    for rule in new.rules:
        # Rules that were not compiled anew are the very same objects, and most are.
        place = places.get(id(rule))
        if place is None:
            place = names.get(rule.name)
            if place is None or base.rules[place] != rule:
                rules.append(rule)
                continue
        last = rules[-1] if rules else None
        if isinstance(last, range) and last.stop == place:
            rules[-1] = range(last.start, place + 1)
        else:
            rules.append(range(place, place + 1))
    beside = replace(new, rules=())
    same = beside == replace(base, id=new.id, rules=())
    return Difference(new.id, tuple(rules), None if same else beside)


def joined(base: RuleSet, sent: Difference) -> RuleSet:
    """The new set again; rules that are the same are the very objects of `base`."""
    rules: list[Rule] = []
    for one in sent.rules:
        if isinstance(one, range):
            rules.extend(base.rules[one.start : one.stop])
        else:
            rules.append(one)
    return replace(sent.beside or base, id=sent.id, rules=tuple(rules))


Files = tuple[SourceFile, ...]
SentFiles = tuple[int | SourceFile, ...]


def sent_files(known: Files, files: Files) -> SentFiles:
    """The files for somebody who knows others: those that are the same as their place there."""
    places = {file.name: place for place, file in enumerate(known)}
    found = [places.get(file.name) for file in files]
    return tuple(
        file if place is None or known[place] != file else place
        for file, place in zip(files, found, strict=True)
    )


def got_files(known: Files, sent: SentFiles) -> Files:
    """The files again."""
    return tuple(known[one] if isinstance(one, int) else one for one in sent)


_Answer = tuple[Compiled, Difference | None]


class CompilerProcess:
    """Calls a compile function in a forked process, and in this one when that is lost.

    To be made while there is only one thread, with `base` the set that is served first. A call
    gives and raises what the function does. For one thread at a time.
    """

    def __init__(self, compile_files: Compile, base: RuleSet, log: EventLog) -> None:
        self._compile = compile_files
        self._base = base
        self._log = log
        self._sent: Files = ()
        self._telling = Lock()
        self._told = False
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        # What is there at the start stays: the collector need not walk over it again and again.
        gc.freeze()
        self._process = context.Process(
            target=_serve, args=(theirs, ours, compile_files, base), name="compiler", daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe: Connection | None = ours

    def __call__(self, files: tuple[SourceFile, ...]) -> Compiled:
        """What the function makes of these files."""
        pipe = self._pipe
        if pipe is None:
            return self._compile(files)
        try:
            sent = sent_files(self._sent, files)
            pipe.send_bytes(pickle.dumps(sent, pickle.HIGHEST_PROTOCOL))
            self._sent = files
            if not pipe.poll(PATIENCE):
                raise TimeoutError(f"no answer within {PATIENCE:.0f} s")
            answer: _Answer = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own child
        except (OSError, EOFError) as problem:
            self._tell(repr(problem))
            self.close()
            return self._compile(files)
        compiled, changes = answer
        if changes is None:
            return compiled
        self._base = joined(self._base, changes)
        return replace(compiled, rule_set=self._base)

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


def _serve(pipe: Connection, others: Connection, compile_files: Compile, base: RuleSet) -> None:
    """The other process: compile what comes until the pipe is closed.

    A bug ends it; the caller then compiles by itself, meets the bug too, and logs it.
    """
    # The parent decides when to end; its own end, whatever it is, closes the pipe.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    others.close()
    files: Files = ()
    with open(os.devnull, "w", encoding="utf-8") as sys.stderr, suppress(EOFError, OSError):
        while True:
            files = got_files(files, pickle.loads(pipe.recv_bytes()))  # noqa: S301 - our own parent
            compiled = compile_files(files)
            changes = None
            if compiled.rule_set is not None:
                changes = difference(base, compiled.rule_set)
                base = compiled.rule_set
            pipe.send_bytes(pickle.dumps((_lean(compiled), changes), pickle.HIGHEST_PROTOCOL))


def _lean(compiled: Compiled) -> Compiled:
    """Without the rule set, and with the sources of the files that have findings alone."""
    shown = {finding.span.file for finding in compiled.findings}
    sources = {name: text for name, text in compiled.sources.items() if name in shown}
    return replace(compiled, rule_set=None, sources=sources)
