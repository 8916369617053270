from __future__ import annotations

import os

import pytest

from svfap_core.errors import SourceError
from svfap_core.names import plain


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (b"plain.mp4", "plain.mp4"),
        ("größe 中.mp4".encode(), "größe 中.mp4"),
        (b"\xe9t\xe9.mp4", "%E9t%E9.mp4"),
        (b"\xff\x80.mp4", "%FF%80.mp4"),
        (b"a\x1b[31m\x7f\r.mp4", "a%1B[31m%7F%0D.mp4"),
        (b"two\nlines\t.mp4", "two\nlines\t.mp4"),
    ],
)
def test_a_name_of_any_bytes_becomes_text(name: bytes, text: str) -> None:
    assert plain(os.fsdecode(name)) == text
    assert plain(text) == text


def test_an_error_about_such_a_name_can_be_written() -> None:
    name = os.fsdecode(b"\xe9t\xe9.mp4")
    error = SourceError(f"{name} is empty", hint="Copy it again.")
    assert str(error) == "%E9t%E9.mp4 is empty. Copy it again."
    assert str(SourceError(name)) == "%E9t%E9.mp4"
