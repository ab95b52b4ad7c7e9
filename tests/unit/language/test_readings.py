from router.language.readings import ReadingCache
from router.language.source import SourceFile
from tests.unit.language.rulefiles import rules

HOURS = SourceFile("a.yaml", rules("stop: yes").encode())
OTHER = SourceFile("a.yaml", rules("stop: no").encode())


def test_the_same_file_with_the_same_bytes_is_read_once() -> None:
    cache = ReadingCache()
    (first,) = cache.all([HOURS])
    (again,) = cache.all([SourceFile(HOURS.name, bytes(bytearray(HOURS.content)))])
    assert again is first


def test_changed_bytes_another_name_and_a_new_problem_are_read_anew() -> None:
    cache = ReadingCache()
    (first,) = cache.all([HOURS])
    changed, named, gone = cache.all(
        [OTHER, SourceFile("b.yaml", HOURS.content), SourceFile("a.yaml", b"", "it is gone")]
    )
    assert changed.syntax != first.syntax
    assert named.source != first.source
    assert gone.findings


def test_what_a_set_has_not_is_forgotten() -> None:
    cache = ReadingCache()
    (first,) = cache.all([HOURS])
    cache.all([OTHER])
    assert cache.all([HOURS])[0] is not first
