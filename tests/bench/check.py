"""`make bench-check`: what `sms-router check` of 10,000 rules costs in processor time, by phase."""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from router.adapters.folder import DirectoryRulesFolder
from router.app import gate
from router.app.ruletests import run as run_ruletests
from router.language import compile as compiling
from router.language import parts, reading
from router.language.checks import OF_A_FILE, OF_THE_SET
from tests.bench.rules import write_rules

FILES = int(os.environ.get("BENCH_FILES", "50"))
RULES = 200  # in each file
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
ROOT = Path(__file__).resolve().parents[2]


def check_once(folder: Path) -> tuple[float, str]:
    """Processor seconds of one `sms-router check --strict`, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "router", "check", "--strict", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        raise SystemExit(f"the folder has findings:\n{done.stdout[:2000]}{done.stderr[-2000:]}")
    return seconds, done.stdout.strip()


PHASES: tuple[tuple[str, object, str], ...] = (
    ("bytes into text", reading, "decode"),
    ("text into tree (YAML, what it spoils)", reading, "read_tree"),
    ("shape (JSON schema)", reading, "check_shape"),
    ("tree into syntax", reading, "read_rule_file"),
    ("names of all files", compiling, "make_names"),
    ("who is named where", parts, "part_of"),
    ("syntax into rules", parts, "lower_rules"),
    ("rules out of reach", compiling, "reachability"),
    ("examples into tests", parts, "lower_tests"),
    ("examples run", run_ruletests._Runner, "outcome"),
    ("rules without examples", gate, "warnings"),
)

CHECKS: tuple[tuple[object, str, tuple[Callable[..., object], ...]], ...] = (
    (parts, "OF_A_FILE", OF_A_FILE),
    (compiling, "OF_THE_SET", OF_THE_SET),
)


@contextmanager
def clocked(spent: Counter[str]) -> Iterator[None]:
    """Add up the processor time of each phase while the block runs."""
    kept = [(owner, name, getattr(owner, name)) for _, owner, name in PHASES]
    for title, owner, name in PHASES:
        setattr(owner, name, _clocked(title, getattr(owner, name), spent))
    for owner, name, checks in CHECKS:
        timed = [
            _clocked(f"check {one.__module__.rpartition('.')[2]}", one, spent) for one in checks
        ]
        kept.append((owner, name, checks))
        setattr(owner, name, tuple(timed))
    yield
    for owner, name, function in kept:
        setattr(owner, name, function)


def _clocked(
    title: str, function: Callable[..., object], spent: Counter[str]
) -> Callable[..., object]:
    def run(*arguments: object) -> object:
        began = time.process_time()
        found = function(*arguments)
        if isinstance(found, Iterator):
            found = [*found]
        spent[title] += time.process_time() - began  # type: ignore[assignment]
        return found

    return run


def profile(folder: Path) -> tuple[float, Counter[str]]:
    """One check in this process: all its processor seconds, and those of each phase."""
    spent: Counter[str] = Counter()
    with clocked(spent):
        began = time.process_time()
        files = DirectoryRulesFolder(str(folder)).read()
        spent["files read"] = time.process_time() - began  # type: ignore[assignment]
        gate.Gate(compiling.CompileOptions(folder=str(folder)), advise=True)(files)
    return time.process_time() - began, spent


def edits(folder: Path) -> Iterator[float]:
    """Processor seconds that a gate which knows the folder takes for an edit of one file."""
    read = DirectoryRulesFolder(str(folder)).read
    knows = gate.Gate(compiling.CompileOptions(folder=str(folder)))
    knows(read())
    for number in range(ROUNDS):
        file = folder / f"{number * 7 % FILES:05}-rules.yaml"
        file.write_text(file.read_text().replace("We are open 9-17", "We are open 9-18"))
        files = read()
        began = time.process_time()
        if knows(files).rule_set is None:
            raise SystemExit("the edit was not taken")
        yield time.process_time() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_rules(folder, FILES * RULES, RULES)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"Python {platform.python_version()}; {FILES * RULES} rules, {size:.1f} MB")
        runs = [check_once(folder) for _ in range(ROUNDS)]
        print(f"sms-router check --strict says: {runs[0][1]}")
        seconds = sorted(one for one, _ in runs)
        print(
            f"processor seconds, start of Python included: {', '.join(f'{s:.2f}' for s in seconds)}"
        )
        whole, spent = profile(folder)
        print(f"\n{whole:6.2f} s in one process, of which")
        checks = {title: one for title, one in spent.items() if title.startswith("check ")}
        spent = Counter({title: one for title, one in spent.items() if title not in checks})
        spent["all checks of meaning"] = sum(checks.values())
        spent["all else"] = whole - sum(spent.values())  # type: ignore[assignment]
        for title, one in spent.most_common():
            print(f"{one:6.2f}   {title}")
        for title, one in Counter(checks).most_common(4):
            print(f"{one:12.2f}   {title}")
        shown = ", ".join(f"{one:.2f}" for one in sorted(edits(folder)))
        print(f"\none file of {RULES} rules edited, in the process that knows the rest: {shown} s")


if __name__ == "__main__":
    main()
