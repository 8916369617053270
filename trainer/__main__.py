"""`python -m trainer`, the same as `svfap-train`; what torchrun starts."""

from __future__ import annotations

from trainer.cli import main

main()
