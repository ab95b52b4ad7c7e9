"""The rule sets that are measured, of any size, and the texts that make their rules fire.

Rules are of five kinds in turn and told apart by a number, which stands in their words.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.real_texts import real_texts

RULES_IN_A_FILE = 100
DESK, STRANGER, ANN = "+15557654321", "+15551230000", "+15550001111"
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule as YAML, and texts that it fires for; `{n}` is its number."""

    rule: str
    texts: tuple[str, ...]
    sender: str = STRANGER


KINDS = (
    Kind(
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
        ("Hours{n}?", "OPEN{n} on Sunday, or is nobody there then?"),
    ),
    Kind(
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
        ("order{n} 1234", "Hello, please send order{n} #4711 to my new address, thanks"),
    ),
    Kind(
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
        ("ALL{n} meeting at noon", "all{n}: the lift is out of order until tomorrow"),
        ANN,
    ),
    Kind(
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
        ("this is urgent{n}", "there is water on the stairs, come and help at once {n}"),
    ),
    Kind(
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
        ("Thank you {n}!", "thx {n}"),
    ),
)


def kind_of(number: int) -> Kind:
    """What kind of rule has this number."""
    return KINDS[number % len(KINDS)]


def write_rules(
    folder: Path, count: int, in_a_file: int = RULES_IN_A_FILE, examples: bool = True
) -> None:
    """So many rules, each with one example; the first stands in a file of names before the rest."""
    folder.mkdir(exist_ok=True)
    (folder / "000-names.yaml").write_text(NAMES)
    for file in range(-(-count // in_a_file)):
        numbers = range(max(file * in_a_file, 1), min((file + 1) * in_a_file, count))
        rules = "".join(_rule(n, examples) for n in numbers)
        (folder / f"{file:05}-rules.yaml").write_text(f"description: Part {file}\nrules:\n{rules}")


def _rule(number: int, examples: bool) -> str:
    rule = kind_of(number).rule
    return (rule if examples else rule.partition("    examples:\n")[0]).format(n=number)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that comes in, and from whom."""

    text: str
    sender: str = STRANGER


def texts_that_fire(rules: int, count: int) -> Iterator[Text]:
    """So many texts, each for another rule, from all over a set of so many rules."""
    numbers = random.Random(rules).sample(range(1, rules), min(count, rules - 1))
    for at in range(count):
        number = numbers[at % len(numbers)]
        kind = kind_of(number)
        # Either text of a kind as often as the other, also where the rules come round again.
        text = kind.texts[(number // len(KINDS) + at // len(numbers)) % len(kind.texts)]
        yield Text(text.format(n=number), kind.sender)


def mixed_texts(rules: int, count: int) -> list[Text]:
    """What the servers get: three in five make a rule fire, two are real and match none."""
    real = random.Random(rules).choices(real_texts(), k=count)
    firing = texts_that_fire(rules, count)
    return [next(firing) if at % 5 < 3 else Text(real[at]) for at in range(count)]
