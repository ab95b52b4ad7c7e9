"""`make soak`: a folder edited at random while four clients text; no answer may be wrong.

`python -m tests.soak [MINUTES] [SEED]`; two minutes, and another seed each time, if not said.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.soak import Soak

if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    print(f"{minutes:g} minutes with seed {seed}")
    with tempfile.TemporaryDirectory() as place, Soak(Path(place), seed) as soak:
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            soak.step()
            print(f"\r{soak.summary()}", end="", flush=True)
    print()
    if soak.wrong:
        raise SystemExit("\n".join(soak.wrong[:20]))
