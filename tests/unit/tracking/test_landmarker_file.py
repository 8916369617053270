"""The landmarker's file is the right one, or one error says what to do."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from svfap_core.errors import DetectorError
from svfap_core.tracking import landmarker_file
from svfap_core.tracking.landmarker_file import URL, download_landmarker, landmarker_bytes, parts_of
from tests.shared_data import shared


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "home" / "face_landmarker.task"
    monkeypatch.setattr(landmarker_file, "downloaded_file", lambda: place)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and its address."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/face_landmarker.task"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base has it
        del format, args


def real() -> Path:
    return shared("data/face_landmarker/face_landmarker.task")


def test_the_right_file_holds_two_networks_and_a_face() -> None:
    parts = parts_of(landmarker_bytes(real()))
    assert len(parts) == 3
    assert all(parts.values())


@pytest.mark.parametrize("file", [None, "nowhere/face_landmarker.task"])
def test_a_missing_file_says_where_to_get_it(file: str | None) -> None:
    with pytest.raises(DetectorError) as error:
        landmarker_bytes(file)
    assert URL in str(error.value)
    assert "--download-landmarker" in str(error.value)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_another_file_is_refused(tmp_path: Path, damage: str) -> None:
    content = bytearray(real().read_bytes())
    content[1000] ^= 1
    other = {"cut": bytes(content[:1000]), "changed": bytes(content), "empty": b""}[damage]
    path = tmp_path / "face_landmarker.task"
    path.write_bytes(other)
    with pytest.raises(DetectorError, match="is not the face landmarker") as error:
        landmarker_bytes(path)
    assert URL in error.value.hint


def test_a_download_is_kept_and_found(served: tuple[Path, str]) -> None:
    folder, address = served
    shutil.copy(real(), folder / "face_landmarker.task")
    path = download_landmarker(address)
    assert landmarker_bytes() == real().read_bytes()
    (folder / "face_landmarker.task").unlink()
    assert download_landmarker(address) == path  # There already: nothing is asked for.


def test_another_download_leaves_nothing(served: tuple[Path, str]) -> None:
    folder, address = served
    (folder / "face_landmarker.task").write_bytes(b"<html>sign in</html>")
    with pytest.raises(DetectorError, match="is not the face landmarker"):
        download_landmarker(address)
    assert not landmarker_file.downloaded_file().exists()


def test_a_download_that_fails_says_how_else(served: tuple[Path, str]) -> None:
    _, address = served
    with pytest.raises(DetectorError, match="could not be downloaded") as error:
        download_landmarker(address)
    assert URL in error.value.hint
