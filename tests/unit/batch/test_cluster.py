from __future__ import annotations

import sys

import pytest

from svfap_core.batch.cluster import Shares, connect
from svfap_core.errors import ClusterError


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(ClusterError, match=r'Ray is not installed.*pip install "svfap\[cluster\]"'),
        connect(None),
    ):
        pass


@pytest.mark.parametrize(
    ("shares", "resources", "fit"),
    [
        (Shares(), {"CPU": 8.0}, 8),
        (Shares(cpus=3), {"CPU": 8.0}, 2),
        (Shares(gpus=1.0), {"CPU": 8.0}, 0),
        (Shares(gpus=1.0), {"CPU": 8.0, "GPU": 2.0}, 2),
        (Shares(gpus=0.1), {"CPU": 64.0, "GPU": 2.0}, 20),
        (Shares(gpus=0.4), {"CPU": 64.0, "GPU": 4.0}, 8),  # Two on each, not ten on all.
        (Shares(gpus=2.0), {"CPU": 64.0, "GPU": 5.0}, 2),
        (Shares(cpus=4, gpus=0.25), {"CPU": 16.0, "GPU": 2.0}, 4),
        (Shares(), {"GPU": 1.0}, 0),
    ],
)
def test_as_many_workers_as_a_computer_holds(
    shares: Shares, resources: dict[str, float], fit: int
) -> None:
    assert shares.fit(resources) == fit


def test_a_worker_has_a_share_of_one_gpu_or_whole_ones() -> None:
    with pytest.raises(ClusterError, match=r"1\.5 GPUs"):
        Shares(gpus=1.5)
