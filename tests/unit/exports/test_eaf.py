from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pympi.Elan import Eaf

from svfap_core.exports.eaf import tier_names, write_eaf
from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import Edits, Marker, TimeRange
from tests.scenes import people, talk


def test_document_reads_back_with_a_tier_per_person(tmp_path: Path) -> None:
    recording = talk()
    video = tmp_path / "my video.mp4"
    path = tmp_path / "out" / "talk.eaf"
    write_eaf(path, people(recording), video)
    write_eaf(path, people(recording), video)
    assert [p.name for p in path.parent.iterdir()] == ["talk.eaf"]
    document = Eaf(str(path))
    assert sorted(document.get_tier_names()) == ["person 0", "person 1"]
    annotations = document.get_annotation_data_for_tier("person 1")
    expected = [
        (round(s.start_s * 1000), round(s.end_s * 1000), s.label)
        for s in people(recording).emotion_stretches(1)
    ]
    assert [tuple(a[:3]) for a in annotations] == expected
    [media] = document.get_linked_files()
    assert media["MEDIA_URL"] == f"file:///{str(video).lstrip('/')}"
    assert media["RELATIVE_MEDIA_URL"] == "../my video.mp4"
    assert media["MIME_TYPE"] == "video/mp4"


def test_annotations_stand_in_file_time(tmp_path: Path) -> None:
    """The picture begins 2 s after the sound, on a clock that begins at 1000 s."""
    recording = talk()
    write_eaf(tmp_path / "a.eaf", people(recording), None)
    recording.clock = MediaClock(first_pts_s=1002.0, file_start_s=1000.0)
    write_eaf(tmp_path / "b.eaf", people(recording), None)
    early, late = (
        Eaf(str(tmp_path / name)).get_annotation_data_for_tier("person 1")
        for name in ("a.eaf", "b.eaf")
    )
    assert [(a + 2000, b + 2000, label) for a, b, label, *_ in early] == [a[:3] for a in late]


def test_excluded_time_has_no_annotation(tmp_path: Path) -> None:
    edits = Edits().exclude(TimeRange(6, 8))
    write_eaf(tmp_path / "a.eaf", people(talk(), edits), None)
    found = Eaf(str(tmp_path / "a.eaf")).get_annotation_data_for_tier("person 1")
    assert found
    assert not [a for a in found if a[0] < 8000 and a[1] > 6000]
    assert 6000 in {a[1] for a in found}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.mts", "video/mpeg"), ("b.TS", "video/mpeg"), ("c.3gp", "video/3gpp"),
     ("d.mov", "video/quicktime"), ("e", "video/mp4"), ("f.mkv", "video/x-matroska")],
)  # fmt: skip
def test_media_types_are_our_own(tmp_path: Path, name: str, kind: str) -> None:
    write_eaf(tmp_path / "a.eaf", people(talk()), tmp_path / name)
    [media] = Eaf(str(tmp_path / "a.eaf")).get_linked_files()
    assert media["MIME_TYPE"] == kind


def test_time_slots_rise_and_a_video_without_faces_still_opens(tmp_path: Path) -> None:
    write_eaf(tmp_path / "a.eaf", people(talk(persons=3)), tmp_path / "v.mp4")
    root = ET.parse(tmp_path / "a.eaf").getroot()
    assert root.tag == "ANNOTATION_DOCUMENT"
    values = [int(slot.attrib["TIME_VALUE"]) for slot in root.iter("TIME_SLOT")]
    assert values
    assert min(values) >= 0
    write_eaf(tmp_path / "b.eaf", people(talk(persons=0, seconds=3)), tmp_path / "v.mp4")
    assert list(Eaf(str(tmp_path / "b.eaf")).get_tier_names()) == ["no face"]


def test_tiers_carry_names_and_no_two_are_alike(tmp_path: Path) -> None:
    edits = Edits().rename(0, "Anna").rename(1, "Anna").rename(2, "markers")
    made = people(talk(persons=3), Edits().split(1, 8.0, 1001))
    assert tier_names(made)[1001] == "person 3", "the number that the window shows"
    assert tier_names(people(talk(persons=3), edits)) == {
        0: "Anna", 1: "Anna (1)", 2: "markers (2)",
    }  # fmt: skip
    write_eaf(tmp_path / "a.eaf", people(talk(persons=3), edits.hide(1)), None)
    document = Eaf(str(tmp_path / "a.eaf"))
    assert sorted(document.get_tier_names()) == ["Anna", "markers (2)"]
    assert document.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./talk.mp4"


def test_annotations_of_merged_persons_do_not_overlap(tmp_path: Path) -> None:
    write_eaf(tmp_path / "a.eaf", people(talk(persons=3), Edits().merge(2, 1).merge(0, 1)), None)
    [tier] = [Eaf(str(tmp_path / "a.eaf")).get_annotation_data_for_tier("person 1")]
    assert all(a[1] <= b[0] for a, b in pairwise(sorted(tier)))


def test_markers_close_together_are_cut_and_those_at_once_are_joined(tmp_path: Path) -> None:
    edits = Edits()
    for t_s, text in ((1.0, "a"), (1.2, "b"), (1.2, "c"), (5.0, "")):
        edits = edits.add_marker(Marker(t_s=t_s, text=text))
    write_eaf(tmp_path / "a.eaf", people(talk(), edits), tmp_path / "v.mp4")
    assert Eaf(str(tmp_path / "a.eaf")).get_annotation_data_for_tier("markers") == [
        (1000, 1200, "a"), (1200, 1700, "b; c"), (5000, 5500, ""),
    ]  # fmt: skip
