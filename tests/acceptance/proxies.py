"""nginx and Caddy as `docs/` sets them up, on loopback ports and in a folder of their own."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from tests.acceptance.plivo_side import Answer, Plivo
from tests.acceptance.running import DEADLINE, ROOT, eventually
from tests.ports import free_port

HOST = "sms.clinic.example"
DOCS = ROOT / "docs"
DOCUMENTED = "127.0.0.1:8080"
"""Where the documented configurations look for the router."""
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
# What Debian's own nginx.conf says around a site.
_NGINX = """\
{user}
daemon off;
worker_processes 1;
pid {place}/nginx.pid;
error_log stderr;
events {{ worker_connections 768; }}
http {{
    access_log {place}/access.log;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
{site}
}}
"""
_CADDY = """\
{{
	admin off
	local_certs
	skip_install_trust
	default_bind 127.0.0.1
	http_port {plain}
	https_port {port}
"""


def program(name: str) -> str | None:
    """Where a program is; in the folders of system programs, too."""
    return shutil.which(name, path=_PATH)


def missing(proxy: str) -> str:
    """Which programs are not installed that tests of a proxy run; "" when all are there."""
    wanted = (proxy, "openssl") if proxy == "nginx" else (proxy,)
    return " and ".join(name for name in wanted if program(name) is None)


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """The text with each of these pieces changed; a piece that is not there is a failure."""
    for old, new in changes.items():
        assert old in text, f"the documented configuration has no {old!r}"
        text = text.replace(old, new)
    return text


@dataclass
class Proxy:
    """A running proxy; use it in a `with`, which also ends it.

    `port` takes TLS and `plain_port` does not; `authority` is the certificate to trust.
    """

    command: list[str]
    env: dict[str, str]
    place: Path
    port: int
    plain_port: int
    authority: Path

    def __enter__(self) -> Self:
        with (self.place / "output").open("wb") as output:
            self._process = subprocess.Popen(
                self.command, cwd=self.place, env=self.env, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
            )  # fmt: skip
        with ExitStack() as failed:
            failed.push(self)
            eventually(self._answers)
            failed.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(DEADLINE)

    def _answers(self) -> bool:
        assert self._process.poll() is None, (self.place / "output").read_text()
        try:
            self.connect().close()
        except OSError:
            return False
        return True

    def connect(self, name: str = HOST) -> ssl.SSLSocket:
        """A connection whose certificate was found to be the host's."""
        trusted = ssl.create_default_context(cafile=str(self.authority))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)
        try:
            return trusted.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise


def nginx(
    place: Path, routers: Mapping[str, str], changes: Mapping[str, str] = {}, before: str = ""
) -> Proxy:
    """nginx with `docs/nginx.conf`, in front of routers: documented address to real URL.

    `changes` are made to the file first, and `before` is put at its top.
    """
    port, plain = free_port(), free_port()
    certificate, key = _certificate(place)
    letsencrypt = f"/etc/letsencrypt/live/{HOST}"
    site = replaced(before + replaced((DOCS / "nginx.conf").read_text("utf-8"), changes), {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        f"{letsencrypt}/fullchain.pem": str(certificate),
        f"{letsencrypt}/privkey.pem": str(key),
        "/var/www/html": str(place / "www"),
        **_addresses(routers),
    })  # fmt: skip
    file = place / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(_NGINX.format(place=place, site=site, user=user))
    command = [program("nginx") or "", "-p", str(place), "-c", str(file), "-e", "stderr"]
    return Proxy(command, dict(os.environ), place, port, plain, certificate)


def caddy(
    place: Path, routers: Mapping[str, str], changes: Mapping[str, str] = {}, before: str = ""
) -> Proxy:
    """The same with Caddy and `docs/Caddyfile`."""
    port, plain = free_port(), free_port()
    written = before + replaced((DOCS / "Caddyfile").read_text("utf-8"), changes)
    written = replaced(written, _addresses(routers))
    file = place / "Caddyfile"
    head = _CADDY.format(port=port, plain=plain)
    file.write_text(re.sub(r"^\{\n", lambda _: head, written, count=1, flags=re.MULTILINE))
    own = {f"XDG_{name}_HOME": str(place / name.lower()) for name in ("DATA", "CONFIG")}
    env = {**os.environ, **own, "HOME": str(place)}
    command = [program("caddy") or "", "run", "--config", str(file), "--adapter", "caddyfile"]
    authority = place / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    return Proxy(command, env, place, port, plain, authority)


def _addresses(routers: Mapping[str, str]) -> dict[str, str]:
    return {documented: urlsplit(url).netloc for documented, url in routers.items()}


PROXIES = {"nginx": nginx, "caddy": caddy}


def _certificate(place: Path) -> tuple[Path, Path]:
    """A certificate for the host that signs itself, and its key."""
    certificate, key = place / "fullchain.pem", place / "privkey.pem"
    subprocess.run(
        [
            program("openssl") or "", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2", "-subj", f"/CN={HOST}",
            "-addext", f"subjectAltName=DNS:{HOST}", "-out", str(certificate), "-keyout", str(key),
        ],
        check=True, capture_output=True, timeout=DEADLINE,
    )  # fmt: skip
    return certificate, key


class _TlsConnection(HTTPConnection):
    def __init__(self, proxy: Proxy) -> None:
        super().__init__(HOST, timeout=DEADLINE)
        self._proxy = proxy

    def connect(self) -> None:
        self.sock = self._proxy.connect()


@dataclass
class PlivoOutside(Plivo):
    """Plivo on the other side of a proxy: it knows the public address alone."""

    proxy: Proxy | None = None

    def ask(
        self, method: str, target: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        """One HTTPS request as it stands; a connection closed without an answer is status 0."""
        assert self.proxy
        http = _TlsConnection(self.proxy)
        try:
            http.request(method, target, body, {**headers, **self.extra})
            answer = http.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())
        except HTTPException:
            return Answer(0, {}, b"")
        finally:
            http.close()
