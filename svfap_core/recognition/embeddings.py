"""The embeddings of a result's faces, and their file beside the result.

They are personal data: who holds them can find the same face in other videos. They are made only
when somebody asks, lie in one file, and can be deleted without harm to the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.recognition.base import Embeddings
from svfap_core.results.digests import Digests
from svfap_core.results.files import EMBEDDINGS_ENDING, with_ending
from svfap_core.results.unreadable import unreadable

PERSONAL_DATA: Final = (
    "Personal data: each row stands for somebody's face and can find it in other videos. Made to "
    "suggest which tracks show one person; delete the file when that is done."
)
_MADE_BY, _ANALYSIS, _NOTE = b"svfap.recogniser", b"svfap.analysis", b"svfap.personal_data"


@dataclass(frozen=True, slots=True, eq=False)
class FaceEmbeddings:
    """Some faces of each track as vectors; tracks without a usable face have none.

    Attributes:
        made_by: Identity of the network, its alignment and the choice of faces.
        digests: Of the analysis whose tracks are meant.
        track_ids: `(n,)`.
        frames: The number of each face's frame, `(n,)`.
        times_s: Its media time, `(n,)`.
        vectors: `(n, D)`, of length 1.
    """

    made_by: str
    digests: Digests
    track_ids: NDArray[np.int32]
    frames: NDArray[np.int32]
    times_s: NDArray[np.float64]
    vectors: Embeddings

    def is_of(self, made_by: str, digests: Digests) -> bool:
        """Whether they serve for this analysis and network; never where the analysis is unknown."""
        same = digests.analysis and digests.analysis == self.digests.analysis
        return bool(same) and made_by == self.made_by


def embeddings_path(base: Path) -> Path:
    """Where the embeddings of a result lie; `base` is the path of its files without endings."""
    return with_ending(base, EMBEDDINGS_ENDING)


def write_embeddings(path: Path, embeddings: FaceEmbeddings) -> None:
    """Write them, whole or not at all.

    Raises:
        OutputError: The file cannot be written.
    """
    size = embeddings.vectors.shape[1]
    flat = pa.array(embeddings.vectors.reshape(-1), pa.float32())
    table = pa.table(
        {
            "track_id": embeddings.track_ids,
            "frame": embeddings.frames,
            "timestamp_s": embeddings.times_s,
            "embedding": pa.FixedSizeListArray.from_arrays(flat, size),
        }
    )
    about: dict[bytes | str, bytes | str] = {
        **embeddings.digests.metadata(),
        _MADE_BY: embeddings.made_by,
        _NOTE: PERSONAL_DATA,
    }
    with whole_file(path) as part, part.open("wb") as file:
        pq.write_table(table.replace_schema_metadata(about), file, compression="zstd")


def read_embeddings(path: Path) -> FaceEmbeddings | None:
    """What a file holds; `None` where there is no file.

    Raises:
        SvfapError: It is damaged or of another kind.
    """
    try:
        with path.open("rb") as file:
            table = pq.read_table(file)
        about = table.schema.metadata or {}
        column = table["embedding"].combine_chunks()
        size = column.type.list_size
        return FaceEmbeddings(
            about[_MADE_BY].decode(),
            Digests(about.get(b"svfap.method", b"").decode(), about.get(_ANALYSIS, b"").decode()),
            table["track_id"].to_numpy().astype(np.int32),
            table["frame"].to_numpy().astype(np.int32),
            table["timestamp_s"].to_numpy().astype(np.float64),
            column.values.to_numpy().reshape(-1, size).astype(np.float32),
        )
    except FileNotFoundError:
        return None
    except (OSError, pa.ArrowException, KeyError, ValueError, AttributeError) as error:
        raise unreadable(
            path,
            Message("embeddings of faces"),
            error,
            if_damaged="Delete the face embeddings of this result, then find persons again.",
        ) from error


def delete_embeddings(base: Path) -> bool:
    """Delete the embeddings of a result; whether there were any.

    Raises:
        OutputError: The system refuses.
    """
    path = embeddings_path(base)
    with output_errors(path):
        try:
            path.unlink()
        except FileNotFoundError:
            return False
    return True


def current(path: Path, made_by: str, digests: Digests) -> FaceEmbeddings | None:
    """What a file holds, if it serves for this analysis and network.

    A file that is damaged counts for nothing: all that is in it can be made again.
    """
    try:
        found = read_embeddings(path)
    except SvfapError:
        return None
    return found if found is not None and found.is_of(made_by, digests) else None
