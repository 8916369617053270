"""Embeddings are of the right faces: right frames, right places, only where needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from svfap_core.recognition.base import Embeddings, Limits, normalised
from svfap_core.recognition.computing import embed_faces, made_by
from svfap_core.recognition.sampling import sampled
from svfap_core.settings import DEFAULT_DECODING
from svfap_core.tracking.align import align_face
from svfap_core.types import RGB
from tests.rendered_film import SHOT_FRAMES, SHOTS, film_recording, image, rendered, write_film


class Pixels:
    """In place of a network: a face stands for its own crop, made small."""

    name, identity, size_px = "pixels", "pixels:1", 24
    limits = Limits(0.1, 0.2, measured=False)
    template = np.array([(0.34, 0.35), (0.66, 0.35), (0.5, 0.55), (0.38, 0.75), (0.62, 0.75)])

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, crops: RGB) -> Embeddings:
        self.batches.append(len(crops))
        return normalised(crops.reshape(len(crops), 24 * 24 * 3).astype(np.float32))


def crop(index: int, points_px: NDArray[np.float32]) -> NDArray[np.float32]:
    rgb = align_face(image(rendered(), index), points_px, Pixels.template, Pixels.size_px)
    return normalised(rgb.reshape(1, -1).astype(np.float32))[0]


def test_each_face_is_cut_from_its_own_frame(tmp_path: Path) -> None:
    recording, pixels, shares = film_recording(), Pixels(), list[float]()
    found = embed_faces(
        write_film(tmp_path / "talk.mp4"), recording, pixels, decoding=DEFAULT_DECODING,
        progress=shares.append, should_stop=lambda: False,
    )  # fmt: skip
    assert found is not None
    assert (found.made_by, found.digests) == (made_by(pixels), recording.schema.identity)
    assert sorted(set(found.track_ids.tolist())) == [1, 2, 3, 4, 5, 6]
    assert np.bincount(found.track_ids)[1:].tolist() == [6] * len(SHOTS)
    assert (found.frames // SHOT_FRAMES + 1 == found.track_ids).all()
    np.testing.assert_allclose(found.times_s, found.frames / 10)
    faces = recording.faces.view()[sampled(recording.faces.view())]
    for face, vector in zip(faces, found.vectors, strict=True):
        # The film is compressed, so not equal; the two images of a head differ by 0.05 and more.
        assert np.linalg.norm(vector - crop(int(face["frame"]), face["points_px"])) < 0.03
    assert sum(pixels.batches) == 36
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_it_stops_when_asked(tmp_path: Path) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 5

    found = embed_faces(
        write_film(tmp_path / "talk.mp4"), film_recording(), Pixels(), decoding=DEFAULT_DECODING,
        progress=lambda _: None, should_stop=stop,
    )  # fmt: skip
    assert found is None
    assert len(asked) == 6


def test_without_a_usable_face_nothing_is_embedded(tmp_path: Path) -> None:
    recording = film_recording()
    faces = recording.faces.view()
    faces.flags.writeable = True
    faces["quality"] = 0.1
    found = embed_faces(
        write_film(tmp_path / "talk.mp4"), recording, Pixels(), decoding=DEFAULT_DECODING,
        progress=lambda _: None, should_stop=lambda: False,
    )  # fmt: skip
    assert found is not None
    assert found.vectors.shape[0] == 0
    assert found.track_ids.shape == (0,)


@pytest.mark.parametrize("shot", [0, 3])
def test_two_images_of_a_head_differ_more_than_compression_does(shot: int) -> None:
    faces = film_recording().faces.view()
    one, other = faces[shot * SHOT_FRAMES], faces[shot * SHOT_FRAMES + 1]
    apart = crop(int(one["frame"]), one["points_px"]) - crop(
        int(other["frame"]), other["points_px"]
    )
    assert np.linalg.norm(apart) > 0.05
