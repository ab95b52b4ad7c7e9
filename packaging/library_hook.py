"""Puts library.zip on Python's path, before anything of ours runs."""

import os
import sys

sys.path.append(os.path.join(sys._MEIPASS, "library.zip"))
