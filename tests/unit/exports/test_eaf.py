from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from pympi.Elan import Eaf

from svfap_core.exports.eaf import tier_names, write_eaf
from svfap_core.results.edits import Edits, Marker
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
    assert media["MEDIA_URL"].endswith("/my%20video.mp4")
    assert media["RELATIVE_MEDIA_URL"] == "./my video.mp4"
    assert media["MIME_TYPE"] == "video/mp4"


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
