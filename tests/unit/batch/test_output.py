from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from svfap_core.batch.output import FolderOutput, Output, UrlOutput, open_output
from svfap_core.errors import OutputError

FILM = "a [1]?.mp4"
"""Many a downloaded film is named so; fsspec takes such names for patterns."""


@pytest.fixture(params=["folder", "memory", "file"])
def output(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Output]:
    """One of each kind of place; the memory of fsspec is a store as any, of this process."""
    places = {
        "folder": tmp_path / "out",
        "memory": "memory://out",
        "file": f"file://{tmp_path}/out",
    }
    yield open_output(places[request.param])
    fsspec.filesystem("memory").store.clear()


def make(folder: Path) -> list[Path]:
    """A file and a folder, as an analysis with --export-faces makes them."""
    table, faces = folder / f"{FILM}.csv", folder / f"{FILM}.faces"
    table.write_text("1")
    (faces / "0").mkdir(parents=True)
    (faces / "0" / "face.png").write_text("2")
    return [table, faces]


def publish(output: Output, stage: str) -> None:
    for name in output.fill(stage, make):
        output.publish(stage, name, f"sub/{name}")


def test_results_get_their_names_when_they_are_published(output: Output) -> None:
    names = output.fill("me-1-2/file-0", make)
    assert names == [f"{FILM}.csv", f"{FILM}.faces"]
    assert not output.exists(f"sub/{FILM}.csv")
    assert output.stages() == ["me-1-2"]
    publish(output, "me-1-2/file-1")
    assert output.exists(f"sub/{FILM}.csv")
    assert output.exists(f"sub/{FILM}.faces/0/face.png")
    assert not output.exists(f"sub/{FILM}.faces/{FILM}.faces")


def test_what_has_the_name_is_replaced(output: Output) -> None:
    publish(output, "me-1-2/file-0")
    publish(output, "me-1-2/file-1")
    assert output.exists(f"sub/{FILM}.faces/0/face.png")
    assert not output.exists(f"sub/{FILM}.faces/{FILM}.faces")


def test_a_stage_is_removed_and_others_stay(output: Output) -> None:
    output.fill("me-1-2/file-0", make)
    output.fill("you-1-2/file-0", make)
    output.remove("me-1-2")
    output.remove("nobody-1-2")
    assert output.stages() == ["you-1-2"]


def test_it_can_be_sent_to_another_process(output: Output) -> None:
    there = pickle.loads(pickle.dumps(output))
    names = there.fill("me-1-2/file-0", make)
    output.publish("me-1-2/file-0", names[0], "a.csv")
    assert output.exists("a.csv")


def test_results_are_named_as_files_or_as_urls() -> None:
    assert FolderOutput(Path("/out")).files(["b/a.csv"]) == (Path("/out/b/a.csv"),)
    assert UrlOutput("memory://out/").urls(["b/a.csv"]) == ("memory://out/b/a.csv",)
    assert UrlOutput("memory://out").files(["b/a.csv"]) == ()


def test_every_url_has_a_ledger_of_its_own(own_user_folders: Path) -> None:
    first, second = (UrlOutput(f"memory://{name}").ledger_folder for name in ("a", "b"))
    assert first != second
    assert UrlOutput("memory://a/").ledger_folder == first
    assert first.is_relative_to(own_user_folders)


def test_an_unknown_kind_of_place_is_named() -> None:
    with pytest.raises(OutputError, match=r"nowhere://x cannot be opened.*fsspec knows"):
        open_output("nowhere://x")


def test_a_place_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(OutputError, match=r"s3fs.*Install it beside this program"):
        open_output("s3://bucket/out")


def test_what_the_place_refuses_is_an_error_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the way")
    with pytest.raises(OutputError, match=r"file://.* cannot be written"):
        open_output(f"file://{tmp_path}/out").fill("me-1-2/file-0", make)
