"""Files of codes: whole, apart for each coder, and never over somebody else's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.codes.coding import Code, Coding, Scheme
from svfap_core.codes.coding_file import (
    coding_path,
    coding_paths,
    read_coding,
    read_scheme,
    write_coding,
    write_scheme,
)
from svfap_core.errors import SvfapError

CODING = Coding(coder="Bo", codes=(Code(tier="t", label="x", start_s=1, end_s=None),))


def test_a_file_per_coder_and_video(tmp_path: Path) -> None:
    bo, cy = (coding_path(tmp_path, "talk.mp4", coder) for coder in ("Bo", "C/y: *"))
    assert bo.name == "talk.mp4.Bo.codes.json"
    assert cy.parent == tmp_path
    for path in (bo, cy, coding_path(tmp_path, "talk.mp4", ""), coding_path(tmp_path, "talk", "")):
        write_coding(path, CODING)
    assert len(coding_paths(tmp_path, "talk.mp4")) == 3
    assert coding_paths(tmp_path / "gone", "talk.mp4") == ()


def test_a_file_that_changed_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.codes.json"
    seen = write_coding(path, CODING, seen="")
    assert read_coding(path) == (CODING, seen)
    theirs = CODING.changed(coder="Cy")
    write_coding(path, theirs)
    write_coding(path, CODING, seen=seen)
    assert read_coding(path).coding == CODING
    assert read_coding(tmp_path / "a.before-1.codes.json").coding == theirs
    write_coding(path, theirs, seen=read_coding(path).digest)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{'a'", b"\xff\xfe", b'{"coding_version": 2}', b'{"x": 1}']
)
def test_damaged_and_later_files_are_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.codes.json"
    path.write_bytes(content)
    for read in (read_coding, read_scheme):
        with pytest.raises(SvfapError) as caught:
            read(path)
        assert caught.value.hint
    assert path.read_bytes() == content


def test_schemes_have_files_of_their_own(tmp_path: Path) -> None:
    write_scheme(tmp_path / "a.scheme.json", Scheme(name="x"))
    assert read_scheme(tmp_path / "a.scheme.json") == Scheme(name="x")
