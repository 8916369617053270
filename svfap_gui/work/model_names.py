"""Which models are installed, by what people call them. Reads no weights; knows no Qt.

What else there is to say of models imports torch: see `svfap_gui.models.models`.
"""

from __future__ import annotations

import json
from pathlib import Path

from svfap_core.names import CARD_FILE
from svfap_core.resources import models_folder, resource


def installed_models() -> list[tuple[str, str]]:
    """Title and name of each model, built-in ones first, by name; of two of a name the first."""
    found: dict[str, str] = {}
    for root in (resource("models"), models_folder()):
        for card in sorted(root.glob(f"*/{CARD_FILE}")):
            found.setdefault(card.parent.name, _title(card))
    return [(title, name) for name, title in found.items()]


def _title(card: Path) -> str:
    """What the card says; the name where it is damaged."""
    try:
        return str(json.loads(card.read_text(encoding="utf-8"))["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return card.parent.name
