from router.language.compile import CompileOptions, compile_rules
from router.language.readings import ReadingCache
from router.language.source import SourceFile
from tests.unit.language.rulefiles import rules

HOURS = SourceFile("a.yaml", rules("stop: yes").encode())
OTHER = SourceFile("a.yaml", rules("stop: no").encode())


def test_the_same_file_with_the_same_bytes_is_read_once() -> None:
    cache = ReadingCache()
    first = cache(HOURS)
    cache.next_round()
    assert cache(SourceFile(HOURS.name, bytes(bytearray(HOURS.content)))) is first


def test_changed_bytes_another_name_and_a_new_problem_are_read_anew() -> None:
    cache = ReadingCache()
    first = cache(HOURS)
    cache.next_round()
    assert cache(OTHER).syntax != first.syntax
    assert cache(SourceFile("b.yaml", HOURS.content)).source != first.source
    assert cache(SourceFile("a.yaml", b"", "it is gone")).findings


def test_what_a_round_did_not_ask_for_is_forgotten() -> None:
    cache = ReadingCache()
    first = cache(HOURS)
    cache.next_round()
    cache(OTHER)
    cache.next_round()
    assert cache(HOURS) is not first


def test_a_cleared_cache_reads_anew() -> None:
    cache = ReadingCache()
    first = cache(HOURS)
    cache.next_round()
    cache.clear()
    assert cache(HOURS) is not first


def test_a_compile_with_it_gives_what_one_without_it_gives() -> None:
    cache = ReadingCache()
    for files in ([HOURS], [HOURS, SourceFile("b.yaml", b"rules: {}")], [OTHER], [HOURS]):
        kept = compile_rules(files, CompileOptions(), cache)
        cache.next_round()
        assert kept == compile_rules(files, CompileOptions())
