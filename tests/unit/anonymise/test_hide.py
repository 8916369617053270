"""Copies of drawn videos: what is hidden, what is left out, and what they are called."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from svfap_core.anonymise.effects import BOX_GRAY
from svfap_core.anonymise.hide import hide_faces
from svfap_core.anonymise.report import read_report
from svfap_core.errors import OutputError
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.settings import AnonymiseSettings, DecodingSettings
from svfap_core.sources.opening import open_source
from svfap_core.types import Box
from tests import media
from tests.scenes import face, result, schema
from tests.unit.anonymise.test_faces import Script

LEFT, RIGHT = Box(20, 30, 52, 62), Box(108, 30, 140, 62)
BOX = AnonymiseSettings(effect="box")


def drawn(path: Path, times_s: Sequence[float], **options: Any) -> Path:
    """A video of bright patches, none of which looks hidden."""
    patches = np.random.default_rng(4).integers(130, 250, (12, 20, 3), np.uint8)
    rgb = patches.repeat(8, 0).repeat(8, 1)
    return media.write_video(path, times_s, draw=lambda _: rgb, **options)


def tagged(path: Path, count: int = 25) -> Path:
    """A video with sound, and with tags of all kinds, a chapter and a place."""
    plain = drawn(path.with_name("plain.mp4"), media.even_times(count), sound=True)
    chapters = path.with_name("chapters.txt")
    chapters.write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=Anna speaks\n"
    )
    tags = {
        "title": "Anna", "artist": "Anna", "comment": "at home", "location": "+47.3+008.5/",
        "creation_time": "2024-05-06T07:08:09Z",
    }  # fmt: skip
    media.ffmpeg(
        "-i", plain, "-i", chapters, "-map_metadata", "1", "-map", "0", "-c", "copy",
        *(part for name, value in tags.items() for part in ("-metadata", f"{name}={value}")),
        "-metadata:s:v", "handler_name=Anna's phone", "-metadata:s:a", "language=deu",
        "-movflags", "use_metadata_tags", path,
    )  # fmt: skip
    return path


def population(video: Path, boxes: Sequence[Box], edits: Edits | None = None) -> Population:
    """Each box is a track of its own, in all frames; persons have rows."""
    recording = Recording(schema(video.name))
    with open_source(video) as source:
        for frame in source.frames():
            recording.add_frame(frame, [face(n, box) for n, box in enumerate(boxes, 1)])
    recording.add_results([result(0.0, number) for number in range(1, len(boxes) + 1)])
    return Population(recording, edits or Edits())


def images(path: Path) -> list[np.ndarray]:
    with open_source(path) as source:
        return [frame.rgb for frame in source.frames()]


def is_hidden(rgb: np.ndarray, box: Box) -> bool:
    inside = rgb[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].astype(int)
    return bool(np.abs(inside - BOX_GRAY).max() < 12)


def probed(path: Path) -> dict[str, Any]:
    shown = ("-show_format", "-show_streams", "-show_chapters")
    command = ["ffprobe", "-v", "error", *shown, "-of", "json", str(path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def test_all_faces_are_hidden_in_each_frame(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.uneven_times(20))
    shares: list[float] = []
    files = hide_faces(
        video, population(video, [LEFT, RIGHT]), tmp_path / "out" / "talk.mp4", BOX,
        detector=Script(), progress=shares.append,
    )  # fmt: skip
    assert [path.name for path in files] == [
        "talk.mp4.anonymised.mp4", "talk.mp4.hidden-faces.csv", "talk.mp4.hidden-faces.json",
    ]  # fmt: skip
    assert sorted(path.name for path in files[0].parent.iterdir()) == sorted(p.name for p in files)
    shown = images(files[0])
    assert len(shown) == 20
    assert all(is_hidden(rgb, LEFT) and is_hidden(rgb, RIGHT) for rgb in shown)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with av.open(str(files[0])) as copy, av.open(str(video)) as before:
        times = [[f.time for f in each.decode(video=0)] for each in (copy, before)]
    assert times[0] == pytest.approx(times[1], abs=0.001)


def test_a_detection_without_a_track_is_hidden_and_in_doubt(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(10))
    files = hide_faces(
        video, population(video, []), tmp_path / "talk", BOX, detector=Script(LEFT, score=0.25)
    )
    assert files[0].name == "talk.faces-hidden.mp4"
    assert all(is_hidden(rgb, LEFT) for rgb in images(files[0]))
    (stretch,) = read_report(files[-1]).stretches
    assert stretch.reasons == ("faint",)


def test_who_is_chosen_stays_visible_after_merging_too(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(6))
    settings = BOX.model_copy(update={"visible": (1,)})
    detector = Script(Box(22, 30, 54, 62))
    (copy, *_) = hide_faces(
        video, population(video, [LEFT, RIGHT]), tmp_path / "a", settings, detector=detector
    )
    assert all(not is_hidden(rgb, LEFT) and is_hidden(rgb, RIGHT) for rgb in images(copy))
    one = Edits().merge(2, 1)
    (copy, *_) = hide_faces(
        video, population(video, [LEFT, RIGHT], one), tmp_path / "b", settings, detector=detector
    )
    assert not any(is_hidden(rgb, LEFT) or is_hidden(rgb, RIGHT) for rgb in images(copy))


def test_who_is_taken_out_of_the_result_is_hidden_all_the_same(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(6))
    without = Edits(hidden=frozenset({2}))
    (copy, *_) = hide_faces(
        video, population(video, [LEFT, RIGHT], without), tmp_path / "a", BOX, detector=Script()
    )
    assert all(is_hidden(rgb, RIGHT) for rgb in images(copy))


def test_an_overlay_has_its_faces_hidden_below_the_scores(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(6))
    files = hide_faces(
        video, population(video, [LEFT]), tmp_path / "talk", BOX, ("copy", "overlay"),
        detector=Script(),
    )  # fmt: skip
    assert [path.name for path in files[:2]] == [
        "talk.anonymised.mp4", "talk.overlay.anonymised.mp4",
    ]  # fmt: skip
    copy, overlay = (images(path)[0].astype(int) for path in files[:2])
    inside = np.s_[int(LEFT.y0) + 8 : int(LEFT.y1) - 8, int(LEFT.x0) + 8 : int(LEFT.x1) - 8]
    assert np.abs(copy - overlay).max() > 60
    assert np.abs(copy[inside] - BOX_GRAY).max() < 12


@pytest.mark.parametrize("sound", ["keep", "mute", "remove"])
def test_nothing_of_the_files_tags_is_left(tmp_path: Path, sound: str) -> None:
    video = tagged(tmp_path / "talk.mp4")
    before = probed(video)
    assert before["chapters"]
    assert {"title", "comment"} <= before["format"]["tags"].keys()
    settings = AnonymiseSettings.model_validate({"effect": "blur", "sound": sound})
    (copy, *_) = hide_faces(
        video, population(video, [LEFT]), tmp_path / "c", settings, detector=Script()
    )
    found = probed(copy)
    assert found["chapters"] == []
    assert found["format"]["tags"].keys() == {"major_brand", "minor_version", "compatible_brands"}
    for stream in found["streams"]:
        tags = {**stream["tags"]}
        assert tags.pop("handler_name") in {"VideoHandler", "SoundHandler"}
        assert tags.pop("language") == "und"
        assert tags.pop("vendor_id") == "[0][0][0][0]"
        assert tags == {}
    kinds = [stream["codec_type"] for stream in found["streams"]]
    assert kinds == (["video"] if sound == "remove" else ["video", "audio"])
    content = copy.read_bytes()
    assert not any(word in content for word in (b"Anna", b"home", b"+47.3", b"Lavf"))


def test_muted_sound_is_silent_and_as_long_as_the_video(tmp_path: Path) -> None:
    video = tagged(tmp_path / "talk.mp4")
    (copy, *_) = hide_faces(
        video, population(video, [LEFT]), tmp_path / "c",
        AnonymiseSettings(effect="box", sound="mute"), detector=Script(),
    )  # fmt: skip
    with av.open(str(copy)) as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
        stream = container.streams.audio[0]
        length_s = float((stream.duration or 0) * (stream.time_base or Fraction(1)))
    assert max(float(np.abs(part).max()) for part in parts) < 1e-4
    assert length_s == pytest.approx(1.0, abs=0.05)


def test_rotation_is_in_the_pixels(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(6), rotation_deg=90)
    (copy, *_) = hide_faces(
        video, population(video, [Box(30, 20, 60, 50)]), tmp_path / "c", BOX, detector=Script()
    )
    stream = probed(copy)["streams"][0]
    assert (stream["width"], stream["height"]) == (media.HEIGHT_PX, media.WIDTH_PX)
    assert not stream.get("side_data_list")
    assert is_hidden(images(copy)[0], Box(30, 20, 60, 50))


def test_a_part_begins_at_0_and_its_report_at_its_own_time(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(25))
    for span, decoding in (
        (TimeRange(0.4, 0.8), DecodingSettings()),
        (TimeRange(0, 9), DecodingSettings(start_s=0.4, end_s=0.8)),
    ):
        files = hide_faces(
            video, population(video, [LEFT]), tmp_path / "part", BOX,
            span=span, decoding=decoding, detector=Script(),
        )  # fmt: skip
        assert len(images(files[0])) == 10
        assert read_report(files[-1]).begins_s == pytest.approx(0.4)
    with pytest.raises(OutputError, match="no frame"):
        hide_faces(
            video, population(video, []), tmp_path / "none", BOX,
            span=TimeRange(7, 8), detector=Script(),
        )  # fmt: skip


def test_a_face_just_before_a_part_is_still_covered_in_it(tmp_path: Path) -> None:
    """It is tracked up to 0.4 s, and a part begins at 0.48 s."""
    video = drawn(tmp_path / "talk.mp4", media.even_times(40))
    recording = Recording(schema(video.name))
    with open_source(video) as source:
        for frame in source.frames():
            recording.add_frame(frame, [face(1, LEFT)] if frame.t_s < 0.42 else [])
    files = hide_faces(
        video, Population(recording, Edits()), tmp_path / "part", BOX,
        span=TimeRange(0.48, 1.2), detector=Script(),
    )  # fmt: skip
    hidden = [is_hidden(rgb, LEFT) for rgb in images(files[0])]
    assert hidden == [True] * 5 + [False] * 13
    report = read_report(files[-1])
    assert (report.frames, report.frames_with_faces) == (18, 5)
    (stretch,) = report.stretches
    assert stretch.start_s == pytest.approx(0.48)
    assert stretch.end_s == pytest.approx(1.2)


@pytest.mark.parametrize("asked", [3, 15])
def test_a_stop_leaves_nothing(tmp_path: Path, asked: int) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(10))
    left = iter(range(asked))
    assert (
        hide_faces(
            video, population(video, [LEFT]), tmp_path / "out" / "talk", BOX,
            detector=Script(), should_stop=lambda: next(left, None) is None,
        )
        == []
    )  # fmt: skip
    assert not list((tmp_path / "out").glob("*"))


def _hide_slowly(video: Path, out: Path) -> None:
    hide_faces(
        video, population(video, [LEFT]), out, BOX, detector=Script(),
        progress=lambda share: os.kill(os.getpid(), signal.SIGKILL) if share > 0.7 else None,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix does")
def test_a_kill_leaves_no_video_of_a_final_name(tmp_path: Path) -> None:
    video = drawn(tmp_path / "talk.mp4", media.even_times(30))
    out = tmp_path / "out" / "talk"
    process = multiprocessing.get_context("spawn").Process(target=_hide_slowly, args=(video, out))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [path.name for path in out.parent.iterdir()] == ["talk.anonymised.mp4.part"]
    files = hide_faces(video, population(video, [LEFT]), out, BOX, detector=Script())
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(p.name for p in files)
