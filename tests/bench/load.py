"""Signed load from wrk: a new nonce, signature and MessageUUID for every request."""

import base64
import hashlib
import hmac
import re
import secrets
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

CONNECTIONS = 16

DEFAULT_BODIES = tuple(
    urlencode(
        {"From": "15551230000", "To": "15557654321", "Type": "sms", "Units": "1", "Text": text}
    )
    for text in ("hours?", "thanks", "order 1234 please", "refill my prescription", "see you soon")
)

SCRIPT = """
local lines, bodies = {}, {}
for line in io.lines("@FILE@") do lines[#lines + 1] = line end
for line in io.lines("@BODIES@") do bodies[#bodies + 1] = line end
local next_line = 0
request = function()
  next_line = next_line + 1
  local nonce, signature = lines[next_line]:match("(%S+) (%S+)")
  local body = bodies[next_line % #bodies + 1] .. "&MessageUUID=" .. nonce
  return wrk.format("POST", "/receive_sms/", {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["X-Plivo-Signature-V2"] = signature, ["X-Plivo-Signature-V2-Nonce"] = nonce}, body)
end
done = function(summary, latency)
  io.write(string.format("RESULT requests=%d us=%d errors=%d p50=%d p99=%d\\n", summary.requests,
    summary.duration, summary.errors.status + summary.errors.read + summary.errors.timeout +
    summary.errors.connect + summary.errors.write, latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One round: requests per second, latencies in milliseconds, answers that were no 2xx."""

    rate: float
    p50: float
    p99: float
    errors: int
    requests: int


def write_requests(
    folder: Path, url: str, token: str, count: int, bodies: Sequence[str] = DEFAULT_BODIES
) -> Path:
    """Write `count` fresh (nonce, signature) pairs for a URL; return the script for wrk.

    `bodies` are forms, without a MessageUUID, that are sent in turn.
    """
    pairs = folder / "pairs.txt"
    prefix = secrets.token_hex(6)
    key = token.encode()
    with pairs.open("w") as out:
        for number in range(count):
            nonce = f"{prefix}{number:09d}"
            digest = hmac.new(key, f"{url}{nonce}".encode(), hashlib.sha256).digest()
            out.write(f"{nonce} {base64.b64encode(digest).decode()}\n")
    script = folder / "load.lua"
    forms = folder / "bodies.txt"
    forms.write_text("\n".join(bodies) + "\n")
    script.write_text(SCRIPT.replace("@FILE@", str(pairs)).replace("@BODIES@", str(forms)))
    return script


def run_wrk(port: int, script: Path, seconds: int) -> Outcome:
    """Load one server for so many seconds."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script)]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=False
    )
    found = re.search(r"requests=(\d+) us=(\d+) errors=(\d+) p50=(\d+) p99=(\d+)", done.stdout)
    if found is None:
        raise SystemExit(f"wrk did not finish:\n{done.stdout}{done.stderr}")
    requests, us, errors, p50, p99 = map(int, found.groups())
    return Outcome(requests / us * 1e6, p50 / 1000, p99 / 1000, errors, requests)
