"""Processes of the trainer: started so that they outlive the app, found again, ended.

A process is known by its pid and its command together. The time it was started would not do: it
follows from the clock, which may be set while a run goes on for days.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil
from PySide6.QtCore import QProcess

from svfap_core.errors import OutputError
from svfap_gui.adapters.training_files import Job

_GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


def start(command: Sequence[str], output: Path, log: Path) -> int:
    """Start a process in a session of its own, its output going to files.

    Returns:
        Its pid.

    Raises:
        OutputError: It cannot be started.
    """
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    process.setStandardOutputFile(str(output))
    process.setStandardErrorFile(str(log))
    process.setStandardInputFile(QProcess.nullDevice())
    started, pid = _started(process)
    if not started:
        raise OutputError(
            f"the training process cannot be started: {process.errorString()}",
            hint="Run the command in a terminal to see why.",
        )
    return pid


def find(job: Job) -> psutil.Process | None:
    """The process of a job while it lives."""
    if not job.command:
        return None
    if job.pid is None:  # The app ended between the start and the note of it.
        return next((found for found in psutil.process_iter() if _runs(found, job.command)), None)
    with suppress(*_GONE):
        process = psutil.Process(job.pid)
        if _runs(process, job.command):
            return process
    return None


def ask_to_end(process: psutil.Process) -> None:
    """Let a run save where it can go on; a preparation keeps what it has made."""
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


def _started(process: QProcess) -> tuple[bool, int]:
    """Qt's answer, which its stubs do not know."""
    started, pid = process.startDetached()
    return bool(started), int(pid)
