"""Where files lie: those that come with the product, and the user's own models.

Knows nothing of what is in them.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parent / "resources"


def resource(relative: str) -> Path:
    """A file or folder below `resources/`, of an installed package or of the checkout.

    The path need not exist: an optional resource is for the caller to ask for.

    Raises:
        ValueError: The path is absolute or leaves the folder.
    """
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = root / relative
    if not path.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"{relative!r} is not below the resources")
    return path


def models_folder() -> Path:
    """Where the user's own models are; need not exist. Read from the environment at every call."""
    return user_data_path("svfap", appauthor=False) / "models"
