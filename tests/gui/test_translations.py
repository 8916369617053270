from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, QLocale, QObject
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from svfap_core.atomic import output_errors
from svfap_core.batch.plan import plan
from svfap_core.errors import SvfapError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.results.about import about
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.sources.opening import open_source
from svfap_gui.parts.banner import Banner
from svfap_gui.parts.i18n import LANGUAGES, install_language, language_of, spoken
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.problem_words import problem_words
from svfap_gui.parts.words import affect_name
from tests.translations import (
    FOLDER,
    FORMS,
    ROOT,
    compiled,
    extracted,
    fixed_sentences,
    read,
    wanted,
)
from tests.translations import Message as Text
from tests.unit.results.test_about import FACTS, told
from trainer.config import AugmentConfig, HeadConfig, RecipeConfig

_CODES = (
    errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EIO, errno.EMFILE, errno.EBUSY,
    errno.ENAMETOOLONG, errno.ENETDOWN, errno.ETIMEDOUT, errno.ESTALE, errno.ECONNREFUSED,
)  # fmt: skip
ALL = pytest.mark.parametrize("language", LANGUAGES)
_PLACEHOLDER = re.compile(r"%(?:\d|n)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _kept(language: str) -> dict[tuple[str, str], Text]:
    return {message.key: message for message in read(FOLDER / f"svfap_{language}.ts")}


@ALL
def test_every_text_of_the_sources_is_translated(language: str) -> None:
    kept, now = _kept(language), wanted(language)
    assert now.keys() - kept.keys() == set(), "run make translations, then translate"
    assert kept.keys() - now.keys() == set(), "gone from the sources: run make translations"
    for key, message in now.items():
        assert kept[key].numerus is message.numerus, key
        assert kept[key].finished, key
        assert len(kept[key].forms) == (FORMS[language] if message.numerus else 1), key


@ALL
def test_placeholders_and_keys_of_menus_are_kept(language: str) -> None:
    for message in read(FOLDER / f"svfap_{language}.ts"):
        wanted_ones = sorted(_PLACEHOLDER.findall(message.source))
        for form in message.forms:
            found = sorted(_PLACEHOLDER.findall(form))
            # English may say "one file" without the number.
            assert found == wanted_ones, (message.source, form)
            assert _mnemonic(message.source) == _mnemonic(form), (message.source, form)
            assert message.source.endswith("…") == form.endswith("…"), (message.source, form)


def test_chinese_is_chinese() -> None:
    """Words that are no names are not left in English."""
    for message in read(FOLDER / "svfap_zh_CN.ts"):
        words = re.findall(r"[a-z]{4,}", _PLACEHOLDER.sub("", message.source))
        for form in message.forms:
            if len(words) > 2:
                assert _CHINESE.search(form), (message.source, form)


@ALL
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    path = FOLDER / f"svfap_{language}.ts"
    assert path.with_suffix(".qm").read_bytes() == compiled(path), "run make translations"


def test_every_text_is_found() -> None:
    """lupdate sees no text that is put together at run time, nor names of characters."""
    for path in sorted((ROOT / "svfap_gui").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = _text_of(call)
            if text is None:
                continue
            place = f"{path.name}:{text.lineno}"
            assert isinstance(text, ast.Constant), f"{place}: not a fixed text"
            found = any(source == text.value for source, _ in extracted_once())
            assert found, f"{place}: {text.value!r}"


def _text_of(call: ast.AST) -> ast.expr | None:
    """What a call asks to translate; of `translate`, only what is fixed."""
    if not isinstance(call, ast.Call) or not call.args:
        return None
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "tr":
        return call.args[0]
    if name in {"translate", "_translate", "QT_TRANSLATE_NOOP"} and len(call.args) > 1:
        text = call.args[1]
        return text if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
    return None


_EXTRACTED: dict[tuple[str, str], Text] = {}


def extracted_once() -> dict[tuple[str, str], Text]:
    if not _EXTRACTED:
        _EXTRACTED.update(extracted())
    return _EXTRACTED


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    installed = install_language(qapp, "zh_CN")
    assert len(installed) == 2
    yield
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def test_the_window_speaks_chinese(chinese: None, qtbot: QtBot) -> None:
    assert affect_name("valence") == "效价"
    assert affect_name("a label of somebody's own") == "a label of somebody's own"
    assert QObject().tr("Settings") == "设置"
    assert QCoreApplication.translate("Anything", "%n dropped", "", 3).startswith("丢弃 3")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "取消"


@pytest.fixture
def errors(tmp_path: Path) -> list[SvfapError]:
    """Of real inputs and of a full disk."""
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "notes.mp4").write_bytes(b"This is a text, not a video. " * 50)
    (tmp_path / "folder").mkdir()

    def write() -> None:
        with output_errors(tmp_path / "a.csv"):
            raise OSError(errno.ENOSPC, "full")

    tries = (
        lambda: open_source(tmp_path / "empty.mp4"),
        lambda: open_source(tmp_path / "notes.mp4"),
        lambda: open_source(tmp_path / "folder"),
        lambda: open_source(tmp_path / "missing.mp4"),
        lambda: open_source("gopher://x"),
        lambda: plan([tmp_path / "folder"], recursive=True, shard=(1, 1)),
        write,
    )
    found: list[SvfapError] = []
    for attempt in tries:
        with pytest.raises(SvfapError) as caught:
            attempt()
        found.append(caught.value)
    return found


def test_errors_of_the_core_are_chinese(
    errors: list[SvfapError], chinese: None, qtbot: QtBot
) -> None:
    for error in errors:
        banner = Banner(notice_of(error))
        qtbot.addWidget(banner)
        for shown in (banner.text.text(), banner.hint.text()):
            assert not shown or _CHINESE.search(shown), shown
            assert not re.search(r"[a-z]{3,} [a-z]{2,}", shown), shown
        assert not _CHINESE.search(str(error)), "logs and files stay English"


@pytest.mark.parametrize("code", _CODES)
def test_what_the_system_says_is_chinese_on_every_system(
    code: int, chinese: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "strerror", lambda code: f"What another system calls {code}")
    said = reason_of(OSError(code, "What another system calls it"))
    assert re.search("[a-z]", said), "logs and files stay English"
    assert not re.search("[A-Za-z]", spoken(Message("%1", said)))


def test_what_is_rare_stays_as_the_system_says_it(chinese: None) -> None:
    said = reason_of(OSError(errno.EXDEV, "Invalid cross-device link"))
    assert spoken(Message("%1", said)) == "Invalid cross-device link"
    assert reason_of(ValueError("of a path")) == "ValueError"


def test_what_a_schema_refuses_is_chinese(chinese: None) -> None:
    for wrong in (
        lambda: AugmentConfig(crop_scale=(0.5, 0.1)),
        lambda: RecipeConfig(epochs=1, batch_size=7, lr=1e-3, accumulate=2),
        lambda: HeadConfig(kind="values", loss="cross_entropy"),
    ):
        with pytest.raises(ValidationError) as caught:
            wrong()
        [problem] = caught.value.errors()
        said = problem_words(problem)
        assert _CHINESE.search(said), said
        assert not re.search(r"[a-z]{3,} [a-z]{2,}", said), said


def test_what_a_result_is_of_is_chinese(chinese: None) -> None:
    edits = Edits(hidden=frozenset({1}), excluded=(TimeRange(1.0, 3.5),))
    note = Message("%1: it is truncated.", "talk.mp4")
    facts = FACTS | {"outcome": "interrupted"}
    lines = about(told(facts, edits)._replace(notes=(note,)), spoken)
    assert len(lines) == 11
    for line in lines:
        assert _CHINESE.match(line), line
        assert not re.search(r"[a-z]{3,} [a-z]{2,}", line.replace("low_quality", "")), line
    starts = {
        len(line.encode("gb18030")) - len(line.split(maxsplit=1)[1].encode("gb18030"))
        for line in lines
    }
    assert len(starts) == 1, "one below the other where a character takes two columns"


def test_values_are_said_as_they_are(chinese: None) -> None:
    """A file may bear the name of a word that has a translation."""
    assert spoken(Message("%1 is empty", "Settings")) == "Settings 是空文件"
    inner = Message("Camera %1 is lost: %2", "A", Message("it is gone"))
    assert spoken(inner).startswith("摄像头 A 已断开")
    assert spoken(inner).endswith("它已不在")
    assert spoken("a text of nobody") == "a text of nobody"


def test_what_errors_say_can_be_translated() -> None:
    """A `Message` in place of an f-string."""
    assert fixed_sentences() == []


def test_english_counts_in_the_singular(qapp: QApplication) -> None:
    installed = install_language(qapp, "en")
    try:
        translate = QCoreApplication.translate
        assert translate("ErrorDialog", "%n more since then", "", 1) == "1 more since then"
    finally:
        for translator in installed:
            qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("desktop", "language"),
    [
        (["zh-Hans-CN", "zh-CN"], "zh_CN"),
        (["zh-Hant-TW", "zh-TW"], "en"),
        (["de-DE", "zh-CN"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["fr-FR"], "en"),
    ],
)
def test_the_desktop_is_followed(
    monkeypatch: pytest.MonkeyPatch, desktop: list[str], language: str
) -> None:
    class System:
        def uiLanguages(self, separator: object) -> list[str]:  # noqa: N802
            return [name.replace("-", "_") for name in desktop]

    monkeypatch.setattr(QLocale, "system", System)
    assert language_of("system") == language
    assert language_of("zh_CN") == "zh_CN"


def _mnemonic(text: str) -> bool:
    return bool(re.search(r"&(?!&)\w", text.replace("&&", "")))
