from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from pympi.Elan import Eaf

from svfap_core.exports.eaf import write_eaf
from svfap_core.results.stretches import emotion_stretches
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
        for s in emotion_stretches(recording.of_track(1))
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
