"""How often a law is tried: as a test says, and more or less of it as the profile says."""

from hypothesis import settings

_USUAL = 100
"""What hypothesis tries where nothing is said; the numbers in tests are meant beside it."""


def tries(usually: int) -> int:
    """How many examples a law gets that usually gets this many."""
    return max(5, usually * of_profile() // _USUAL)


def of_profile() -> int:
    """How many examples the profile has where nothing is said."""
    profile = settings.default
    assert profile is not None
    return profile.max_examples
