"""What `serve` can be asked."""

from dataclasses import dataclass

from router.cli.options import SettingsOptions

MAX_WORKERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions(SettingsOptions):
    """What `serve` was asked; None where a flag was left out."""

    listen: str | None
    admin_listen: str | None
    public_url: str | None
    dev: bool
    workers: int

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name, as the flags give them."""
        return {
            "rules": self.rules,
            "data": self.data,
            "listen": self.listen,
            "admin-listen": self.admin_listen,
            "public-url": self.public_url,
        }
