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
from router.language import compile as compiling
from router.language import parts, reading

FILES = int(os.environ.get("BENCH_FILES", "50"))
RULES = 200
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
ROOT = Path(__file__).resolve().parents[2]
NAMES = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob, +1 555 000 3333]}
schedules:
  office-hours: {timezone: America/New_York, open: [mon-fri 09:00-17:00, sat 10:00-12:00]}
rotas:
  on-call: {timezone: Europe/London, starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}
rules:
  - name: The staff's chat
    match: {from: staff, text: {keyword: chat}}
    actions: nothing
    stop: true
    examples:
      - {text: chat about lunch}
"""
KINDS = (
    """\
  - name: Hours {n}
    match:
      text: {{keyword: [hours{n}, open{n}]}}
    actions:
      - reply: We are open 9-17, on Saturdays 10-12. Text HELP{n} for more.
    stop: true
    examples:
      - {{text: "Hours{n}?", reply: "We are open 9-17, on Saturdays 10-12. Text HELP{n} for more."}}
""",
    """\
  # Orders of shop {n}: the number is taken out of the text and sent back.
  - name: Order {n}
    match:
      regex: 'order{n} #?(\\d+)'
    actions:
      - reply: "Thanks, order {{1}} is in."
      - forward: {{to: bob, text: "Order {{1}} from {{sender}}"}}
    stop: true
    examples:
      - text: order{n} 1234
        reply: Thanks, order 1234 is in.
""",
    """\
  - name: Tell everybody {n}
    match:
      from: staff
      text: {{keyword: all{n}}}
    actions:
      - multi-forward: {{to: staff, text: "{{sender}}: {{rest}}"}}
    stop: true
    examples:
      - {{from: ann, text: ALL{n} meeting at noon, multi-forward: "ann: meeting at noon"}}
""",
    """\
  - name: Emergency {n}
    match:
      any:
        - text: {{has-word: [emergency{n}, urgent{n}]}}
        - text: {{contains: help at once {n}}}
      not: {{from: [+1666*, {{sender-id: PROMO}}]}}
      outside: office-hours
    actions:
      - forward: on-call
    stop: true
    examples:
      - {{text: this is urgent{n}, at: 2026-11-22 10:00, forward: this is urgent{n}}}
""",
    """\
  - name: Thanks {n}
    match:
      to: +1 555 765 4321
      text: [thanks {n}, thank you {n}, thx {n}]
    actions:
      - reply: You are welcome!
    stop: true
    examples:
      - {{text: "Thank you {n}!", reply: You are welcome!}}
""",
)


def write_rules(folder: Path) -> None:
    """10,000 rules in 50 files, each with one example, and a file of names before them."""
    (folder / "000-names.yaml").write_text(NAMES)
    for file in range(FILES):
        numbers = range(file * RULES, (file + 1) * RULES)
        rules = "".join(KINDS[n % len(KINDS)].format(n=n) for n in numbers)
        (folder / f"{file + 100}-rules.yaml").write_text(
            f"description: Part {file}\nrules:\n{rules}"
        )


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
    ("examples run", gate, "run"),
    ("rules without examples", gate, "warnings"),
)


@contextmanager
def clocked(spent: Counter[str]) -> Iterator[None]:
    """Add up the processor time of each phase while the block runs."""
    kept = [(owner, name, getattr(owner, name)) for _, owner, name in PHASES]
    of_a_file, of_the_set = parts.OF_A_FILE, compiling.OF_THE_SET
    for title, owner, name in PHASES:
        setattr(owner, name, _clocked(title, getattr(owner, name), spent))
    parts.OF_A_FILE, compiling.OF_THE_SET = (
        tuple(_clocked(f"check {one.__module__.rpartition('.')[2]}", one, spent) for one in checks)
        for checks in (of_a_file, of_the_set)
    )
    yield
    for owner, name, function in kept:
        setattr(owner, name, function)
    parts.OF_A_FILE, compiling.OF_THE_SET = of_a_file, of_the_set


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
        file = folder / f"{100 + number * 7 % FILES}-rules.yaml"
        file.write_text(file.read_text().replace("We are open 9-17", "We are open 9-18"))
        files = read()
        began = time.process_time()
        if knows(files).rule_set is None:
            raise SystemExit("the edit was not taken")
        yield time.process_time() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_rules(folder)
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
        spent["all checks of meaning"] = sum(checks.values())  # type: ignore[assignment]
        spent["all else"] = whole - sum(spent.values())  # type: ignore[assignment]
        for title, one in spent.most_common():
            print(f"{one:6.2f}   {title}")
        for title, one in Counter(checks).most_common(4):
            print(f"{one:12.2f}   {title}")
        shown = ", ".join(f"{one:.2f}" for one in sorted(edits(folder)))
        print(f"\none file of {RULES} rules edited, in the process that knows the rest: {shown} s")


if __name__ == "__main__":
    main()
