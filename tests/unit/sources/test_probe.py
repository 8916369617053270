from __future__ import annotations

import sys
from pathlib import Path

import cv2_enumerate_cameras
import pytest
from cv2_enumerate_cameras import CameraInfo

from svfap_core.errors import SourceError
from svfap_core.sources import probe
from svfap_core.sources.probe import CameraDevice, device_of, list_cameras


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's sysfs")
def test_cameras_are_listed_by_name_without_their_second_nodes(tmp_path: Path) -> None:
    for node, name, index in [
        ("video10", "Desk camera", "0"),
        ("video2", "Built-in", "0"),
        ("video3", "Built-in", "1"),
    ]:
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(f"{name}\n")
        (tmp_path / node / "index").write_text(f"{index}\n")
    cameras = list_cameras(sysfs=tmp_path, dev=tmp_path / "dev")
    assert cameras == (
        CameraDevice("Built-in", str(tmp_path / "dev/video2"), "Built-in@video2/0"),
        CameraDevice("Desk camera", str(tmp_path / "dev/video10"), "Desk camera@video10/0"),
    )


def plug_in(tmp_path: Path, node: str, port: str, serial: str, interface: str = "1.0") -> None:
    """As sysfs shows a USB camera: its node links to an interface of the device."""
    usb = tmp_path / "bus" / port
    hardware = usb / f"{port}:{interface}"
    hardware.mkdir(parents=True)
    for name, content in [("idVendor", "046d"), ("idProduct", "0825"), ("serial", serial)]:
        (usb / name).write_text(f"{content}\n")
    folder = tmp_path / "class" / node
    folder.mkdir(parents=True)
    (folder / "name").write_text("Desk camera\n")
    (folder / "index").write_text("0\n")
    (folder / "device").symlink_to(hardware)


def identities(tmp_path: Path) -> list[str]:
    return [camera.identity for camera in list_cameras(sysfs=tmp_path / "class", dev=tmp_path)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's sysfs")
def test_a_camera_is_known_again_under_another_node_and_port(tmp_path: Path) -> None:
    plug_in(tmp_path / "before", "video0", "1-4", "A1")
    plug_in(tmp_path / "after", "video7", "2-1", "A1")
    plug_in(tmp_path / "other", "video0", "1-4", "B2")
    [before], [after], [other] = (identities(tmp_path / n) for n in ("before", "after", "other"))
    assert before == after != other


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's sysfs")
def test_two_cameras_of_one_serial_number_are_told_apart(tmp_path: Path) -> None:
    plug_in(tmp_path, "video0", "1-4", "0001")
    plug_in(tmp_path, "video2", "2-1", "0001")
    first, second = identities(tmp_path)
    assert first != second


def test_elsewhere_cameras_have_names_and_are_told_apart_where_they_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        CameraInfo(0, "Built-in", "usb#1", 1, 2, 700),
        CameraInfo(1, "Virtual", None, None, None, 700),
        CameraInfo(2, "Virtual", None, None, None, 700),
    ]
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", lambda _backend: found)
    assert list_cameras() == (
        CameraDevice("Built-in", "camera:0", "usb#1"),
        CameraDevice("Virtual", "camera:1", ""),
        CameraDevice("Virtual", "camera:2", ""),
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's sysfs")
def test_a_camera_is_found_where_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(tmp_path, "video3", "2-1", "A1")
    there = list_cameras(sysfs=tmp_path / "class", dev=tmp_path)
    monkeypatch.setattr(probe, "list_cameras", lambda: there)
    assert device_of(there[0].identity, "Desk camera") == str(tmp_path / "video3")
    with pytest.raises(SourceError, match="Built-in is not plugged in"):
        device_of("another", "Built-in")


def test_no_cameras(tmp_path: Path) -> None:
    assert list_cameras(sysfs=tmp_path / "none") == ()
