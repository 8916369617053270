"""Keeps what a run trained as a file: a teacher, or the start of the whole network."""

from __future__ import annotations

from pathlib import Path

from trainer.initial import run_heads
from trainer.workshop.building import trained_run
from trainer.workshop.kept import write_kept, write_start
from trainer.workshop.networks import TrainedTPSBT
from trainer.workshop.teachers import read_teacher


def keep(run: Path, file: Path) -> None:
    """Write what a run trained into a file, in eight bits.

    Raises:
        ModelError: There is no such run, or it has no checkpoint yet.
        OutputError: The file cannot be written.
    """
    _, network = trained_run(run)
    if isinstance(network, TrainedTPSBT):
        write_start(file, network.learned_state(), run_heads(run))
        return
    teacher = read_teacher(run)
    write_kept(file, teacher.network, teacher.about)
