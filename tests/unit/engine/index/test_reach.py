"""How many rules a message is tried on, of the 10,000 that the benchmark measures."""

from collections.abc import Sequence

import pytest

from router.adapters.folder import DirectoryRulesFolder
from router.core.address import Address
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet
from router.language.collecting import uncollected
from router.language.lower import lower
from router.language.reading import read_file
from router.language.whole import CompileOptions, joined, make_names, part_of, unread_parts
from tests.bench.rules import Text, texts_that_fire, write_rules
from tests.real_texts import made_up_texts, real_texts
from tests.unit.engine.samples import message

pytestmark = pytest.mark.exhaustive
RULES = 10_000
MOST_TRIED = 20


def rules_of_the_benchmark(folder: str) -> RuleSet:
    """Read and lowered as the compiler does it; its checks, which take as long again, left out."""
    with uncollected():
        readings = [read_file(file) for file in DirectoryRulesFolder(folder).read()]
        syntax = [reading.syntax for reading in readings if reading.syntax]
        nothing = unread_parts(texts=(), names=())
        names = make_names(syntax, CompileOptions(folder=folder), {}, nothing, ())
        whole = joined(names, [part_of(file, names) for file in syntax])
        return lower(whole, "0123456789ab")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> RuleIndex:
    folder = tmp_path_factory.mktemp("rules")
    write_rules(folder, RULES, examples=False)
    return RuleIndex(rules_of_the_benchmark(str(folder)))


def most_tried(index: RuleIndex, texts: Sequence[Text]) -> int:
    """Every rule that comes along counts, also those behind one that stops."""
    facts = [Facts(message(one.text, Address(one.sender))) for one in texts]
    return max(len(index.rules_for(one)) for one in facts)


def test_a_text_that_fires_is_tried_on_at_most_20_of_10_000_rules(index: RuleIndex) -> None:
    assert len(index.rule_set.rules) == RULES
    texts = [*texts_that_fire(RULES, 500)]
    fired = {decide(index, message(one.text, Address(one.sender))).fired for one in texts}
    assert len(fired) > 450
    assert () not in fired
    assert most_tried(index, texts) <= MOST_TRIED


def test_a_text_that_matches_nothing_is_tried_on_at_most_20_too(index: RuleIndex) -> None:
    assert most_tried(index, [Text(text) for text in real_texts()[::5]]) <= MOST_TRIED
    assert most_tried(index, [Text(text) for text in made_up_texts(300)]) <= MOST_TRIED


@pytest.mark.parametrize(("characters", "most"), [(800, MOST_TRIED), (1600, 30)])
def test_a_long_text_is_tried_on_few_rules_too(
    index: RuleIndex, characters: int, most: int
) -> None:
    """Each number and each few letters in it may bring a rule along, so more of them bring more."""
    texts = real_texts()
    strung = [" ".join(texts[at : at + 60]) for at in range(0, len(texts) - 60, 20)]
    long = [Text(one[:characters]) for one in strung if len(one) >= characters]
    assert len(long) > 100
    assert most_tried(index, long) <= most
