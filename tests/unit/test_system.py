"""What each system would be asked, the others played by a changed `sys.platform`."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import types
from pathlib import Path

import psutil
import pytest

from svfap_core import system
from svfap_core.atomic import output_errors
from svfap_core.batch.plan import plan
from svfap_core.errors import OutputError


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


EACH = pytest.mark.parametrize("name", ["linux", "win32", "darwin"])


@EACH
def test_a_process_has_one_start_and_another_process_another(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "linux" and not Path("/proc/self/stat").exists():
        pytest.skip("no /proc here")
    monkeypatch.setattr(sys, "platform", name)
    own = system.process_start(os.getpid())
    assert own
    assert own == system.process_start(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert system.process_start(other.pid) not in {"", own}
        other.communicate(b"\n")
    assert system.process_start(other.pid) == ""


@pytest.mark.usefixtures("windows")
def test_windows_detaches_by_flags() -> None:
    apart = system.apart_from_the_terminal()
    assert apart == {"start_new_session": False, "creationflags": 0x200}
    outliving = system.apart_from_the_terminal(outlives=True)
    assert outliving == {"start_new_session": False, "creationflags": 0x208}


@pytest.mark.parametrize("name", ["linux", "darwin"])
def test_posix_detaches_by_a_session(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(sys, "platform", name)
    for outlives in (False, True):
        options = system.apart_from_the_terminal(outlives=outlives)
        assert options == {"start_new_session": True, "creationflags": 0}


def test_ctrl_break_ends_on_windows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking = signal.SIGUSR1  # Stands for the number of SIGBREAK.
    monkeypatch.setattr(signal, "SIGBREAK", breaking, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert system.ending_signals() == (signal.SIGINT, signal.SIGTERM, breaking)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system.ending_signals() == (signal.SIGINT, signal.SIGTERM)


def test_a_command_is_quoted_as_the_terminal_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["python", "-m", "trainer", "a b", "it's"]
    monkeypatch.setattr(sys, "platform", "win32")
    assert system.command_text(command) == 'python -m trainer "a b" it\'s'
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system.command_text(command) == "python -m trainer 'a b' 'it'\"'\"'s'"


def test_linux_alone_can_lack_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, there in (("linux", False), ("win32", True), ("darwin", True)):
        monkeypatch.setattr(sys, "platform", name)
        assert system.has_display() is there


@pytest.mark.usefixtures("windows")
def test_windows_names_its_processor_in_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class Key:
        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_: object) -> None: ...

    def open_key(root: object, place: str) -> Key:
        asked.append((root, place))
        return Key()

    registry = types.ModuleType("winreg")
    vars(registry).update(
        HKEY_LOCAL_MACHINE="HKLM",
        OpenKey=open_key,
        QueryValueEx=lambda _key, name: (f"Maker's {name} ", 1),
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    assert system.processor_name() == "Maker's ProcessorNameString"
    assert asked == [("HKLM", r"HARDWARE\DESCRIPTION\System\CentralProcessor\0")]


@pytest.mark.usefixtures("mac")
def test_macos_names_its_processor_by_sysctl(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert command == ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.CompletedProcess(command, 0, "Apple M3\n", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert system.processor_name() == "Apple M3"


@pytest.mark.parametrize("name", ["linux", "darwin"])
def test_there_is_always_a_processor(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Where the system says nothing, its kind."""
    monkeypatch.setattr(sys, "platform", name)
    assert system.processor_name()


def test_cores_are_kept_to_as_each_system_can(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []

    class Process:
        def cpu_affinity(self, cores: list[int] | None = None) -> list[int] | None:
            if cores is None:
                return [3, 1]
            kept.append(cores)
            return None

    monkeypatch.setattr(psutil, "Process", Process)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {5, 2}, raising=False)
    monkeypatch.setattr(
        os, "sched_setaffinity", lambda _thread, cores: kept.append(set(cores)), raising=False
    )
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(sys, "platform", "win32")
    assert system.usable_cores() == (1, 3)
    system.keep_to_cores({3, 1})
    assert kept == [[1, 3]]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system.usable_cores() == (0, 1, 2)
    system.keep_to_cores({0})
    assert kept == [[1, 3]]
    monkeypatch.setattr(sys, "platform", "linux")
    assert system.usable_cores() == (2, 5)


def hold(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Path]:
    """Let `Path.replace` fail some times, as of a file that a scanner holds; the tries are kept."""
    tries: list[Path] = []

    def replace(source: Path, target: Path) -> Path:
        tries.append(source)
        if len(tries) <= times:
            raise PermissionError(errno.EACCES, "in use", str(source))
        os.replace(source, target)  # noqa: PTH105  # `Path.replace` is played here
        return target

    monkeypatch.setattr(system, "REPLACE_PAUSE_S", 0.0)
    monkeypatch.setattr(Path, "replace", replace)
    return tries


@pytest.mark.usefixtures("windows")
def test_a_held_file_is_waited_for_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    tries = hold(monkeypatch, 3)
    system.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"
    assert len(tries) == 4


@pytest.mark.parametrize("name", ["win32", "linux"])
def test_a_file_that_stays_held_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    tries = hold(monkeypatch, 1000)
    with pytest.raises(PermissionError):
        system.replace(tmp_path / "new", tmp_path / "old")
    assert len(tries) == (1 if name == "linux" else system.REPLACE_TRIES + 1)


def test_what_another_program_holds_is_told(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = 32  # pyright: ignore[reportAttributeAccessIssue]  # of Windows
    with pytest.raises(OutputError) as told, output_errors(tmp_path / "a.csv"):
        raise error
    assert told.value.hint.startswith("Another program has the file open")


@pytest.mark.usefixtures("windows")
def test_a_path_too_long_for_windows_is_told() -> None:
    """It says that the folder is not found, which is there."""
    far = Path("/", *["a" * 50] * 6, "a.csv")
    for path, hint in ((far, "The name is too long"), (Path("/a.csv"), "Check that the disk")):
        with pytest.raises(OutputError) as told, output_errors(path):
            raise FileNotFoundError(errno.ENOENT, "not found")
        assert told.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("name", "path", "too_long"),
    [
        ("linux", Path("/", "a" * 255), False),
        ("linux", Path("/", "a" * 256), True),
        ("linux", Path("/", "\u8bd5" * 86), True),
        ("linux", Path("/", *["a" * 200] * 20), False),
        ("linux", Path("/", *["a" * 200] * 21), True),
        ("darwin", Path("/", *["a" * 200] * 6), True),
        ("win32", Path("/", *["a" * 50] * 5), False),
        ("win32", Path("/", *["a" * 50] * 6), True),
    ],
)
def test_a_path_is_known_to_be_too_long_before_it_is_used(
    monkeypatch: pytest.MonkeyPatch, name: str, path: Path, *, too_long: bool
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    assert system.is_path_too_long(path) is too_long


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talk 2", "Talk 2"),
        ("con", "con_"),
        ("NUL.txt", "NUL_.txt"),
        ("com1", "com1_"),
        ("console", "console"),
        ("talk. .", "talk"),
        ("a/b\\c:d", "a_b_c_d"),
        ("面试", "面试"),
        (" ... ", "run"),
    ],
)
def test_names_are_such_that_every_system_takes_them(text: str, name: str) -> None:
    assert system.file_name(text, otherwise="run") == name


def test_names_that_are_one_to_the_disk_have_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def alike(one: str, other: str) -> list[bool]:
        found: list[bool] = []
        for name in ("linux", "win32", "darwin"):
            monkeypatch.setattr(sys, "platform", name)
            found.append(system.name_key(one) == system.name_key(other))
        return found

    assert alike("Talk.mp4", "talk.MP4") == [False, True, True]
    assert alike("na\u00efve.mp4", "nai\u0308ve.mp4") == [False, False, True]
    assert alike("a.mp4", "b.mp4") == [False, False, False]


def test_results_that_would_be_one_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "a" / "Talk.mp4", tmp_path / "b" / "talk.mp4"]
    for path in paths:
        path.parent.mkdir()
        path.write_text("a video")
    assert len(plan(paths, recursive=False, shard=(1, 1))) == 2
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(OutputError, match="same results"):
        plan(paths, recursive=False, shard=(1, 1))


def test_the_home_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert system.user_path("~/Results") == Path("/home/me/Results")
    assert system.user_path("/a/~b") == Path("/a/~b")
    assert system.user_path("~nobody-of-this-name/x") == Path("~nobody-of-this-name/x")


@pytest.mark.parametrize(
    ("name", "address", "path"),
    [
        ("linux", "file:///home/me/My%20talk%20%231.mp4", "/home/me/My talk #1.mp4"),
        ("linux", "file:///home/me/talk #1?.mp4", "/home/me/talk #1?.mp4"),
        ("linux", "file://localhost/a.mp4", "/a.mp4"),
        ("darwin", "file:///Users/me/%E9%9D%A2.mp4", "/Users/me/面.mp4"),
        ("win32", "file:///C:/My%20talk.mp4", "C:/My talk.mp4"),
        ("win32", "file://server/share/a.mp4", "//server/share/a.mp4"),
    ],
)
def test_an_address_is_a_path_of_its_system(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str, path: str
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    assert system.path_of_address(address).as_posix() == path


def test_cameras_are_files_on_linux_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert system.camera_node(2) == Path("/dev/video2")
    assert system.camera_node("/dev/v4l/by-id/x") == Path("/dev/v4l/by-id/x")
    assert system.is_camera_node("/dev/video0")
    assert not system.is_camera_node("/dev/shm/video0.mp4")
    for name in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", name)
        assert system.camera_node(2) is None
        assert not system.is_camera_node("/dev/video0")


def test_a_gpu_may_be_there_where_a_driver_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    for machine, may_be in (("arm64", True), ("x86_64", False)):
        monkeypatch.setattr(system.platform, "machine", lambda machine=machine: machine)
        assert system.may_have_gpu() is may_be
    monkeypatch.setattr(sys, "platform", "win32")
    for found in ("C:/Windows/System32/nvcuda.dll", None):
        monkeypatch.setattr(system.ctypes.util, "find_library", lambda _, found=found: found)
        assert system.may_have_gpu() is (found is not None)
    monkeypatch.setattr(sys, "platform", "linux")
    for there in ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd", "/dev/other"):
        monkeypatch.setattr(Path, "exists", lambda self, there=there: str(self) == there)
        assert system.may_have_gpu() is (there != "/dev/other")


def test_nothing_else_asks_for_the_system() -> None:
    """`about_dialog.py` shows its name; `probe.py` lists the cameras of each."""
    asks = re.compile(r"sys\.platform|os\.name\b|/proc/|os\.sched_|start_new_session|creationflags")
    root = Path(__file__).parents[2]
    found = {
        path.name
        for package in ("svfap_core", "trainer", "svfap_gui")
        for path in (root / package).rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"system.py", "probe.py", "about_dialog.py"}
