from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.content import content_hash


def test_content_alone_decides(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / name).write_text(text)
    a, b, c = (content_hash([tmp_path / name]) for name in "abc")
    assert a == b != c
    assert content_hash([tmp_path / "a", tmp_path / "c"]) not in {a, c}


def test_what_is_raised_between_blocks_ends_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        content_hash([tmp_path / "a"], stop)
