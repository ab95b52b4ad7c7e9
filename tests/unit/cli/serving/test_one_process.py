import gc

from router.cli.serving.one_process import NEW_OBJECTS, spare_the_collector


def test_whoever_answers_has_the_collector_pass_over_what_is_there_and_look_seldom() -> None:
    usual = gc.get_threshold()
    frozen = gc.get_freeze_count()
    kept = [[number] for number in range(1000)]
    try:
        spare_the_collector()
        assert gc.get_freeze_count() >= frozen + len(kept)
        assert gc.get_threshold()[0] == NEW_OBJECTS > usual[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
