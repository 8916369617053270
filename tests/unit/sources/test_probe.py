from __future__ import annotations

import sys
from pathlib import Path

import pytest

from svfap_core.sources.probe import CameraDevice, list_cameras, probe_file
from tests import media


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
        CameraDevice("Built-in", str(tmp_path / "dev/video2")),
        CameraDevice("Desk camera", str(tmp_path / "dev/video10")),
    )


def test_no_cameras(tmp_path: Path) -> None:
    assert list_cameras(sysfs=tmp_path / "none") == ()


def test_a_file_is_probed_without_reading_it_all(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(25))
    info = probe_file(path)
    assert (info.width_px, info.height_px, info.frame_count) == (160, 96, 25)
