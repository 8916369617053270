"""The published files: all of them are there, and damage is an error that says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from svfap_core.errors import ModelError
from svfap_core.recognition.dlib_network import dlib_folder
from svfap_core.recognition.dlib_weights import MANIFEST, read_tensors


def test_the_shipped_files_hold_the_network() -> None:
    tensors = read_tensors(dlib_folder())
    assert tensors["fc"].shape == (256, 128)
    assert tensors["conv32_down/conv/filters"].shape == (7, 7, 3, 32)
    assert len(tensors) == 117
    assert all(np.isfinite(values).all() for values in tensors.values())
    size = sum(path.stat().st_size for path in dlib_folder().iterdir())
    assert size < 7_000_000


def test_bytes_become_numbers_by_scale_and_minimum(tmp_path: Path) -> None:
    packed = {"dtype": "uint8", "scale": 0.5, "min": -1.0}
    weights = [{"name": "a", "shape": [3], "dtype": "float32", "quantization": packed}]
    text = json.dumps([{"paths": ["w.bin"], "weights": weights}])
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    (tmp_path / "w.bin").write_bytes(bytes([0, 1, 4]))
    assert read_tensors(tmp_path)["a"].tolist() == [-1.0, -0.5, 1.0]


def test_damaged_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "dlib"
    shutil.copytree(dlib_folder(), folder)
    weights = folder / "face_recognition_model.bin"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelError, match="does not hold dlib's network"):
        read_tensors(folder)
    weights.unlink()
    with pytest.raises(ModelError, match="does not hold dlib's network"):
        read_tensors(folder)
