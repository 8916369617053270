"""Cameras through OpenCV, with the operating system's own interface pinned.

One that is lost is waited for, where the system tells cameras apart; it is never replaced by
another, not even by one that has taken its number.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self, cast

import cv2

from svfap_core.errors import SourceError
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo, SourceKind
from svfap_core.sources.probe import CameraDevice, capture_backend, device_of, list_cameras
from svfap_core.system import camera_node
from svfap_core.types import RGB, Frame, frozen

# OpenCV's wheel points Qt to its own plug-ins of another Qt version, which breaks the window.
for _variable in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_variable, None)
# Read by OpenCV at its first capture: seconds that reading a silent camera hangs (10 by default).
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")

_SILENCE_S = 5.0
_RETRY_S = 0.05
_LOOK_EVERY_S = 1.0
"""How often a lost camera is looked for."""


class CameraSource:
    """A `Source` of one camera, named by index or, on Linux, device path.

    `t_s` is the monotonic clock at the return of each read, before any colour work. A camera whose
    device closes, or that gives no picture for 5 s, is lost: it is waited for, for as long as it
    takes; where nothing tells it from the next camera, that is an error instead. Reads that
    hang end within about 1 s on all three interfaces; the device is never released under a read,
    which would crash.
    """

    def __init__(
        self,
        device: int | str,
        *,
        size: tuple[int, int] | None = None,
        rate_fps: float | None = None,
    ) -> None:
        self._known = _known(device)
        self._name = self._known.name if self._known else _spoken(device)
        _check_node(device, self._name)
        self._stop = threading.Event()
        self._outage: Outage | None = None
        self._asked = (size, rate_fps)
        self._using = threading.Lock()
        self._read = 0
        self._capture = cv2.VideoCapture(device, capture_backend())
        if not self._capture.isOpened():
            raise SourceError(
                f"Camera {self._name} cannot be opened",
                hint="Check that it is plugged in, that no other program uses it, and that this "
                "program may use cameras.",
            )
        self._ask(self._capture)
        self._info = self._describe()

    @property
    def info(self) -> SourceInfo:
        """Facts as the camera has them, which need not be what was asked for."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Frames handed out."""
        return SourceCounts(frames=self._read)

    @property
    def outage(self) -> Outage | None:
        """Why the camera is lost; nothing while it is there."""
        return self._outage

    def frames(self) -> Iterator[Frame]:
        """Pictures as they come, until `interrupt`.

        Raises:
            SourceError: The camera is lost and cannot be waited for.
        """
        start_s: float | None = None
        last_s, outages = time.perf_counter(), 0
        while not self._stop.is_set():
            with self._using:
                got, bgr = self._capture.read()
                now_s = time.perf_counter()
            if self._stop.is_set():
                return
            if not got:
                if reason := self._loss(silent_s=now_s - last_s):
                    self._wait_for_return(reason)
                    last_s = time.perf_counter()
                else:
                    self._stop.wait(_RETRY_S)
                continue
            outages += self._outage is not None
            self._outage = None
            if start_s is None:
                start_s = now_s
                height_px, width_px = bgr.shape[:2]
                self._info = replace(
                    self._info,
                    width_px=width_px,
                    height_px=height_px,
                    opened_at=datetime.now().astimezone(),
                )
            last_s = now_s
            rgb = frozen(cast("RGB", cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)))
            yield Frame(self._read, now_s - start_s, now_s, rgb, outages=outages)
            self._read += 1

    def _ask(self, capture: cv2.VideoCapture) -> None:
        size, rate_fps = self._asked
        if size is not None:
            # Uncompressed pictures above 640x480 rarely fit through USB 2 at full rate.
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        if rate_fps is not None:
            capture.set(cv2.CAP_PROP_FPS, rate_fps)

    def _describe(self) -> SourceInfo:
        size, rate_fps = self._asked
        width_px = round(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH))
        height_px = round(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        real_fps = self._capture.get(cv2.CAP_PROP_FPS) or None
        notes: list[str] = []
        if size is not None and size != (width_px, height_px):
            notes.append(f"Asked for {size[0]}x{size[1]}, the camera gives {width_px}x{height_px}.")
        if rate_fps is not None and real_fps and abs(rate_fps - real_fps) > 0.5:
            notes.append(f"Asked for {rate_fps:g} fps, the camera gives {real_fps:g}.")
        code = int(self._capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(8, "little", signed=True)[:4]
        return SourceInfo(
            kind=SourceKind.CAMERA,
            name=self._name,
            width_px=width_px,
            height_px=height_px,
            rate_fps=real_fps,
            duration_s=None,
            frame_count=None,
            rotation_deg=0,
            codec="".join(chr(c) for c in code if chr(c).isalnum() and c < 128).lower() or "raw",
            has_audio=False,
            path=None,
            opened_at=datetime.now().astimezone(),
            notes=tuple(notes),
        )

    def _loss(self, *, silent_s: float) -> str:
        """Why the camera counts as lost; empty while it does not."""
        if not self._capture.isOpened() or not _is_there(self._known):
            return "it is gone"
        return f"no picture for {silent_s:.0f} s" if silent_s > _SILENCE_S else ""

    def _wait_for_return(self, reason: str) -> None:
        """Until this very camera can be opened again, or `interrupt`.

        Raises:
            SourceError: Nothing tells this camera from another.
        """
        if self._known is None or not self._known.identity:
            raise SourceError(
                f"Camera {self._name} is lost: {reason}",
                hint="It may be unplugged or used by another program: check both, start again.",
            )
        self._outage = Outage(reason)
        with self._using:
            self._capture.release()
        while not self._stop.wait(_LOOK_EVERY_S):
            try:
                device = device_of(self._known.identity, self._name)
            except SourceError:
                continue
            capture = cv2.VideoCapture(_address(device), capture_backend())
            if capture.isOpened():
                self._ask(capture)
                with self._using:
                    self._known = replace(self._known, device=device)
                    self._capture = capture
                return
            capture.release()

    def interrupt(self) -> None:
        """End `frames`: at once, or when the read under way returns (about 1 s at most)."""
        self._stop.set()
        self._release(wait=False)

    def close(self) -> None:
        """Give the device back."""
        self._stop.set()
        self._release(wait=True)

    def _release(self, *, wait: bool) -> None:
        if self._using.acquire(blocking=wait):
            try:
                self._capture.release()
            finally:
                self._using.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _spoken(device: int | str) -> str:
    return device if isinstance(device, str) else f"camera:{device}"


def _known(device: int | str) -> CameraDevice | None:
    """What the system knows of a camera, where it tells them apart."""
    if node := camera_node(device):
        device = str(node.resolve())
    cameras = (camera for camera in list_cameras() if camera.device == _spoken(device))
    return next(cameras, None)


def _address(device: str) -> int | str:
    """What OpenCV calls a device of the list."""
    number = device.removeprefix("camera:")
    return int(number) if number != device else device


def _is_there(known: CameraDevice | None) -> bool:
    """Whether the node is there, where cameras have one."""
    return known is None or not known.device.startswith("/") or Path(known.device).exists()


def _check_node(device: int | str, name: str) -> None:
    """Say what is wrong with a Linux device before OpenCV only says no."""
    node = camera_node(device)
    if node is None:
        return
    if not node.exists():
        raise SourceError(
            f"There is no camera {name} ({node})", hint="Check that it is plugged in."
        )
    if not os.access(node, os.R_OK | os.W_OK):
        raise SourceError(
            f"Camera {name} may not be used", hint="Add yourself to the group video, log in again."
        )
