"""Crops of video: the faces of the tracker, at the template, with the times of the source."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.opening import open_source
from svfap_core.tracking.align import align_face
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker, TrackedFaces
from svfap_core.types import Frame
from tests.media import uneven_times, write_video
from tests.shared_data import shared
from tests.unit.tracking.scene import SPEC, TEMPLATE, Person, Scene
from tests.unit.trainer.data.screen import Screen, film
from trainer.data.cropping import SHORTEST_S, Cropped, Crops, crop_video
from trainer.specs import FACE_TEMPLATE, with_margin

LEFT = Person(lambda i: (40 + i, 90.0), seed=11)
LARGE = Person(lambda i: (190.0, 60 + i / 2), seed=12, size_px=90)


def crop(path: Path, people: list[Person], **options: object) -> list[Cropped]:
    crops = cropped(path, people, **options)
    assert crops.damage is None
    return crops.faces


def cropped(path: Path, people: list[Person], **options: object) -> Crops:
    into = path.with_name(f"crops {len(list(path.parent.iterdir()))}")
    return crop_video(path, Screen(Scene(people)), SPEC, into, **options)  # type: ignore[arg-type]


def jpegs(face: Cropped) -> list[bytes]:
    return [path.read_bytes() for path in sorted(face.folder.iterdir())]


def decoded(face: Cropped, index: int) -> np.ndarray:
    bgr = cv2.imread(str(face.folder / f"{index:06d}.jpg"))
    assert bgr is not None
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def test_crops_have_the_times_of_the_source_whatever_their_spacing(tmp_path: Path) -> None:
    times_s = uneven_times(16)
    path = film(tmp_path / "film.mkv", Scene([LEFT]), times_s)
    (face,) = crop(path, [LEFT])
    with open_source(path) as source:
        of_source = [frame.t_s for frame in source.frames()]
    assert list(face.times_s) == of_source
    assert of_source == pytest.approx(times_s, abs=0.001)
    assert len(jpegs(face)) == len(face.boxes) / 4 == 16
    assert face.duration_s == pytest.approx(times_s[-1], abs=0.001)


def test_crops_show_the_face_at_the_template(tmp_path: Path) -> None:
    scene = Scene([LEFT])
    (face,) = crop(film(tmp_path / "film.mkv", scene, 14), [LEFT])
    for index in (0, 13):
        x, y = LEFT.path(index) or (0, 0)
        points_px = (np.array(TEMPLATE) * LEFT.size_px + [x, y]).astype(np.float32)
        wanted = align_face(scene.frame(index).rgb, points_px, SPEC.template, SPEC.size_px)
        found = decoded(face, index)
        assert found.shape == (SPEC.size_px, SPEC.size_px, 3)
        assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.9
    assert face.median_box == pytest.approx((46.5, 90, 60, 60), abs=2)


def test_colours_are_those_of_the_video(tmp_path: Path) -> None:
    scene = Scene([LEFT])
    (face,) = crop(film(tmp_path / "film.mkv", scene, 12), [LEFT])
    found = decoded(face, 5).reshape(-1, 3).mean(axis=0)
    x, y = (round(place) for place in LEFT.path(5) or (0, 0))
    wanted = scene.frame(5).rgb[y : y + 60, x : x + 60].reshape(-1, 3).mean(axis=0)
    assert found == pytest.approx(wanted, abs=6)


@pytest.mark.parametrize("people", [[LEFT, LARGE], [LARGE, LEFT]])
def test_the_most_prominent_face_comes_alone_or_first(tmp_path: Path, people: list[Person]) -> None:
    path = film(tmp_path / "film.mkv", Scene(people), 14)
    (only,) = crop(path, people)
    first, second = crop(path, people, every_face=True)
    assert jpegs(only) == jpegs(first)
    assert sorted(path.name for path in only.folder.parent.iterdir()) == ["1"]
    assert sorted(path.name for path in first.folder.parent.iterdir()) == ["1", "2"]
    assert only.median_box[2] == pytest.approx(90, abs=3)
    assert second.median_box[2] == pytest.approx(60, abs=3)


def test_a_part_of_a_video_has_the_times_of_the_whole(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mkv", Scene([LEFT]), 30)
    (face,) = crop(path, [LEFT], start_s=0.2, end_s=0.8)
    assert list(face.times_s) == pytest.approx([n / 25 for n in range(5, 20)], abs=0.001)


def test_a_face_that_is_seen_too_briefly_is_none(tmp_path: Path) -> None:
    brief = Person(lambda i: (40.0, 90.0) if 2 <= i < 9 else None, seed=11)
    path = film(tmp_path / "film.mkv", Scene([brief]), 20)
    with pytest.raises(SourceError, match=f"shows no face for {SHORTEST_S:g} s"):
        crop(path, [brief])
    both = [brief, LARGE]
    path = film(tmp_path / "both.mkv", Scene(both), 20)
    (face,) = crop(path, both, every_face=True)
    assert face.median_box[2] == pytest.approx(90, abs=3)


def test_a_video_whose_times_stand_still_is_not_said_to_show_no_face(tmp_path: Path) -> None:
    """Nor is one that is too short."""
    for name, times_s, lasts in (
        ("still.mkv", [0.0] * 30, "0"),
        ("still.mp4", [0.0] * 30, "0"),
        ("slow.mkv", [n / 1000 for n in range(30)], "0.029"),
        ("short.mkv", [n / 25 for n in range(5)], "0.16"),
    ):
        path = film(tmp_path / name, Scene([LEFT]), times_s)
        seen = rf"{name} lasts only {lasts} s by its timestamps \({len(times_s)} frames\); a clip"
        with pytest.raises(SourceError, match=seen):
            crop(path, [LEFT])
    path = film(tmp_path / "film.mkv", Scene([LEFT]), 20)
    with pytest.raises(SourceError, match=r"lasts only 0\.16 s by its timestamps .5 frames"):
        crop(path, [LEFT], start_s=0.2, end_s=0.4)
    with pytest.raises(SourceError, match="has no frame after 9 s"):
        crop(path, [LEFT], start_s=9.0)


def test_a_face_that_comes_back_leaves_a_gap_in_time(tmp_path: Path) -> None:
    hidden = Person(lambda i: None if 12 <= i < 22 else (40.0, 90.0), seed=11)
    (face,) = crop(film(tmp_path / "film.mkv", Scene([hidden]), 36), [hidden])
    assert np.diff(face.times_s).max() > 0.3
    assert face.times_s[-1] == pytest.approx(35 / 25, abs=0.001)


def test_without_a_face_there_is_an_error_not_a_clip(tmp_path: Path) -> None:
    path = film(tmp_path / "a film.mkv", Scene([]), 14)
    with pytest.raises(SourceError, match=r"a film\.mkv shows no face.*Leave it out"):
        crop(path, [])


def test_what_is_no_video_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"no video at all")
    for wrong in (path, tmp_path / "missing.mp4"):
        with pytest.raises(SourceError, match=wrong.name):
            crop(wrong, [])


def test_a_video_of_shapes_holds_no_face_for_the_real_detector(tmp_path: Path) -> None:
    path = write_video(tmp_path / "shapes.mp4", [n / 25 for n in range(8)])
    with pytest.raises(SourceError, match="shows no face"):
        crop_video(path, CenterFace(), SPEC, tmp_path)


def test_a_video_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = film(tmp_path / "film.mkv", Scene([LEFT]), 50)
    torn = tmp_path / "torn.mkv"
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = cropped(torn, [LEFT])
    assert found.damage is not None
    assert re.fullmatch(r"breaks off after \d\.\d of 2\.0 s", found.damage)
    assert 0.5 < found.faces[0].duration_s < 1.4
    assert cropped(torn, [LEFT], end_s=0.5).damage is None, "the part that is wanted is whole"
    assert cropped(whole, [LEFT]).damage is None


def test_crops_are_on_the_disk_while_the_video_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it is, none is kept in memory."""
    path = film(tmp_path / "film.mkv", Scene([LEFT]), 20)
    there: list[int] = []
    update = FaceTracker.update

    def counted(tracker: FaceTracker, frame: Frame) -> TrackedFaces:
        there.append(len(list(tmp_path.glob("crops */*/*.jpg"))))
        return update(tracker, frame)

    monkeypatch.setattr(FaceTracker, "update", counted)
    (face,) = crop(path, [LEFT])
    assert there == sorted(there)
    assert there[-1] == len(face.times_s) - 1


@pytest.fixture(scope="module")
def detector() -> CenterFace:
    return CenterFace()


def test_a_real_face_is_cut_as_analysis_cuts_it(detector: CenterFace, tmp_path: Path) -> None:
    """Found again in the crop, its points lie on the template."""
    path = shared("data/clips/single_face.mp4")
    template = with_margin(FACE_TEMPLATE, 1.25)
    spec = SPEC.model_copy(update={"size_px": 200, "template": template})
    (face,) = crop_video(path, detector, spec, tmp_path, end_s=0.6).faces
    with open_source(path) as source:
        times_s = [frame.t_s for frame in source.frames()]
    assert list(face.times_s) == [t_s for t_s in times_s if t_s < 0.6]
    (found, *_) = detector.detect(decoded(face, len(face.times_s) // 2))
    assert found.points_px / 200 == pytest.approx(np.array(template), abs=0.05)


def test_a_real_video_without_a_face_gives_none(detector: CenterFace, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="shows no face"):
        crop_video(shared("data/clips/no_face.mp4"), detector, SPEC, tmp_path, end_s=0.5)
