"""Processes that get a share of a processor, by control groups; for that one has to be root."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PERIOD = 10_000  # microseconds: much shorter than a round, longer than any answer takes
_FIRST, _SECOND = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")


def can_be_given() -> bool:
    """Whether this process may do it, and knows how on this machine."""
    unified = (_SECOND / "cgroup.controllers").exists()
    return os.geteuid() == 0 and (unified or (_FIRST / "cpu.cfs_quota_us").parent.is_dir())


@contextmanager
def given(processes: Sequence[int], share: float) -> Iterator[None]:
    """Let each of these have so much of a processor and no more, in the block."""
    groups = [_group(number) for number in range(len(processes))]
    quota = int(share * _PERIOD)
    for group, pid in zip(groups, processes, strict=True):
        if (group / "cpu.max").exists():
            (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
        else:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        (group / "cgroup.procs").write_text(str(pid))
    try:
        yield
    finally:
        for group in groups:
            for left in (group / "cgroup.procs").read_text().split():
                (group.parent / "cgroup.procs").write_text(left)
            group.rmdir()


def _group(number: int) -> Path:
    above = _SECOND
    if (_SECOND / "cgroup.controllers").exists():
        (_SECOND / "cgroup.subtree_control").write_text("+cpu")
    else:
        above = _FIRST
    group = above / f"sms-router-bench-{os.getpid()}-{number}"
    group.mkdir(exist_ok=True)
    return group
