"""Work in processes that meet with a fault: killed at a chosen moment, on a full or read-only disk.

The processes are forked from one that has imported the program already, so that a campaign of
kills takes minutes. Each has its own mounts and limits where a test asks for them. Knows nothing of
the work.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from time import perf_counter
from typing import Any

LIMIT_S = 240.0

OPERATIONS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
)
"""Audit events of Python by which a process changes a folder."""

_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        "svfap_core.cli.annotate",
        "svfap_core.exports.selection",
        "trainer.cli",
        "trainer.fit",
        "pandas",  # Which pyarrow takes where it is installed.
        "tests.faults.victims",
    ]
)


@dataclass(frozen=True)
class Fault:
    """What becomes of a process.

    `folder` is the one that it works in: moments count from its first operation there, and are
    told by the number of such an operation, and so long after it, or by seconds. `disk_mb` puts a
    disk of that size in the folder's place, whose content is afterwards found there all the same;
    `read_only` makes it so; `handles` is how many files it may open beyond those it is born with.
    """

    folder: Path
    at_operation: int | None = None
    late_s: float = 0.0
    after_s: float | None = None
    disk_mb: float | None = None
    read_only: bool = False
    handles: int | None = None


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it said."""

    exitcode: int
    said: str
    operations: int = 0
    seconds: float = 0.0
    killed: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "killed", self.exitcode == -signal.SIGKILL)


def run(work: Callable[..., None], *args: object, fault: Fault, log: Path) -> Ended:
    """Do work in a process of its own that meets with a fault.

    Args:
        work: A function of a module, called with `args`.
        args: What it is called with.
        fault: What becomes of the process.
        log: A file for what it says.
    """
    begun, count = _context.Event(), _context.Value("q", 0)
    process = _context.Process(target=_child, args=(work, args, fault, log, (begun, count)))
    process.start()
    try:
        while not begun.wait(0.05) and process.exitcode is None:
            pass
        begun_s = perf_counter()
        process.join(LIMIT_S if fault.after_s is None else fault.after_s)
        if fault.after_s is not None:
            process.kill()
            process.join(LIMIT_S)
        seconds = perf_counter() - begun_s
        assert process.exitcode is not None, f"still running after {LIMIT_S} s:\n{log.read_text()}"
    finally:
        process.kill()
        process.join()
    said = log.read_text(encoding="utf-8", errors="replace")
    return Ended(process.exitcode, said, count.value, seconds)


def may_mount() -> bool:
    """Whether this system lets a process have mounts of its own."""
    process = _context.Process(target=_own_namespaces, args=(_CLONE_NEWNS,))
    process.start()
    process.join()
    return process.exitcode == 0 and shutil.which("mount") is not None


def _child(
    work: Callable[..., None],
    args: tuple[object, ...],
    fault: Fault,
    log: Path,
    told: tuple[Event, Any],
) -> None:
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    if fault.disk_mb is not None:
        _mount(fault.folder, fault.disk_mb)
    elif fault.read_only:
        _make_read_only(fault.folder)
    _count_operations(fault, *told)
    if fault.handles is not None:
        _leave_handles(fault.handles)
    try:
        work(*args)
    finally:
        sys.stdout.flush()
        if fault.disk_mb is not None:
            _hand_over(fault.folder)


def _count_operations(fault: Fault, begun: Event, count: Any) -> None:
    folder, told = os.fspath(fault.folder), False

    def hook(event: str, values: tuple[object, ...]) -> None:
        nonlocal told
        if event not in OPERATIONS:
            return
        paths = (os.fspath(v) for v in values[:2] if isinstance(v, str | os.PathLike))
        if any(str(path).startswith(folder) for path in paths):
            count.value += 1
            if not told:
                told = True
                begun.set()
            if count.value == fault.at_operation:
                _kill_self(fault.late_s)

    sys.addaudithook(hook)


def _kill_self(after_s: float) -> None:
    """At once, or while the work goes on."""
    if after_s:
        threading.Timer(after_s, _kill_self, [0.0]).start()
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def _leave_handles(count: int) -> None:
    """So many more files can be opened: what numbers are free below the highest one are taken."""
    highest = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
    while os.dup(2) <= highest:
        pass
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 2 + count,) * 2)


# -- mounts of a process's own -------------------------------------------------------------------


def _own_namespaces(flags: int) -> None:
    """Part from the others; without root as the root of a user namespace of one's own."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if uid != 0:
        flags |= _CLONE_NEWUSER
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "no namespace of its own")
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    if flags & _CLONE_NEWNS:
        _command("mount", "--make-rprivate", "/")


def _mount(folder: Path, size_mb: float) -> None:
    _own_namespaces(_CLONE_NEWNS)
    below = folder.with_name(folder.name + ".below")
    below.mkdir(exist_ok=True)
    folder.mkdir(exist_ok=True)
    _command("mount", "--bind", str(folder), str(below))
    _command("mount", "-t", "tmpfs", "-o", f"size={round(size_mb * 1024)}k", "tmpfs", str(folder))
    shutil.copytree(below, folder, dirs_exist_ok=True)


def _hand_over(folder: Path) -> None:
    """Put what lies on the small disk into the folder below, where the test will look."""
    below = folder.with_name(folder.name + ".below")
    shutil.copytree(folder, below, dirs_exist_ok=True)
    gone = [p for p in below.rglob("*") if not (folder / p.relative_to(below)).exists()]
    for path in sorted(gone, reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _make_read_only(folder: Path) -> None:
    _own_namespaces(_CLONE_NEWNS)
    folder.mkdir(exist_ok=True)
    _command("mount", "--bind", str(folder), str(folder))
    _command("mount", "-o", "remount,ro,bind", str(folder))


def _command(*words: str) -> None:
    subprocess.run(words, check=True)
