from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from svfap_core.errors import SourceError
from trainer.workshop.rendered.head import Geometry, Person


def test_a_folder_without_shapes_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ict_light\.npz"):
        Geometry(tmp_path)


def test_normals_point_out_of_the_head(geometry: Geometry) -> None:
    normals = geometry.normals(geometry.neutral)
    nose, chin = normals[geometry.landmarks[[30, 8]]]
    assert nose[2] > 0.8
    assert chin[2] > 0.3
    assert np.linalg.norm(normals[:9409], axis=1) == pytest.approx(1, abs=1e-3)


def test_a_side_moves_alone_and_both_sides_together(geometry: Geometry) -> None:
    person = Person(geometry, np.random.default_rng(0))
    left, right = geometry.landmarks[[54, 48]]
    still = person.mesh({}).vertices
    one = person.mesh({"mouthSmile_L": 1}).vertices - still
    both = person.mesh({"mouthSmile": 1}).vertices - still
    assert one[left, 1] > 0.5
    assert abs(one[right, 1]) < 0.05
    assert both[left, 1] > 0.5
    assert both[right, 1] > 0.5


def test_eyes_look_where_they_are_told_to(geometry: Geometry) -> None:
    person = Person(geometry, np.random.default_rng(0))

    def dark(gaze: tuple[float, float]) -> float:
        mesh, eye = person.mesh({}, gaze), geometry.eyes[0]
        return float(mesh.vertices[eye][mesh.albedo[eye] < 0.05][:, 0].mean())

    assert dark((0.4, 0)) > dark((0, 0)) > dark((-0.4, 0))


def test_wrinkles_come_with_the_brows(geometry: Geometry) -> None:
    person = Person(geometry, np.random.default_rng(0), lifelike=True)
    still, frown = person.mesh({}).albedo, person.mesh({"browDown_L": 1, "browDown_R": 1}).albedo
    assert (frown <= still).all()
    assert (still - frown).max() > 0.02
