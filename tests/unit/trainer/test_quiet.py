"""What libraries say to whoever writes a script does not reach users; what we say does.

Runs in tests hold this too: there a warning is an error.
"""

from __future__ import annotations

import logging
import warnings

import pytest

from trainer.quiet import quiet


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("lightning.pytorch.trainer.connectors.data_connector", False),
        ("torchmetrics.utilities.prints", False),
        ("torch.utils.data.dataloader", False),
        ("trainer.fit", True),
        ("numpy.core", True),
    ],
)
def test_warnings_of_libraries_are_kept(module: str, *, told: bool) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with quiet():
            warnings.warn_explicit("advice", UserWarning, "file.py", 1, module=module)
        assert bool(heard) == told
        warnings.warn_explicit("advice", UserWarning, "file.py", 2, module=module)
        assert len(heard) == told + 1, "afterwards all is as before"
    assert logging.getLogger("lightning.pytorch").level == logging.WARNING
