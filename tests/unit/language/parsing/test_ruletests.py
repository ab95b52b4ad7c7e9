from router.language.parsing.nodes import items
from router.language.parsing.ruletests import read_examples, read_tests
from router.language.tree.nodes import Mapping
from router.language.written.ruletests import Sends
from router.language.yamltree import read_tree
from tests.unit.language.rulefiles import source


def tree(text: str) -> Mapping:
    root = read_tree(source(text)).root
    assert root is not None
    return root


def test_an_example_says_what_comes_in_and_what_is_expected() -> None:
    root = tree("""\
        examples:
          - {text: Hours?, from: ann, to: 72975, at: 2026-11-22 10:00, fires: NO}
          - text: open
            multi-forward: x
            reply: [a, b]
        """)
    first, second = read_examples(root.get("examples"))
    assert first.message.text.text == "Hours?"
    assert first.message.sender is not None
    assert first.message.sender.written.text == "ann"
    assert not first.message.sender.is_sender_id
    assert first.message.recipient is not None
    assert first.message.recipient.text == "72975"
    assert first.message.at is not None
    assert first.message.at.text == "2026-11-22 10:00"
    assert first.fires is not None
    assert not first.fires.value
    assert str(first.fires.span) == "a.yaml:2:71"
    assert first.sends == ()
    assert second.fires is None
    assert [(one.action, [text.text for text in one.texts]) for one in second.sends] == [
        (Sends.REPLY, ["a", "b"]),
        (Sends.MULTI_FORWARD, ["x"]),
    ]
    assert str(second.sends[0].key) == "a.yaml:5:5"


def test_a_sender_id_stands_in_braces() -> None:
    root = tree("examples: [{text: x, from: {sender-id: BANK}}, {text: x, from: {}}]\n")
    first, second = read_examples(root.get("examples"))
    assert first.message.sender is not None
    assert (first.message.sender.written.text, first.message.sender.is_sender_id) == ("BANK", True)
    assert second.message.sender is None


def test_a_test_has_one_message_or_several_and_what_goes_out() -> None:
    root = tree("""\
        tests:
          - name: one
            message: {text: a}
            sends:
              - {to: [ann, bob], text: b, from: 72975}
          - name: two
            messages: [{text: a}, {text: b}]
            sends: nothing
        """)
    one, two = read_tests(root.get("tests"))
    assert [message.text.text for message in one.messages] == ["a"]
    (sent,) = one.sends
    assert [target.text for target in sent.to] == ["ann", "bob"]
    assert (sent.text.text, sent.source and sent.source.text) == ("b", "72975")
    assert [message.text.text for message in two.messages] == ["a", "b"]
    assert two.sends == ()


def test_what_has_the_wrong_shape_is_passed_over() -> None:
    root = tree("""\
        examples: [x, {from: ann}, {text: [a]}, {text: y, from: [a], to: [b], reply: {a: b}}]
        tests: [x, {message: {text: x}}, {name: n, message: x, sends: [y, {to: z}]}]
        """)
    (example,) = read_examples(root.get("examples"))
    assert example.message.text.text == "y"
    assert (example.message.sender, example.message.recipient, example.sends) == (None, None, ())
    (test,) = read_tests(root.get("tests"))
    assert (test.messages, test.sends) == ((), ())
    assert read_examples(None) == ()
    assert read_tests(None) == ()
    assert len(items(root.get("tests"))) == 3
