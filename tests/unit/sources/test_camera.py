from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from svfap_core.errors import SourceError
from svfap_core.sources import camera, probe
from svfap_core.sources.base import Outage, SourceKind
from svfap_core.sources.camera import CameraSource, capture_backend
from svfap_core.sources.probe import CameraDevice
from tests import media


class FakeCapture:
    """Stands for `cv2.VideoCapture`: gives 640x480 whatever is asked, `count` pictures."""

    count = 5
    opens = True
    entered = threading.Event()
    go_on = threading.Event()
    hangs = False

    def __init__(self, device: int | str, backend: int) -> None:
        self.opened_as = (device, backend)
        self.asked: dict[int, float] = {}
        self.reads = 0
        self.reading = self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self.opens and not self.released

    def set(self, key: int, value: float) -> bool:
        self.asked[key] = value
        return True

    def get(self, key: int) -> float:
        real = {cv2.CAP_PROP_FRAME_WIDTH: 640, cv2.CAP_PROP_FRAME_HEIGHT: 480, cv2.CAP_PROP_FPS: 30,
                cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG")}  # fmt: skip
        return real[key]

    def read(self) -> tuple[bool, np.ndarray | None]:
        self.reading = True
        self.entered.set()
        if self.hangs:
            self.go_on.wait(10)
        self.reading = False
        self.reads += 1
        if self.released or self.reads > self.count:
            return False, None
        return True, np.ascontiguousarray(media.picture(self.reads, (640, 480))[..., ::-1])

    def release(self) -> None:
        assert not self.reading, "a device released under a read crashes"
        self.released = True


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(camera.cv2, "VideoCapture", FakeCapture)
    monkeypatch.setattr(camera, "_SILENCE_S", 0.05)
    monkeypatch.setattr(camera, "_RETRY_S", 0.01)
    path = tmp_path / "video0"
    path.touch()
    return str(path)


def test_pictures_times_and_the_real_figures(node: str) -> None:
    with CameraSource(node, size=(1280, 720), rate_fps=60) as source:
        with pytest.raises(SourceError, match="no frame for") as caught:
            list(source.frames())
        capture = source._capture
    assert "unplugged" in caught.value.hint
    assert capture.opened_as == (node, capture_backend())
    assert capture.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert capture.asked[cv2.CAP_PROP_FPS] == 60
    info = source.info
    assert info.kind is SourceKind.CAMERA
    assert info.live
    assert (info.width_px, info.height_px, info.rate_fps, info.codec) == (640, 480, 30, "mjpg")
    assert info.notes == (
        "Asked for 1280x720, the camera gives 640x480.",
        "Asked for 60 fps, the camera gives 30.",
    )
    assert source.counts.frames == 5
    assert capture.released


def test_colours_and_times(node: str) -> None:
    with CameraSource(node) as source:
        taken = [frame for frame, _ in zip(source.frames(), range(3), strict=False)]
    assert taken[0].t_s == 0
    assert taken[0].t_s < taken[1].t_s < taken[2].t_s
    assert taken[2].t_s == pytest.approx(taken[2].pts_s - taken[0].pts_s)
    assert np.array_equal(taken[0].rgb, media.picture(1, (640, 480)))
    assert not taken[0].rgb.flags.writeable
    assert source.info.notes == ()


def test_a_busy_camera_is_refused(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeCapture, "opens", False)
    with pytest.raises(SourceError, match="cannot be opened"):
        CameraSource(node)


def test_an_unplugged_camera_is_told_at_once(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "_SILENCE_S", 60)
    with CameraSource(node) as source:
        frames = source.frames()
        next(frames)
        monkeypatch.setattr(FakeCapture, "opens", False)
        with pytest.raises(SourceError, match="it is gone"):
            list(frames)


def test_a_lost_camera_is_waited_for_and_never_replaced(
    node: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unplugged; another takes its node; then it comes back under another one."""
    Path(node).with_name("video1").touch()
    elsewhere = str(Path(node).with_name("video1"))
    mine, other = CameraDevice("Mine", node, "1"), CameraDevice("Other", node, "2")
    there = [(mine,), (), (other,), (other, CameraDevice("Mine", elsewhere, "1"))]
    looks = iter(there)
    for module in (camera, probe):
        monkeypatch.setattr(module, "list_cameras", lambda: next(looks))
    monkeypatch.setattr(camera, "_LOOK_EVERY_S", 0.01)
    with CameraSource(node) as source:
        assert source.info.name == "Mine"
        frames = source.frames()
        first = [next(frames) for _ in range(5)]
        lost = source._capture
        outages: set[Outage | None] = set()
        watched = threading.Event()

        def watch() -> None:
            while not watched.wait(0.001):
                outages.add(source.outage)

        watcher = threading.Thread(target=watch)
        watcher.start()
        again = next(frames)
        watched.set()
        watcher.join()
        assert source.outage is None
        assert {outage.reason for outage in outages if outage} == {"no frame for 0 s"}
        assert lost.released
        assert source._capture.opened_as[0] == elsewhere
        assert again.t_s > first[-1].t_s
        assert again.index == 5


def test_waiting_for_a_camera_can_be_ended(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = [CameraDevice("Mine", node, "1")]
    for module in (camera, probe):
        monkeypatch.setattr(module, "list_cameras", lambda: tuple(cameras))
    with CameraSource(node) as source:
        cameras.clear()
        threading.Timer(0.2, source.interrupt).start()
        assert len(list(source.frames())) == 5


def test_interrupt_frees_the_device_at_once(node: str) -> None:
    source = CameraSource(node)
    frames = source.frames()
    next(frames)
    source.interrupt()
    assert source._capture.released
    assert list(frames) == []


def test_interrupt_never_releases_under_a_read(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeCapture, "hangs", True)
    FakeCapture.entered.clear()
    FakeCapture.go_on.clear()
    with CameraSource(node) as source:
        got: list[object] = []
        reader = threading.Thread(target=lambda: got.extend(source.frames()))
        reader.start()
        assert FakeCapture.entered.wait(5)
        source.interrupt()
        assert not source._capture.released
        FakeCapture.go_on.set()
        reader.join(5)
        assert not reader.is_alive()
    assert got == []
    assert source._capture.released


@pytest.mark.parametrize(
    ("platform", "backend"),
    [("linux", cv2.CAP_V4L2), ("win32", cv2.CAP_DSHOW), ("darwin", cv2.CAP_AVFOUNDATION)],
)
def test_the_interface_is_pinned(platform: str, backend: int) -> None:
    assert capture_backend(platform) == backend


def test_opencv_leaves_qt_alone() -> None:
    assert "cv2" in sys.modules
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ
