"""Which parts the data of a run has. Reads two columns of its manifests; knows no widget."""

from __future__ import annotations

from pathlib import Path

import yaml

from trainer.folder import CONFIG_FILE, MANIFEST_FILE


def has_test_part(run: Path) -> bool:
    """Whether a run can be evaluated on clips that it has neither learned from nor was chosen by.

    Args:
        run: Its folder.

    Raises:
        OSError: Its config or data cannot be read.
        ValueError: They are damaged, or of another kind.
        KeyError: The config names no data.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  # it takes a while to load

    data = yaml.safe_load((run / CONFIG_FILE).read_text(encoding="utf-8"))["data"]
    for folder in data["manifests"]:
        table = pq.read_table(Path(folder) / MANIFEST_FILE, columns=["split", "fold"])
        if "test" in table["split"].unique().to_pylist():
            return True
        if data.get("fold") is not None and data["fold"] in table["fold"].unique().to_pylist():
            return True
    return False
