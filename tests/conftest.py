"""What holds for every test: the user's folders are not touched, nothing is left behind."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

if "PYTEST_XDIST_WORKER" in os.environ:
    # Processes that share the cores compute by one thread each, and so do their children: threads
    # of OpenMP wait busily for those that have no core, for ten times as long as they compute.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# Drawn inputs are the same in every run, and a busy computer is no failure.
hypothesis.settings.register_profile(
    "svfap", max_examples=50, derandomize=True, deadline=None, database=None
)
hypothesis.settings.load_profile("svfap")

# Of helpers that several folders of tests import, whichever comes first.
pytest.register_assert_rewrite("tests.unit.trainer.fitting")

OURS = ("svfap_core", "svfap_gui", "trainer")


@pytest.fixture(autouse=True)
def own_user_folders(
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Models and settings live in a folder of the test's own.

    Converted networks are kept from one run of the tests to the next: making one takes seconds.
    """
    home = tmp_path_factory.mktemp("home")
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(pytestconfig.rootpath / ".pytest_cache" / "user"))
    return home


@pytest.fixture(autouse=True, scope="session")
def own_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Lab streams of this process and its children are seen by no other (LSL's SessionID)."""
    config = tmp_path_factory.mktemp("lsl") / "lsl_api.cfg"
    config.write_text(f"[lab]\nSessionID = tests-{os.getpid()}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LSLAPICFG", str(config))  # Read when the library is first used.
        yield


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Threads that a test starts end with it."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("svfap")]
    assert not left, f"threads left behind: {left}"


@pytest.fixture(autouse=True)
def no_other_is_starved() -> Iterator[None]:
    """A test leaves its process to be scheduled as it was.

    As root, SVT-AV1 gives whoever encodes with it real-time priority, for good and for its
    children: two that wait busily for their threads then hold the whole computer.
    """
    policy = getattr(os, "sched_getscheduler", lambda _pid: 0)
    before = policy(0)
    yield
    assert policy(0) == before, "this process now runs before all others"


@pytest.fixture(autouse=True)
def no_unexpected_warning(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked `logs_warning`."""
    yield
    if request.node.get_closest_marker("logs_warning"):
        return
    unexpected = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING and record.name.split(".")[0] in OURS
    ]
    assert not unexpected, f"unexpected in the log: {unexpected}"
