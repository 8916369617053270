"""`svfap-train`: the trainer on the command line. Everything it does lives in other modules.

Those that need torch are imported by the command that uses them, so that --help comes at once.
"""

from __future__ import annotations

from svfap_core.cli.arguments import VersionOption
from trainer.cli.shared import app

# Each registers its commands, in the order of --help.
# isort: off
from trainer.cli import data, learning, judging
# isort: on

__all__ = ["app", "data", "judging", "learning", "main"]


@app.callback()
def _train(*, version: VersionOption = False) -> None:
    """Prepare data sets, and pre-train, fine-tune, evaluate and export SVFAP models."""


def main() -> None:
    """Entry point of `svfap-train`."""
    app()
