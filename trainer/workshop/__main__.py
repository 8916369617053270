"""`python -m trainer.workshop`; what torchrun starts."""

from __future__ import annotations

from trainer.workshop.cli import app

app()
