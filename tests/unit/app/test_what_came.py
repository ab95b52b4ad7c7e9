from router.app.ruletests.failures import with_what_came
from router.language.source import SourceFile, SourceText, decode
from tests.unit.app.rulesets import results

TEXT = """\
rules:
  - name: Hours
    match: {text: {keyword: hours}}
    actions: [reply: "We open, at 9."]
    examples:
      - text: hours
        reply: We open at 8.
      - {text: hours, reply: [We open at 8.]}
      - text: hours
        reply: >-
          We open
          at 8.
      - {text: hours, forward: x}
"""


def test_the_line_is_shown_as_it_would_be_right() -> None:
    source = decode(SourceFile("a.yaml", TEXT.encode()))
    assert isinstance(source, SourceText)
    failures = results(TEXT).failures
    shown = [with_what_came(one, {"a.yaml": source}) for one in failures]
    assert [one.fix for one in shown] == [
        '        reply: "We open, at 9."',
        '      - {text: hours, reply: ["We open, at 9."]}',
        "",  # a text of several lines
        "",  # no text at all came, and not another one
    ]
    assert [one.hints[-1].startswith("if what it sends now") for one in shown] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [with_what_came(one, {}) for one in failures] == [one.finding for one in failures]
