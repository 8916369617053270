from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from svfap_core.batch.batch import Batch
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import plan
from svfap_core.errors import SvfapError
from svfap_core.exports.sidecar import write_sidecar
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.store import find_model
from svfap_core.models import Head, HeadKind
from svfap_core.pipeline.engine import Engine
from svfap_core.results.digests import NO_DIGESTS, Digests
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.edits_file import SourceId, read_saved_edits, write_edits
from svfap_core.results.files import with_ending
from svfap_core.results.reading import read_result
from svfap_core.results.recording import FaceLog, Recording
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from svfap_core.results.trajectories import trajectories
from svfap_core.settings import AnalysisSettings, OutputSettings
from svfap_core.sinks.csv import CsvSink
from svfap_core.types import Status
from tests.identities import analysis
from tests.models import CLASSES, write_untrained_model
from tests.scenes import people, result, schema, talk
from tests.shared_data import shared
from tests.unit.exports.test_sidecar import facts


def write(folder: Path, recording: Recording, name: str = "talk.mp4") -> Path:
    """The files of a result without its video."""
    folder.mkdir(parents=True, exist_ok=True)
    for ending in (".csv", ".parquet"):
        write_table(folder / f"{name}{ending}", recording.schema, recording.rows())
    write_tracks(folder / f"{name}.tracks.parquet", recording)
    write_sidecar(folder / f"{name}.json", facts(folder / name), recording.schema, [])
    return folder / name


def assert_equal(found: Recording, recording: Recording) -> None:
    assert found.rows() == recording.rows()
    assert [r.top_emotion for r in found.results] == [r.top_emotion for r in recording.results]
    assert found.faces.view().tobytes() == recording.faces.view().tobytes()
    assert found.track_ids == recording.track_ids
    assert (found.frame_count, found.end_s) == (recording.frame_count, recording.end_s)
    assert found.schema.names == recording.schema.names


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Recording]]:
    """Real clips through the job and the batch that analyse every file."""
    out, settings = tmp_path_factory.mktemp("out"), AnalysisSettings()
    job = FileJob(
        lambda: Engine.load("svfap-tiny", "cpu", settings),
        read_card(find_model("svfap-tiny")),
        settings,
        OutputSettings(),
    )
    found: dict[str, tuple[Path, Recording]] = {}
    for name in ("two_men_small.mp4", "face_then_none_vfr.mov", "no_face.mp4"):
        clip = shared("data/clips") / name
        Batch(out, job, lambda _: None).run(plan([clip], recursive=False, shard=(1, 1)))
        assert job.recording is not None
        found[name] = (out / name, job.recording)
    return found


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".tracks.parquet", ".curves.png"])
@pytest.mark.parametrize("name", ["two_men_small.mp4", "face_then_none_vfr.mov", "no_face.mp4"])
def test_a_real_analysis_reads_back_as_it_was(
    analysed: dict[str, tuple[Path, Recording]], name: str, ending: str
) -> None:
    base, recording = analysed[name]
    found = read_result(base.with_name(base.name + ending))
    assert_equal(found.recording, recording)
    temperature = read_card(find_model("svfap-tiny")).temperature
    assert found.recording.schema.temperature == recording.schema.temperature == temperature != 1
    assert found.notes == ()
    assert found.edits == Edits(analysis=found.recording.schema.identity.analysis)
    assert found.edits.analysis
    assert found.edits_path == base.with_name(f"{name}.edits.json")
    # The record of the batch tells where the video is.
    assert found.video == shared("data/clips") / name


def test_the_range_of_a_head_stands_in_all_files_and_is_read_back(tmp_path: Path) -> None:
    nine = Head(kind=HeadKind.BOUNDED, names=("valence", "arousal"), low=1.0, high=9.0)
    model = write_untrained_model(tmp_path / "model", (CLASSES, nine))
    settings = AnalysisSettings()
    job = FileJob(
        lambda: Engine.load(str(model), "cpu", settings), read_card(model), settings,
        OutputSettings(),
    )  # fmt: skip
    clip = shared("data/clips") / "no_face.mp4"
    Batch(tmp_path, job, lambda _: None).run(plan([clip], recursive=False, shard=(1, 1)))
    found = read_result(tmp_path / "no_face.mp4.csv").recording.schema
    assert job.recording is not None
    for schema_ in (found, job.recording.schema):
        assert schema_.range_of("valence") == (1, 9)
        assert schema_.scale(["valence", "arousal", "dominance"]) == (1, 9)
    about = pq.read_schema(tmp_path / "no_face.mp4.parquet").field("valence").metadata[b"svfap"]
    assert (json.loads(about)["minimum"], json.loads(about)["maximum"]) == (1, 9)


def test_either_table_is_enough(tmp_path: Path) -> None:
    recording = talk()
    for ending in (".csv", ".parquet"):
        base = write(tmp_path / ending, recording)
        other = {".csv": ".parquet", ".parquet": ".csv"}[ending]
        base.with_name(base.name + other).unlink()
        assert_equal(read_result(base.with_name(f"{base.name}.json")).recording, recording)


def test_what_made_a_result_is_known_from_any_of_its_files(tmp_path: Path) -> None:
    made_by = Digests("method", "analysis")
    recording = talk()
    recording.schema = replace(recording.schema, identity=made_by)
    base = write(tmp_path, recording)
    (with_ending(base, ".json")).write_text(
        json.dumps({"identity": made_by._asdict() | {"weights": "and so on"}})
    )
    for lost in (".json", ".parquet", ".tracks.parquet"):
        found = read_result(base)
        assert found.recording.schema.identity == made_by
        assert not any("different analyses" in note for note in found.notes)
        with_ending(base, lost).unlink()
    assert read_result(base).recording.schema.identity == NO_DIGESTS


def test_files_of_different_analyses_are_called_so(tmp_path: Path) -> None:
    recording = talk()
    recording.schema = replace(recording.schema, identity=analysis().digests)
    base = write(tmp_path, recording)
    assert read_result(base).notes == ()
    recording.schema = replace(recording.schema, identity=analysis("other").digests)
    for ending, rewrite, of in (
        (".parquet", lambda path: write_table(path, recording.schema, recording.rows()), "other"),
        (".tracks.parquet", lambda path: write_tracks(path, recording), None),
    ):
        before = with_ending(base, ending).read_bytes()
        rewrite(with_ending(base, ending))
        found = read_result(base)
        expected = analysis(of) if of else analysis()
        assert found.recording.schema.identity == expected.digests
        assert "different analyses" in found.notes[0]
        with_ending(base, ending).write_bytes(before)


def test_edits_and_the_video_come_along(tmp_path: Path) -> None:
    base = write(tmp_path / "out", talk())
    edits = Edits().rename(1, "Anna").found_at(tmp_path / "elsewhere.mp4")
    write_edits(base.with_name("talk.mp4.edits.json"), edits)
    assert read_result(base.parent).edits == edits.on(analysis().digests.analysis)
    assert read_result(base.parent).video is None
    base.write_bytes(b"12345")
    assert read_result(base).video == base
    (tmp_path / "elsewhere.mp4").write_bytes(b"67890")
    assert read_result(base).video == tmp_path / "elsewhere.mp4"


def test_another_video_of_the_same_name_is_not_taken(tmp_path: Path) -> None:
    base = tmp_path / "talk.mp4"
    base.write_bytes(b"12345")
    write(tmp_path, talk())
    assert read_result(base).video == base
    base.write_bytes(b"123456")
    assert read_result(base).video is None


def test_without_tracks_the_rows_boxes_stand_in(tmp_path: Path) -> None:
    recording = talk()
    base = write(tmp_path, recording)
    base.with_name("talk.mp4.tracks.parquet").unlink()
    found = read_result(tmp_path)
    assert found.recording.rows() == recording.rows()
    assert "boxes" in found.notes[0]
    row = next(r for r in recording.results if r.t_s > 8 and r.track_id == 1)
    there = {f.track_id: f for f in people(found.recording).in_frame(row.frame_index)}
    assert row.box is not None
    assert there[1].box == pytest.approx(row.box, abs=0.02)
    assert np.all(np.diff(found.recording.faces.view()["frame"]) >= 0)
    assert found.recording.frame_count == 500


def test_without_facts_the_table_says_what_there_is(tmp_path: Path) -> None:
    recording = talk()
    base = write(tmp_path, recording)
    sidecar = base.with_name("talk.mp4.json")
    for break_it in (lambda: sidecar.write_text("{"), sidecar.unlink):
        break_it()
        found = read_result(tmp_path)
        assert_equal(found.recording, recording)
        assert found.recording.schema.dimensions_origin == "derived"
        assert found.sidecar == {}
        assert "facts" in found.notes[0]


def test_equal_after_rounding_the_stronger_emotion_stays_on_top(tmp_path: Path) -> None:
    recording = talk(seconds=3)
    close = result(5.0, 1)
    tied = {"neutral": 0.3000001, "happy": 0.3000002, "sad": 0.3}
    object.__setattr__(close, "emotions", {**dict.fromkeys(close.emotions, 0.0), **tied})
    recording.add_results([close])
    write(tmp_path, recording)
    found = read_result(tmp_path).recording
    assert found.results[-1].top_emotion == "happy"
    assert found.rows() == recording.rows()


# -- live recordings -----------------------------------------------------------------------------


def live(folder: Path, recording: Recording) -> Path:
    """What an app that was killed leaves of a session."""
    folder.mkdir()
    sink = CsvSink(folder / "session.mp4.csv", recording.schema, live=True)
    sink.write_results(recording.results)
    sink.commit()
    content = json.loads(json.dumps({"outcome": "recording", "recording": {"frames": 0}}))
    (folder / "session.mp4.json").write_text(json.dumps(content))
    (folder / "session.mp4").write_bytes(b"video")
    (folder / "session.mp4.markers.csv").write_text(
        'timestamp_s,text\n0.400000,smile\n2.5,"a ""b"", c"\n3.'
    )
    return folder


CUTS: dict[str, Callable[[bytes], bytes]] = {
    "in a number": lambda text: text[:-40],
    "before the line's end": lambda text: text[:-1],
    "in a letter": lambda text: text + "1,Mü".encode()[:-1],
    "zeros of a power failure": lambda text: text[:-40] + bytes(300),
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_table_cut_in_its_last_line_loses_that_line_and_says_so(tmp_path: Path, cut: str) -> None:
    recording = talk()
    folder = live(tmp_path / "2026-11-26_camera", recording)
    table = folder / "session.mp4.csv"
    table.write_bytes(CUTS[cut](table.read_bytes()))
    found = read_result(folder)
    rows = recording.rows()
    assert found.recording.rows() == (rows if cut == "in a letter" else rows[:-1])
    assert "breaks off" in found.notes[0]
    assert found.video == folder / "session.mp4"
    assert found.recording.end_s == found.recording.results[-1].t_s


def test_markers_of_a_live_recording_are_taken_over_until_there_are_edits(tmp_path: Path) -> None:
    folder = live(tmp_path / "rec", talk())
    assert read_result(folder).edits.markers == (
        Marker(t_s=0.4, text="smile"),
        Marker(t_s=2.5, text='a "b", c'),
    )
    write_edits(folder / "session.mp4.edits.json", Edits())
    assert read_result(folder).edits.markers == ()
    assert read_result(folder).notes != ()


def test_a_recording_killed_before_its_first_row_opens_empty(tmp_path: Path) -> None:
    folder = live(tmp_path / "rec", Recording(schema()))
    found = read_result(folder)
    assert found.recording.results == []
    assert found.recording.schema.names[0] == "schema_version"


# -- what cannot be opened -----------------------------------------------------------------------


def test_what_is_no_result_is_refused_with_a_hint(tmp_path: Path) -> None:
    write(tmp_path / "two", talk(seconds=3), "a.mp4")
    write(tmp_path / "two", talk(seconds=3), "b.mp4")
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    for path, said in (
        (tmp_path / "missing.csv", "no result table"),
        (tmp_path / "two", "holds 2 results"),
        (tmp_path / "empty", "holds no result"),
        (tmp_path / "x.csv", "not a result table"),
    ):
        with pytest.raises(SvfapError, match=said) as caught:
            read_result(path)
        assert caught.value.hint


def test_a_table_of_other_content_is_refused(tmp_path: Path) -> None:
    base = write(tmp_path, talk())
    base.with_name("talk.mp4.parquet").unlink()
    table = base.with_name("talk.mp4.csv")
    table.write_text(table.read_text().replace(f",{Status.OK}\n", ",fine\n"))
    with pytest.raises(SvfapError, match="fine"):
        read_result(base)


# -- work on another analysis --------------------------------------------------------------------


def analysed_as(folder: Path, analysis: str, numbers: dict[int, int], content: str = "ab") -> Path:
    """A result whose tracks have other numbers; the path of its edits."""
    recording = talk()
    faces = recording.faces.view().copy()
    faces["track_id"] = [numbers.get(track, track) for track in faces["track_id"].tolist()]
    recording.faces = FaceLog(faces)
    rows = [
        replace(row, track_id=numbers.get(row.track_id, row.track_id)) if row.track_id is not None
        else row
        for row in recording.results
    ]  # fmt: skip
    recording.results.clear()
    recording.add_results(rows)
    base = write(folder, recording)
    sidecar = base.with_name("talk.mp4.json")
    facts_ = json.loads(sidecar.read_text())
    facts_["identity"] = {"analysis": analysis}
    facts_["source"] |= {"content": content, "file_bytes": 5}
    sidecar.write_text(json.dumps(facts_))
    return base.with_name("talk.mp4.edits.json")


def save(path: Path, edits: Edits) -> None:
    """As the window does."""
    found = read_result(path)
    faces = trajectories(found.recording.faces.view(), edits.numbers)
    write_edits(path, edits, found.source, faces)


def test_edits_know_the_analysis_that_they_are_made_on(tmp_path: Path) -> None:
    path = analysed_as(tmp_path, "first", {})
    assert read_result(tmp_path).edits == Edits(analysis="first")
    save(path, read_result(tmp_path).edits.rename(1, "Anna"))
    assert read_result(tmp_path).edits == Edits(analysis="first").rename(1, "Anna")
    assert read_result(tmp_path).notes == ()


def test_a_table_names_its_analysis_before_the_facts_do(tmp_path: Path) -> None:
    """A run that was killed may leave a new table beside old facts."""
    save(analysed_as(tmp_path, "first", {}), Edits(analysis="first").rename(1, "Anna"))
    tracks = tmp_path / "talk.mp4.tracks.parquet"
    analysed_as(tmp_path, "second", {0: 1, 1: 0})
    (tmp_path / "talk.mp4.json").write_text(
        (tmp_path / "talk.mp4.json").read_text().replace("second", "first")
    )
    table = tmp_path / "talk.mp4.parquet"
    rows = pq.read_table(table)
    about = {**(rows.schema.metadata or {}), b"svfap.analysis": b"second"}
    pq.write_table(rows.replace_schema_metadata(about), table)
    found = read_result(tracks)
    assert found.edits == Edits(analysis="second").rename(0, "Anna")
    assert "different analyses" in found.notes[0]
    assert "another analysis" in found.notes[1]


def test_a_new_analysis_takes_edits_to_the_same_faces_every_time_it_is_opened(
    tmp_path: Path,
) -> None:
    path = analysed_as(tmp_path, "first", {})
    save(path, Edits(analysis="first").rename(0, "Otto").rename(1, "Anna").merge(7, 8))
    written = path.read_bytes()
    analysed_as(tmp_path, "second", {0: 5, 1: 0})
    for _ in range(2):
        found = read_result(tmp_path)
        assert found.edits == Edits(analysis="second").rename(5, "Otto").rename(0, "Anna")
        assert "another analysis" in found.notes[0]
        assert "talk.mp4.before-1.edits.json" in found.notes[1]
        assert "Person 8 was not found" in found.notes[2]
        assert path.read_bytes() == written, "reading writes nothing"
    save(path, found.edits.hide(5))
    assert (tmp_path / "talk.mp4.before-1.edits.json").read_bytes() == written
    assert read_result(tmp_path).notes == ()
    assert read_result(tmp_path).edits.hidden == {5}


@pytest.mark.parametrize("changed", [True, False])
def test_work_of_before_there_were_identities_is_judged_by_the_files_times(
    tmp_path: Path, *, changed: bool
) -> None:
    path = analysed_as(tmp_path, "", {})
    edits = Edits().rename(1, "Anna").exclude(TimeRange(1, 2))
    path.write_text(edits.model_dump_json(exclude={"analysis"}))
    analysis_s = (tmp_path / "talk.mp4.json").stat().st_mtime
    edits_s = analysis_s - 60 if changed else analysis_s - 1  # Copied together.
    os.utime(path, (edits_s, edits_s))
    found = read_result(tmp_path)
    assert found.edits == (edits.about_time() if changed else edits)
    assert bool(found.notes) == changed
    if changed:
        assert "Where the faces were is not known" in found.notes[0]
        assert '"Anna"' in found.notes[2]


def test_names_given_while_a_recording_runs_are_of_it(tmp_path: Path) -> None:
    folder = live(tmp_path / "rec", talk())
    write_edits(folder / "session.mp4.edits.json", Edits().rename(1, "Anna"))
    os.utime(folder / "session.mp4.edits.json", (1, 1))
    assert read_result(folder).edits.names == {1: "Anna"}


@pytest.mark.parametrize("analysis_", ["", "another"])
def test_work_on_another_video_of_the_name_is_left_alone(tmp_path: Path, analysis_: str) -> None:
    """Whatever analysis it was done on: who sits in the same place is not the same person."""
    path = analysed_as(tmp_path, "first", {}, content="cd")
    marked = Edits(analysis=analysis_).rename(1, "theirs").add_marker(Marker(t_s=1, text="theirs"))
    write_edits(path, marked, SourceId(content="ef", file_bytes=5))
    found = read_result(tmp_path)
    assert found.edits == Edits(analysis="first")
    assert "another video" in found.notes[0]
    save(path, found.edits.rename(1, "Anna"))
    assert read_saved_edits(tmp_path / "talk.mp4.before-1.edits.json").edits == marked
