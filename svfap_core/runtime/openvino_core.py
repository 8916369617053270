"""The package openvino and its one `Core`. Everything that needs OpenVINO must get it here."""

from __future__ import annotations

import functools
import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def load_openvino() -> Any:
    """The package openvino, kept from reporting its use.

    A plain `import openvino` sends an event to a statistics server. Without the package
    openvino_telemetry, which is all that this hides, it falls back on a stub that sends nothing.

    Raises:
        ImportError: It is not installed.
    """
    # None in sys.modules makes an import fail as if the package were not installed.
    sys.modules.setdefault("openvino_telemetry", None)  # pyright: ignore[reportArgumentType]  # documented in the import reference, unknown to the stubs
    return importlib.import_module("openvino")


@functools.cache
def openvino_core() -> Any:
    """The one `openvino.Core` of this process, with its plugin for the CPU loaded.

    The plugin gives the thread that loads it a small signal stack (AMX wants one), and frees that
    memory when the last Core goes, in whatever thread: the next signal to the first thread, an
    interrupt or a child's end, then kills the process without a word. So the plugin is loaded in a
    thread that takes no signals and is over afterwards, and stays loaded.

    Raises:
        ImportError: OpenVINO is not installed.
    """
    with ThreadPoolExecutor(1, "svfap-openvino") as pool:
        return pool.submit(_load_core).result()


def _load_core() -> Any:
    core = load_openvino().Core()
    core.get_property("CPU", "FULL_DEVICE_NAME")  # Plugins are loaded when first asked for.
    return core
