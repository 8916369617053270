"""`python -m tests.gpu`, in small on the CPU and with only the packages that it may need."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.store import bundled_folder
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.gpu import __main__ as program
from tests.gpu.log import Log, lines
from tests.gpu.networks import face_crops, loaded
from tests.gpu.plan import FULL, SMALL
from tests.gpu.report import markdown
from tests.shared_data import shared

ROOT = Path(__file__).parents[2]
ALLOWED = ("torch", "numpy", "einops")


def with_what_they_need(names: tuple[str, ...]) -> set[str]:
    """These distributions and all that they ask for without extras, by their normal names."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = [{"extra": extra} for extra in ("", *wanted.extras)]
        if name in found:
            continue
        found.add(name)
        for text in importlib.metadata.requires(name) or ():
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate(e) for e in extras):
                waiting.append(needed)
    return found


def few_packages(folder: Path) -> None:
    """A folder for packages in which are only those that are allowed."""
    allowed = with_what_they_need(ALLOWED)
    for package, distributions in importlib.metadata.packages_distributions().items():
        names = {canonicalize_name(name) for name in distributions}
        if names & allowed:
            distribution = importlib.metadata.distribution(min(names & allowed))
            for entry in {path.parts[0] for path in distribution.files or ()}:
                if (
                    re.match(rf"{re.escape(package)}(\.|$)", entry)
                    and not (folder / entry).exists()
                ):
                    (folder / entry).symlink_to(Path(str(distribution.locate_file(entry))))


WITHOUT = """
import importlib.util, runpy, sys
others = (
    "av cv2 lightning onnxruntime openvino platformdirs pyarrow pydantic PySide6 pytest "
    "safetensors scipy timm torchmetrics torchvision"
).split()
present = [name for name in others if importlib.util.find_spec(name)]
assert not present, present
sys.argv = ["tests.gpu", *sys.argv[1:]]
runpy.run_module("tests.gpu", run_name="__main__")
"""


@pytest.mark.slow
def test_it_runs_with_torch_numpy_and_einops_alone(tmp_path: Path) -> None:
    """Nothing else is installed there: an import of anything else would fail."""
    shared("golden/tpsbt_small.json")
    packages = tmp_path / "packages"
    packages.mkdir()
    few_packages(packages)
    path = os.pathsep.join([str(ROOT), str(packages)])
    environment = {"PYTHONPATH": path, "HOME": str(tmp_path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-S", "-c", WITHOUT, str(tmp_path / "out"), "--small"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    run = json.loads((tmp_path / "out" / "gpu.json").read_text("utf-8"))
    assert list(run["sections"]) == ["golden", "faces", "speed", "training"]
    for section in run["sections"].values():
        assert section["ended"] == "whole"
        assert section["rows"]
        assert not any("error" in row or "left_out" in row for row in section["rows"])
    golden = {(row["what"], row["numbers"]): row for row in run["sections"]["golden"]["rows"]}
    assert golden["fine-tuned", "float32"]["most"] < 1e-4
    page = (tmp_path / "out" / "gpu.md").read_text("utf-8")
    assert sum(line.startswith("| ---") for line in page.splitlines()) == 4
    assert f"torch {torch.__version__}" in page


def test_all_sections_together_take_less_than_eight_minutes() -> None:
    assert sum(FULL.seconds.values()) <= 440
    assert set(FULL.seconds) == set(SMALL.seconds) == set(program.SECTIONS)
    assert {"tiny", "small", "base"} == set(FULL.sizes)
    assert FULL.batches == (1, 16, 64)


def test_one_failure_costs_no_other(tmp_path: Path) -> None:
    log = Log(tmp_path / "x.jsonl", 60)

    def fails() -> dict[str, Any]:
        raise RuntimeError("CUDA out of memory\nand so on")

    log.attempt({"what": "a"}, fails)
    log.attempt({"what": "b"}, lambda: {"most": 1.0, "right": True})
    late = Log(tmp_path / "y.jsonl", -1)
    late.attempt({"what": "c"}, fails)
    first, second = lines(tmp_path / "x.jsonl")
    assert "CUDA out of memory" in first["error"]
    assert second == {"what": "b", "most": 1.0, "right": True}
    assert lines(tmp_path / "y.jsonl") == [{"what": "c", "left_out": "no time"}]
    with (tmp_path / "x.jsonl").open("a") as file:
        file.write('{"what": "cut o')
    assert len(lines(tmp_path / "x.jsonl")) == 2


@pytest.mark.parametrize(
    ("code", "seconds", "ended"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 60.0, "ended with code -9"),
        ("import time; time.sleep(600)", 1.0, "ended after 1 s"),
    ],
)
def test_a_section_that_dies_or_hangs_keeps_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, seconds: float, ended: str
) -> None:
    script = tmp_path / "python"
    line = '{"network": "tiny", "right": true}'
    script.write_text(
        f"#!/bin/sh\necho '{line}' > $3/speed.jsonl\nexec {sys.executable} -c '{code}'"
    )
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    plan = program.Plan(device="cuda", seconds={"speed": seconds}, windows={})
    monkeypatch.setattr(program, "facts", lambda _: {"device": "none"})
    began_s = time.perf_counter()
    run = program.run_all(["speed"], plan, tmp_path)
    assert time.perf_counter() - began_s < 30
    assert run["sections"]["speed"]["ended"] == ended
    assert run["sections"]["speed"]["rows"] == [{"network": "tiny", "right": True}]
    assert not program.all_right(run)
    assert f"**{ended}**" in markdown(run)


def test_what_is_wrong_is_told() -> None:
    def run(row: dict[str, Any]) -> dict[str, Any]:
        return {"sections": {"golden": {"ended": "whole", "rows": [{"right": True}, row]}}}

    assert program.all_right(run({"right": True}))
    assert program.all_right(run({"left_out": "no time"}))
    assert not program.all_right(run({"right": False}))
    assert not program.all_right(run({"error": "no"}))


def test_the_model_is_that_of_the_product() -> None:
    """Read without the packages that the product reads it with."""
    ours, products = loaded("tiny"), load_model(bundled_folder() / "svfap-tiny")
    spec = products.card.input
    for name in ("frames", "size_px", "colour", "mean", "std"):
        assert getattr(ours.card.input, name) == getattr(spec, name)
    crops = face_crops(ours.card.input, 2)
    assert crops.shape == (2, spec.frames, spec.size_px, spec.size_px, 3)
    cpu = torch.device("cpu")
    assert np.array_equal(
        TorchRuntime(ours, cpu).run(crops).raw, TorchRuntime(products, cpu).run(crops).raw
    )
