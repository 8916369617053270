from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from svfap_core.errors import OutputError, SourceError
from svfap_core.exports.overlay import _marks, render_overlay
from svfap_core.exports.video_copy import _fitted
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.settings import DecodingSettings
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import Box, Status
from tests import media
from tests.scenes import face, frame, people, result, schema, voted
from tests.shared_data import shared

MILLISECOND = Fraction(1, 1000)
UNEVEN_MS = [0, 33, 67, 100, 142, 183, 400, 433, 500, 541, 583, 1100, 1133, 1200]


def make_video(
    path: Path, times_ms: Sequence[int], *, size: tuple[int, int], sound: str | None
) -> None:
    """A gray video with a moving white bar, and a tone; encoder by the file's ending."""
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        video.height, video.width = size
        video.pix_fmt = "yuv444p"
        video.codec_context.time_base = MILLISECOND
        if sound:
            tone = output.add_stream(sound, rate=16_000)
            tone.layout = "mono"
        for number, time_ms in enumerate(times_ms):
            rgb = np.full((*size, 3), 90, np.uint8)
            rgb[:, number * 4 : number * 4 + 4] = 255
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = time_ms, MILLISECOND
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if sound:
            wave = (8000 * np.sin(np.arange(16_000) * 0.2)).astype(np.int16).reshape(1, -1)
            samples = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
            samples.sample_rate, samples.pts = 16_000, 0
            resampler = av.AudioResampler(tone.format, "mono", 16_000)
            for part in resampler.resample(samples):
                output.mux(tone.encode(part))
            output.mux(tone.encode(None))


def recorded(
    path: Path, rows: Sequence[tuple[float, Status]] = (), edits: Edits | None = None
) -> Population:
    recording = Recording(schema(path.name))
    with VideoFile(path) as source:
        for frame in source.frames():
            recording.add_frame(frame, [face(1, Box(40, 40, 90, 90))])
    recording.add_results(
        [replace(result(t_s, 1, status), describes_s=t_s) for t_s, status in rows]
    )
    return people(recording, edits)


def times_s(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time) for frame in container.decode(video=0) if frame.time is not None]


def test_variable_rate_sound_and_odd_size(tmp_path: Path) -> None:
    source, out = tmp_path / "in.mkv", tmp_path / "new" / "out.mp4"
    make_video(source, UNEVEN_MS, size=(121, 161), sound="pcm_s16le")
    shares: list[float] = []
    assert render_overlay(source, recorded(source), out, progress=shares.append)
    assert times_s(out) == pytest.approx(times_s(source), abs=0.001)
    with av.open(str(out)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert container.streams[0].type == "video"
        assert (video.width, video.height) == (162, 122)
        assert (video.codec_context.codec.canonical_name, video.format.name) == ("h264", "yuv420p")
        assert sound.codec_context.name.startswith("aac")
        loud = [float(np.abs(f.to_ndarray()).max()) for f in container.decode(sound)]
        assert 14 <= len(loud) <= 18
        assert max(loud) > 0.1
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert [p.name for p in out.parent.iterdir()] == ["out.mp4"]


def test_sound_of_an_unknown_kind_is_left_out(tmp_path: Path) -> None:
    source, target = tmp_path / "source.mp4", tmp_path / "target.mp4"
    make_video(source, list(range(0, 1000, 40)), size=(120, 160), sound="aac")
    content = source.read_bytes().replace(b"mp4a", b"xxxx").replace(b"esds", b"xxxx")
    source.write_bytes(content)
    render_overlay(source, recorded(source), target)
    with av.open(str(target)) as container:
        assert len(list(container.decode(video=0))) == 25
        assert not container.streams.audio


def test_sound_that_mp4_can_hold_is_copied_bit_by_bit(tmp_path: Path) -> None:
    source, out = tmp_path / "in.mp4", tmp_path / "out.mp4"
    make_video(source, list(range(0, 1000, 40)), size=(120, 160), sound="aac")
    render_overlay(source, recorded(source), out)
    packets = []
    for path in (source, out):
        with av.open(str(path)) as container:
            packets.append([bytes(packet) for packet in container.demux(audio=0) if packet.size])
    assert packets[0] == packets[1]
    assert packets[0]


def test_faces_are_drawn_with_the_score_that_speaks_for_their_time(tmp_path: Path) -> None:
    """The row of 0 s speaks to 0.25 s, that of 0.5 s to the end; from 0.55 s on all is excluded."""
    source, out = tmp_path / "in.mkv", tmp_path / "out.mp4"
    make_video(source, UNEVEN_MS, size=(120, 160), sound=None)
    rows = [(0.0, Status.OK), (0.5, Status.GAP)]
    edits = Edits().exclude(TimeRange(0.55, 2))
    render_overlay(source, recorded(source, rows, edits), out)
    with VideoFile(out) as video:
        pictures = [frame.rgb.astype(int) for frame in video.frames()]
    box_edge = pictures[0][60, 38:43]
    assert np.abs(box_edge - 90).max() > 40
    label = [picture[8:38, 64:130] for picture in pictures]
    changes = [n for n, (a, b) in enumerate(pairwise(label), 1) if np.abs(b - a).mean() > 3]
    assert [UNEVEN_MS[n] for n in changes] == [400, 583]


def test_a_size_that_changes_keeps_its_proportions() -> None:
    wide = _fitted(np.full((40, 160, 3), 200, np.uint8), (80, 60))
    assert wide.shape == (60, 80, 3)
    assert (wide[20:40] == 200).all()
    assert not wide[:20].any()
    assert not wide[40:].any()


@pytest.mark.parametrize(("height", "expected"), [(360, "smpte170m"), (720, "bt709")])
def test_colours_are_tagged_as_players_expect(tmp_path: Path, height: int, expected: str) -> None:
    source, out = tmp_path / "in.mkv", tmp_path / "out.mp4"
    make_video(source, [0, 40], size=(height, 160), sound=None)
    render_overlay(source, recorded(source), out)
    fields = "stream=color_space,color_primaries,color_transfer,color_range"
    found = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", fields, "-of", "csv=p=0", str(out)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert sorted(set(found.stdout.strip().split(","))) == sorted({expected, "tv"})


def test_sound_whose_clock_jumps_goes_on(tmp_path: Path) -> None:
    """Two recordings joined, as broadcast receivers leave them: both begin at the same time."""
    part, source, out = tmp_path / "part.ts", tmp_path / "joined.ts", tmp_path / "out.mp4"
    make_video(part, list(range(0, 1000, 40)), size=(120, 160), sound="aac")
    source.write_bytes(part.read_bytes() * 2)
    render_overlay(source, recorded(source), out)
    with av.open(str(out)) as container:
        assert len(list(container.decode(video=0))) >= 48
    with av.open(str(out)) as container:
        sound = [frame for frame in container.decode(audio=0) if frame.time is not None]
    times = [float(frame.time) for frame in sound]
    assert times == sorted(times)
    assert sum(frame.samples for frame in sound) / 16_000 == pytest.approx(2.0, abs=0.2)


def part_with_beeps(
    path: Path, beeps_s: Sequence[float], *, sound_s: float, codec: str = "aac", start_s: float = 0
) -> list[float]:
    """Frames for 3 s and sound of another length; when its beeps begin, from the first frame on."""
    count = 75
    rate_hz = 48_000
    t_s = np.arange(round(sound_s * rate_hz)) / rate_hz
    beeping = [(t_s >= at_s) & (t_s < at_s + 0.2) for at_s in beeps_s]
    wave = 0.8 * np.sin(2 * np.pi * 1000 * t_s) * np.any([*beeping, t_s < 0], axis=0)
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=25, options={"bf": "0", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        tone = output.add_stream(codec, rate=rate_hz, layout="mono")
        resampler = av.AudioResampler(tone.format, "mono", rate_hz)
        step = rate_hz // 25
        for index in range(max(count, len(wave) // step)):
            if index < count:
                frame = av.VideoFrame.from_ndarray(media.picture(index), format="rgb24")
                frame.pts, frame.time_base = index + round(start_s * 25), Fraction(1, 25)
                output.mux(video.encode(frame))
            block = wave[index * step : (index + 1) * step].astype(np.float32)[None]
            if block.size:
                samples = av.AudioFrame.from_ndarray(block, format="flt", layout="mono")
                samples.sample_rate = rate_hz
                samples.pts = index * step + round(start_s * rate_hz)
                for even in resampler.resample(samples):
                    output.mux(tone.encode(even))
        output.mux(video.encode(None))
        output.mux(tone.encode(None))
    with av.open(str(path)) as container:
        first_s = next(container.decode(video=0)).time or 0.0
    return [at_s - first_s for at_s in onsets_s(path)]


def onsets_s(path: Path) -> list[float]:
    """When beeps begin, on the file's clock."""
    found: list[float] = []
    loud_s = -1.0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = np.abs(frame.to_ndarray().astype(float)).max(axis=0)
            samples /= 1 if "flt" in frame.format.name else 32768
            for place in np.flatnonzero(samples > 0.3):
                at_s = float(frame.time or 0) + int(place) / frame.sample_rate
                if not 0 <= at_s - loud_s < 0.1:
                    found.append(at_s)
                loud_s = at_s
    return found


@pytest.mark.parametrize(
    ("codec", "starts_s", "sounds_s"),
    [
        ("aac", (0, 0, 0), (2.4, 1.8, 3.0)),
        ("aac", (0, 500, 200), (3.5, 2.5, 3.0)),
        ("aac", (3, 1, 0), (1.3, 2.0, 2.2)),
        ("mp2", (0, 0, 0), (3.5, 2.5, 3.0)),
        ("mp2", (0, 500, 200), (1.3, 2.0, 2.2)),
        ("mp2", (3, 1, 0), (2.4, 1.8, 3.0)),
    ],
)
def test_sound_of_joined_parts_stays_with_their_pictures(
    tmp_path: Path, codec: str, starts_s: tuple[float, ...], sounds_s: tuple[float, ...]
) -> None:
    """Sound shorter and longer than the frames of its part, copied (AAC) and encoded (MP2)."""
    source, out = tmp_path / "joined.ts", tmp_path / "out.mp4"
    expected: list[float] = []
    content, began_s = b"", 0.0
    for start_s, sound_s in zip(starts_s, sounds_s, strict=True):
        part = tmp_path / "part.ts"
        beeps = [at_s for at_s in (0.3, 1.2) if at_s + 0.2 < sound_s]
        found = part_with_beeps(part, beeps, sound_s=sound_s, codec=codec, start_s=start_s)
        assert len(found) == len(beeps)
        expected += [began_s + at_s for at_s in found]
        content += part.read_bytes()
        began_s += 3
    source.write_bytes(content)
    assert render_overlay(source, recorded(source), out)
    assert len(times_s(out)) == 225
    assert onsets_s(out) == pytest.approx(expected, abs=0.04)


def test_a_part_of_a_joined_video_has_its_own_sound(tmp_path: Path) -> None:
    source, out = tmp_path / "joined.ts", tmp_path / "out.mp4"
    parts = []
    for place, beeps in enumerate([(0.5,), (1.0,)]):
        part = tmp_path / f"{place}.ts"
        parts.append(part_with_beeps(part, beeps, sound_s=2.0))
    source.write_bytes((tmp_path / "0.ts").read_bytes() + (tmp_path / "1.ts").read_bytes())
    assert render_overlay(source, recorded(source), out, span=TimeRange(3.4, 5))
    assert onsets_s(out) == pytest.approx([parts[1][0] - 0.4], abs=0.04)


def test_the_stream_that_was_analysed_is_shown(tmp_path: Path) -> None:
    source, out = tmp_path / "in.mkv", tmp_path / "out.mp4"
    media.ffmpeg(*media.drawn(10, 1, (160, 96)), *media.drawn(10, 1, (96, 64)), "-map", 0, "-map",
                 1, source)  # fmt: skip
    render_overlay(source, recorded(source), out, decoding=DecodingSettings(video_stream=1))
    with VideoFile(out) as video:
        assert (video.info.width_px, video.info.height_px) == (96, 64)


def test_a_tape_is_as_long_as_it_was(tmp_path: Path) -> None:
    source, out = tmp_path / "tape.dv", tmp_path / "out.mp4"
    media.ffmpeg(*media.drawn(25, 1, (720, 576)), "-pix_fmt", "yuv420p", source)
    render_overlay(source, recorded(source), out)
    with VideoFile(out) as video:
        assert list(video.frames())[-1].end_s == pytest.approx(1.0)


def test_stop_leaves_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "in.mkv", tmp_path / "new" / "out.mp4"
    make_video(source, UNEVEN_MS, size=(120, 160), sound="pcm_s16le")
    asked = iter([False, False, True])
    assert not render_overlay(source, recorded(source), out, should_stop=lambda: next(asked))
    assert list(out.parent.iterdir()) == []


def test_errors_tell_which_side_failed(tmp_path: Path) -> None:
    source = tmp_path / "in.mkv"
    make_video(source, UNEVEN_MS, size=(120, 160), sound=None)
    with pytest.raises(SourceError):
        render_overlay(tmp_path / "missing.mp4", recorded(source), tmp_path / "out.mp4")
    (tmp_path / "folder.mp4" / "full").mkdir(parents=True)
    with pytest.raises(OutputError):
        render_overlay(source, recorded(source), tmp_path / "folder.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.mp4", "in.mkv"]


@pytest.mark.parametrize(
    "name", [pytest.param("face_then_none_vfr.mov", marks=pytest.mark.slow), "rotated_meta.mp4"]
)
def test_real_videos_keep_their_times(tmp_path: Path, name: str) -> None:
    source, out = shared(f"data/clips/{name}"), tmp_path / "out.mp4"
    render_overlay(source, recorded(source), out)
    with VideoFile(source) as before, VideoFile(out) as after:
        assert [f.pts_s for f in after.frames()] == pytest.approx(
            [f.t_s for f in before.frames()], abs=0.001
        )
        assert (after.info.width_px, after.info.height_px) == (
            before.info.width_px, before.info.height_px,
        )  # fmt: skip
        assert after.info.has_audio


def test_a_folder_of_pictures_becomes_a_video(tmp_path: Path) -> None:
    folder = tmp_path / "shot"
    folder.mkdir()
    for index in range(5):
        cv2.imwrite(str(folder / f"{index}.png"), np.full((64, 96, 3), 40 * index, np.uint8))
    assert render_overlay(folder, people(Recording(schema())), tmp_path / "out.mp4")
    assert times_s(tmp_path / "out.mp4") == pytest.approx([i / 25 for i in range(5)], abs=1e-4)


@pytest.mark.parametrize(("sound", "ending"), [("pcm_s16le", "mkv"), ("aac", "mp4")])
def test_a_part_begins_at_0_with_its_sound(tmp_path: Path, sound: str, ending: str) -> None:
    source, out = tmp_path / f"in.{ending}", tmp_path / "out.mp4"
    make_video(source, list(range(0, 1000, 40)), size=(120, 160), sound=sound)
    assert render_overlay(source, recorded(source), out, span=TimeRange(0.39, 0.81))
    assert times_s(out) == pytest.approx([n * 0.04 for n in range(11)], abs=0.001)
    with av.open(str(out)) as container:
        heard = [f for f in container.decode(audio=0) if f.time is not None]
        assert 0 <= min(float(f.time) for f in heard) < 0.07
        last = heard[-1]
        assert float(last.time) + last.samples / last.sample_rate == pytest.approx(0.44, abs=0.1)


SETUPS = {"mp2": [(44_100, 2), (16_000, 1)], "aac": [(44_100, 2), (16_000, 1)]}


@pytest.mark.parametrize("codec", SETUPS)
def test_sound_goes_on_where_its_rate_and_channels_change(tmp_path: Path, codec: str) -> None:
    """A beep at 0.5 s of each part of 1 s, on clocks that are set anew."""
    source, out = tmp_path / "joined.ts", tmp_path / "out.mp4"
    beep = "0.7*sin(6283*t)*gt(t-0.5\\,0)*lt(t-0.7\\,0)"
    parts: list[bytes] = []
    for offset_s, (rate_hz, channels) in zip((0, 500), SETUPS[codec], strict=True):
        part = tmp_path / f"{offset_s}.ts"
        media.ffmpeg(*media.drawn(25, 1), "-f", "lavfi", "-i", f"aevalsrc={beep}:s=48000:d=1",
                     "-c:v", "mpeg2video", "-c:a", codec, "-ar", rate_hz, "-ac", channels,
                     "-output_ts_offset", offset_s, part)  # fmt: skip
        parts.append(part.read_bytes())
    source.write_bytes(parts[0] + parts[1] + parts[0])
    notes: list[str] = []
    assert render_overlay(source, recorded(source), out, note=notes.append)
    assert times_s(out)[-1] == pytest.approx(2.96, abs=0.01)
    assert onsets_s(out) == pytest.approx([0.5, 1.5, 2.5], abs=0.06)
    assert notes == []


@pytest.mark.parametrize("codec", ["aac", "mp2"])
def test_sound_of_parts_shorter_than_a_second_stays_with_their_pictures(
    tmp_path: Path, codec: str
) -> None:
    part, source, out = tmp_path / "part.ts", tmp_path / "joined.ts", tmp_path / "out.mp4"
    beep = "0.7*sin(6283*t)*gt(t-0.1\\,0)*lt(t-0.3\\,0)"
    media.ffmpeg(*media.drawn(25, 0.8), "-f", "lavfi", "-i", f"aevalsrc={beep}:s=48000:d=0.5",
                 "-c:v", "mpeg2video", "-c:a", codec, part)  # fmt: skip
    source.write_bytes(part.read_bytes() * 3)
    assert render_overlay(source, recorded(source), out)
    assert onsets_s(out) == pytest.approx([0.1, 0.9, 1.7], abs=0.06)


def test_notes_say_where_sound_was_left_out(tmp_path: Path) -> None:
    """The second of 3 s is noise in place of MP2."""
    source, out = tmp_path / "in.mkv", tmp_path / "out.mp4"
    media.ffmpeg(*media.drawn(25, 3), "-f", "lavfi", "-i", "sine=r=48000:d=3", "-c:v", "libx264",
                 "-c:a", "mp2", source)  # fmt: skip
    content = bytearray(source.read_bytes())
    with av.open(str(source)) as container:
        sound = container.streams.audio[0]
        packets = [bytes(p) for p in container.demux(sound) if 1000 <= (p.pts or 0) < 2000]
    for packet in packets:
        place = content.index(packet)
        content[place : place + len(packet)] = b"\x55" * len(packet)
    source.write_bytes(content)
    notes: list[str] = []
    assert render_overlay(source, recorded(source), out, note=notes.append)
    (note,) = notes
    found = re.search(r"lacks sound from (\d\.\d\d) s to (\d\.\d\d) s:", note)
    assert found
    assert [float(s) for s in found.groups()] == pytest.approx([1, 2], abs=0.05)


def test_emotions_are_marked_as_unclear_where_the_row_that_speaks_is() -> None:
    population = people(voted())
    marks = [mark for n in range(0, 500, 5) for mark in _marks(population, frame(n, n / 25))]
    assert {mark.unclear for mark in marks} == {False, True}
    for mark in marks:
        ambiguity = mark.result.ambiguity if mark.result is not None else None
        assert mark.unclear is (ambiguity is not None and ambiguity >= 0.7)
    excluded = people(voted(), Edits().exclude(TimeRange(0, 30)))
    assert not any(mark.unclear for mark in _marks(excluded, frame(25, 1.0)))
