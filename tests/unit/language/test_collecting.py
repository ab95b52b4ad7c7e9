"""Garbage collection held off while a tree is built."""

import gc

from router.language.collecting import uncollected


def test_collection_is_off_inside_and_on_again_behind() -> None:
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_kept_for_good_is_passed_over_later() -> None:
    before = gc.get_freeze_count()
    try:
        with uncollected(for_good=True):
            kept: list[list[int]] = [[] for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()
