from pathlib import Path

from tests.soak.soak import Soak

STEPS = 6


def test_no_answer_fails_or_is_mixed_while_the_folder_is_edited_at_random(tmp_path: Path) -> None:
    with Soak(tmp_path, seed=20261122) as soak:
        for _ in range(STEPS):
            soak.step()
    assert soak.wrong == []
    assert soak.answers > 100
