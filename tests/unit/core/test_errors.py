from router.core.errors import words_of


def test_what_the_system_says_is_told_without_its_number() -> None:
    assert words_of(OSError(28, "No space left on device")) == "no space left on device"


def test_an_error_without_words_has_some() -> None:
    assert words_of(OSError()) == "unknown reason"
