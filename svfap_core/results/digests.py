"""The names of what made a result, as its files carry them. Knows nothing of how they are made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq


class Digests(NamedTuple):
    """Names of the method and of the analysis that made rows; empty where not known."""

    method: str
    analysis: str

    def metadata(self) -> dict[str, str]:
        """For the metadata of a Parquet file."""
        return {key: digest for key, digest in zip(_KEYS, self, strict=True) if digest}


NO_DIGESTS = Digests("", "")

_KEYS = tuple(f"svfap.{name}" for name in Digests._fields)


def digests_of_sidecar(facts: Mapping[str, Any]) -> Digests:
    """What a sidecar says; those of earlier versions say nothing."""
    found = facts.get("identity")
    if not isinstance(found, dict):
        return NO_DIGESTS
    return Digests(*(str(found.get(name, "")) for name in Digests._fields))


def digests_of_parquet(path: Path) -> Digests:
    """What a table or tracks say; nothing where there is no such file, or it is damaged."""
    try:
        with path.open("rb") as file:
            metadata = pq.read_schema(file).metadata or {}
    except (OSError, pa.ArrowException):
        return NO_DIGESTS
    return Digests(*(metadata.get(key.encode(), b"").decode(errors="replace") for key in _KEYS))
