"""Keeps what a run trained as a file: a teacher, or the start of the whole network."""

from __future__ import annotations

from pathlib import Path

from trainer.initial import run_heads
from trainer.workshop.building import trained_run
from trainer.workshop.kept import write_kept, write_start
from trainer.workshop.networks import StillTPSBT
from trainer.workshop.teachers import read_teacher


def keep(run: Path, file: Path) -> None:
    """Write the cnn or the still network of a run into a file, in eight bits.

    Raises:
        ModelError: The run has neither.
        OutputError: The file cannot be written.
    """
    _, network = trained_run(run)
    if isinstance(network, StillTPSBT):
        write_start(file, network.learned_state(), run_heads(run))
        return
    teacher = read_teacher(run)
    write_kept(file, teacher.network, teacher.about)
