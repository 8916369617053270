"""Processes of the trainer: started so that they outlive the app, found again, ended.

A process is known by its pid and its command together. The time it was started would not do: it
follows from the clock, which may be set while a run goes on for days.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from svfap_core.errors import OutputError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.system import apart_from_the_terminal
from svfap_gui.train.files import Job

_GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


_children: dict[int, subprocess.Popen[bytes]] = {}
"""Those of this app: the system keeps a dead child until its parent has asked after it."""


def start(command: Sequence[str], output: Path, log: Path) -> int:
    """Start a process in a session of its own, its output going to files.

    It works in the folder of its output: from a folder that holds a `trainer`, Python would take
    that one.

    Returns:
        Its pid.

    Raises:
        OutputError: It cannot be started.
    """
    try:
        with output.open("wb") as told, log.open("wb") as said:
            child = subprocess.Popen(  # noqa: S603  # our own program
                command,
                cwd=output.parent,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=said,
                **apart_from_the_terminal(outlives=True),
            )
    except OSError as error:
        raise OutputError(
            Message("the training process cannot be started: %1", reason_of(error)),
            hint="Run the command in a terminal to see why.",
        ) from error
    _children[child.pid] = child
    return child.pid


def find(job: Job) -> psutil.Process | None:
    """The process of a job while it lives."""
    for pid, child in list(_children.items()):
        if child.poll() is not None:
            del _children[pid]
    if len(job.command) < 2:  # Nothing to know it by.
        return None
    if job.pid is None:  # The app ended between the start and the note of it.
        return next((found for found in psutil.process_iter() if _runs(found, job.command)), None)
    with suppress(*_GONE):
        process = psutil.Process(job.pid)
        if _runs(process, job.command):
            return process
    return None


def ask_to_end(process: psutil.Process) -> None:
    """Where there are no signals it ends at once: for what saves nothing, or is deleted."""
    with suppress(*_GONE):
        process.terminate()


def end_now(process: psutil.Process) -> None:
    """End it and the processes that it has started."""
    with suppress(*_GONE):
        family = [*process.children(recursive=True), process]
        for member in family:
            with suppress(*_GONE):
                member.kill()


def _runs(process: psutil.Process, command: Sequence[str]) -> bool:
    # The program itself may be named otherwise by the system, such as where links are followed.
    try:
        return (
            process.cmdline()[1:] == list(command[1:]) and process.status() != psutil.STATUS_ZOMBIE
        )
    except _GONE:
        return False
