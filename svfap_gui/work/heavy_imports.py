"""Keeps threads from loading two large libraries at once. Knows no Qt."""

from __future__ import annotations

import threading

HEAVY_IMPORTS = threading.Lock()
"""Held while a thread loads a large library: two at once hold the window up for a tenth of a
second."""
