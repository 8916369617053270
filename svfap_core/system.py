"""Where operating systems differ: processes, cores, terminals, file names, camera nodes.

Linux, Windows and macOS each have their branch, chosen at every call. Nothing else asks which
system it runs on, but `sources/probe.py`, which lists cameras. Knows no other module.
"""

from __future__ import annotations

import ctypes.util
import errno
import importlib
import os
import platform
import re
import shlex
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import unquote

import psutil

REPLACE_TRIES = 20
REPLACE_PAUSE_S = 0.05
"""On Windows, programs that read every new file, such as virus scanners, hold it for a moment."""

LONGEST_PATH = 259
"""Characters of a path that Windows takes, unless its user has allowed longer ones."""

LONGEST_NAME = 255
"""Bytes of a name on the usual disks of Linux and macOS."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_NEW_PROCESS_GROUP = 0x200
_DETACHED_PROCESS = 0x8
_IN_USE = {32, 33}
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


class PopenOptions(TypedDict):
    """Arguments of `subprocess.Popen` and `run`."""

    start_new_session: bool
    creationflags: int


# -- processes -----------------------------------------------------------------------------------


def process_start(pid: int) -> str:
    """When a process began, as the system counts: process ids are used again.

    Returns:
        Equal for the same process and for no other of this id; empty where the system does not say.
    """
    if _is_linux():
        # In ticks since the computer started: the clock may be set while a process runs.
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
        except (OSError, IndexError):
            return ""
    try:
        return f"{psutil.Process(pid).create_time():.3f}"
    except psutil.Error:
        return ""


def apart_from_the_terminal(*, outlives: bool = False) -> PopenOptions:
    """How to start a process that Ctrl-C in this one's terminal does not reach.

    Args:
        outlives: It also goes on when the terminal closes.
    """
    if _is_windows():
        flags = _NEW_PROCESS_GROUP | (_DETACHED_PROCESS if outlives else 0)
        return {"start_new_session": False, "creationflags": flags}
    return {"start_new_session": True, "creationflags": 0}


def ending_signals() -> tuple[signal.Signals, ...]:
    """By which a terminal or the system asks a program to end."""
    if _is_windows():  # SIGTERM is never sent there; Ctrl-Break and a closed terminal send this.
        breaking = getattr(signal, "SIGBREAK", None)
        return (signal.SIGINT, signal.SIGTERM, *([breaking] if breaking is not None else []))
    return (signal.SIGINT, signal.SIGTERM)


def command_text(command: Sequence[str]) -> str:
    """A command as one types it into a terminal."""
    return subprocess.list2cmdline(command) if _is_windows() else shlex.join(command)


def has_display() -> bool:
    """Whether a window can be shown. An explicit Qt platform, such as offscreen, counts."""
    if not _is_linux():
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


# -- processor -----------------------------------------------------------------------------------


def processor_name() -> str:
    """The processor's name as its maker gives it, or else its kind."""
    return _processor_name().strip() or platform.processor() or platform.machine()


def _processor_name() -> str:
    with suppress(OSError, subprocess.SubprocessError):
        if _is_windows():
            registry: Any = importlib.import_module("winreg")
            place = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
            with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, place) as key:
                return str(registry.QueryValueEx(key, "ProcessorNameString")[0])
        if _is_mac():
            command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(  # noqa: S603  # a fixed command
                command, capture_output=True, text=True, timeout=5, check=True
            ).stdout
        listing = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        for line in listing.splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value
    return ""


def may_have_gpu() -> bool:
    """False only where there is no driver of a GPU that torch could use."""
    if _is_mac():
        return platform.machine() == "arm64"
    if _is_windows():
        return ctypes.util.find_library("nvcuda") is not None
    # The devices of NVIDIA's driver, of that of its Jetson boards, of WSL's and of AMD's.
    nodes = ("/dev/nvidiactl", "/dev/nvhost-gpu", "/dev/nvgpu", "/dev/dxg", "/dev/kfd")
    return any(Path(node).exists() for node in nodes)


def usable_cores() -> tuple[int, ...]:
    """Numbers of the cores that this process may use, which may be fewer than there are."""
    if _is_mac():
        return tuple(range(os.cpu_count() or 1))
    if _is_linux():
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(sorted(psutil.Process().cpu_affinity() or range(os.cpu_count() or 1)))


def keep_to_cores(cores: Collection[int]) -> None:
    """Keep all threads of this process, also those to come, to some cores; macOS cannot.

    Libraries that count cores start a thread for each, and each process would do so.
    """
    if _is_windows():
        psutil.Process().cpu_affinity(sorted(cores))
    elif _is_linux():
        for thread in Path("/proc/self/task").iterdir():
            with suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread.name), cores)


# -- files ---------------------------------------------------------------------------------------


def replace(source: Path, target: Path) -> None:
    """Give a file or folder its final name; a file of that name is replaced.

    Windows refuses while another program has either file open: that is waited for a moment.

    Raises:
        OSError: The system refuses.
    """
    for _ in range(REPLACE_TRIES if _is_windows() else 0):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(REPLACE_PAUSE_S)
        else:
            return
    source.replace(target)


def is_in_use(error: OSError) -> bool:
    """Whether Windows refused because another program has the file open."""
    return getattr(error, "winerror", None) in _IN_USE


def is_path_too_long(path: Path) -> bool:
    """Whether a path, or the name at its end, is longer than this system's usual disks take."""
    if _is_windows():
        return len(str(path.absolute())) > LONGEST_PATH
    room = 1024 if _is_mac() else 4096  # Bytes, with the zero at its end.
    return len(os.fsencode(path.name)) > LONGEST_NAME or len(os.fsencode(path)) >= room


def is_too_long(error: OSError, path: Path) -> bool:
    """Whether a path is longer than the system takes. Windows says that the file is not found."""
    if error.errno == errno.ENAMETOOLONG:
        return True
    missing = error.errno in {errno.ENOENT, errno.EINVAL}
    return _is_windows() and missing and is_path_too_long(path)


def file_name(text: str, *, otherwise: str) -> str:
    """A text as the name of a file or folder that every system takes.

    Studies move between systems, so the rules of all hold everywhere: no separators and wildcards,
    no device of Windows (CON, NUL.txt), no dot or space at the end.

    Args:
        text: What the user calls it.
        otherwise: The name where nothing is left.
    """
    name = _FORBIDDEN.sub("_", text).strip().rstrip(". ")
    if _RESERVED.fullmatch(name):
        stem, dot, ending = name.partition(".")
        name = f"{stem}_{dot}{ending}"
    return name or otherwise


def name_key(name: str) -> str:
    """Equal for two relative paths that are one to this system's usual disks."""
    if _is_windows():
        return name.casefold().replace("\\", "/")
    if _is_mac():  # It takes accents that are written as one character or as two for the same.
        return unicodedata.normalize("NFD", name).casefold()
    return name


def user_path(text: str | Path) -> Path:
    """A path that a user has entered, `~` standing for the home folder."""
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # There is no such user.
        return path


def path_of_address(address: str) -> Path:
    """The path that a `file://` address names, whole: `#` and `?` are parts of names."""
    host, _, rest = address.partition("://")[2].partition("/")
    path = unquote(f"/{rest}")
    if not _is_windows():
        return Path(path)
    if host and host != "localhost":
        return Path(f"//{host}{path}")
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)


# -- cameras -------------------------------------------------------------------------------------


def camera_node(device: int | str) -> Path | None:
    """The file that stands for a camera; `None` where cameras have none.

    Args:
        device: A camera's number or the path of its file.
    """
    if not _is_linux():
        return None
    return Path(device if isinstance(device, str) else f"/dev/video{device}")


def is_camera_node(text: str) -> bool:
    """Whether a text is the path of a camera's file."""
    return _is_linux() and re.match(r"/dev/(video\d|v4l/)", text) is not None


def _is_linux() -> bool:
    return not (_is_windows() or _is_mac())


def _is_windows() -> bool:
    return sys.platform == "win32"


def _is_mac() -> bool:
    return sys.platform == "darwin"
