"""What `serve` can be asked."""

from dataclasses import dataclass

from router.cli.options import ServerOptions

MAX_WORKERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions(ServerOptions):
    """What `serve` was asked; None where a flag was left out."""

    dev: bool
    workers: int
