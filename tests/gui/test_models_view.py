"""The models view with real model files, in folders of the test's own."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import torch
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from svfap_core.inference import store
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.labels import BIG_FIVE
from svfap_core.models import MODEL_SIZES, Head, HeadKind, TPSBTConfig
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE
from svfap_core.run_settings import DEFAULT_MODEL
from svfap_core.settings import AnalysisSettings, ComputeSettings
from svfap_gui.models.controller import ModelsController
from svfap_gui.models.detector_card import DetectorCard
from svfap_gui.models.import_dialog import ImportDialog
from svfap_gui.models.model_card import InstalledModelCard
from svfap_gui.models.view import ModelsView
from svfap_gui.parts.theme import DARK, Theme
from svfap_gui.work.activities import Activities
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState, Phase, Toast
from tests.unit.inference.samples import model_card, network
from tests.unit.tracking.test_insightface_scrfd import write_model

NARROW = TPSBTConfig(embed_dim=32, num_heads=2)
WAIT_MS = 60_000
"""A first import of torch on a busy computer."""


@dataclass
class Models:
    """The view and everything behind it."""

    qtbot: QtBot
    view: ModelsView
    controller: ModelsController
    state: AppState
    activities: Activities
    preferences: PreferencesStore
    toasts: list[Toast]

    def settle(self) -> None:
        """Wait until nothing is done any more, measuring included."""
        self.qtbot.waitUntil(lambda: not self.activities.running, timeout=WAIT_MS)

    def show(self) -> None:
        with self.qtbot.waitExposed(self.view):
            self.view.show()
        self.qtbot.waitUntil(lambda: self.controller.models is not None, timeout=WAIT_MS)
        self.settle()

    def model(self, name: str) -> InstalledModelCard:
        card = self.view.cards[f"model:{name}"]
        assert isinstance(card, InstalledModelCard)
        return card

    def detector(self, name: str) -> DetectorCard:
        card = self.view.cards[f"detector:{name}"]
        assert isinstance(card, DetectorCard)
        return card

    def drop(self, path: Path) -> ImportDialog:
        assert self.view.takes(path)
        self.view.take([path])
        self.settle()
        assert self.view.dialog is not None
        return self.view.dialog


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "user_folder", lambda: tmp_path / "user")
    monkeypatch.setitem(MODEL_SIZES, "base", NARROW)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be downloaded")

    monkeypatch.setattr(requests, "get", forbidden)


MEASURED = (
    "test_the_built_in_model_says_everything_of_itself",
    "test_a_time_is_measured_once",
    "test_measuring_makes_way_for_other_work",
    "test_a_damaged_model_is_told_and_can_be_removed",
)


@pytest.fixture(autouse=True)
def measured_by_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is measured in the background, but where that is what is tested."""
    if request.node.name not in MEASURED:
        monkeypatch.setattr(ModelsController, "_measure_next", lambda _: None)


@pytest.fixture
def models(qtbot: QtBot, settings: QSettings) -> Iterator[Models]:
    root = QObject()
    state, activities = AppState(root), Activities(root)
    preferences = PreferencesStore(settings, root)
    # No network needs to be converted to be tried.
    preferences.update(analysis=AnalysisSettings(compute=ComputeSettings(runtime="torch")))
    controller = ModelsController(state, activities, preferences, settings, root)
    view = ModelsView(state, controller, settings)
    qtbot.addWidget(view)
    toasts: list[Toast] = []
    state.toasted.connect(toasts.append)
    yield Models(qtbot, view, controller, state, activities, preferences, toasts)
    view.close()
    qtbot.waitUntil(lambda: not activities.running, timeout=WAIT_MS)
    root.deleteLater()


def keep(name: str = "sample", **changes: Any) -> Path:
    card = model_card(name=name, **changes)
    return store.add_model(network(card), card)


def published(path: Path, classes: int = 7) -> Path:
    state = TPSBT(NARROW, classes).state_dict()
    torch.save({"model": state, "args": argparse.Namespace(lr=1e-3)}, path)
    return path


def texts(widget: Any) -> str:
    """All words on a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def answer(monkeypatch: pytest.MonkeyPatch, button: str) -> list[str]:
    """Press a button of the next question; what was asked."""
    asked: list[str] = []

    def exec_(box: QMessageBox) -> int:
        asked.append(box.text())
        next(
            b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == button
        ).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    return asked


def choose(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Choose a file in the next dialogs, or close them."""

    def chosen(*_: object) -> tuple[str, str]:
        return name, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)


def test_the_built_in_model_says_everything_of_itself(models: Models) -> None:
    models.show()
    card = models.model(DEFAULT_MODEL)
    words = texts(card)
    for part in (
        "SVFAP tiny",
        "In use",
        "Built in",
        "happy",
        "valence, arousal, dominance (derived from the emotions, not learned)",
        "FER2013",
        "66.5 % right (WAR)",
        "63.6 % averaged over the emotions (UAR)",
        "mirrored too, outputs averaged",
        "ms per window",
        "CPU",
        "MIT",
        "MB",
        "e7878c8f810b6303",
    ):
        assert part in words
    assert card.remove.isHidden()
    assert card.use.isHidden()
    assert "Drop a .pth or .safetensors file here, or train your own." in texts(models.view)
    card.copy_hash.click()
    sha256 = QGuiApplication.clipboard().text()
    assert len(sha256) == 64
    assert sha256.startswith("e7878c8f810b6303")


def test_a_time_is_measured_once(models: Models, settings: QSettings) -> None:
    models.show()
    stored = settings.value("models/speeds")
    assert stored is not None
    models.view.hide()
    models.view.show()
    models.settle()
    again = ModelsController(models.state, models.activities, models.preferences, settings)
    began: list[str] = []
    models.activities.changed.connect(
        lambda: began.extend(activity.title for activity in models.activities.running)
    )
    again.set_watched(watched=True)
    models.settle()
    assert settings.value("models/speeds") == stored
    assert began == ["Reading models"]
    again.set_watched(watched=False)


def test_measuring_makes_way_for_other_work(models: Models) -> None:
    work = models.activities.begin("an analysis", lambda: None)
    models.view.show()
    models.qtbot.waitUntil(lambda: models.controller.models is not None, timeout=WAIT_MS)
    models.qtbot.waitUntil(lambda: models.activities.running == (work,), timeout=WAIT_MS)
    entry = models.model(DEFAULT_MODEL).entry
    assert models.controller.status(entry).speed is None
    work.end()
    models.settle()
    assert models.controller.status(entry).speed is not None


def test_a_hidden_view_measures_nothing(models: Models) -> None:
    models.controller.refresh()
    models.settle()
    entry = models.model(DEFAULT_MODEL).entry
    assert models.controller.status(entry).speed is None


def test_use_verify_and_remove_a_model_of_ones_own(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = Head(kind=HeadKind.UNBOUNDED, names=("valence", "arousal", *BIG_FIVE))
    folder = keep("mine", title="My own", heads=(head,))
    models.show()
    card = models.model("mine")
    words = texts(card)
    assert "valence, arousal (learned)" in words
    assert "openness" in words
    card.use.click()
    assert models.preferences.value.model == "mine"
    assert card.use.isHidden()
    models.qtbot.waitUntil(models.model(DEFAULT_MODEL).use.isVisible, timeout=WAIT_MS)
    card.verify.click()
    assert not card.verify.isEnabled()
    models.settle()
    assert "verified: intact" in texts(card)
    asked = answer(monkeypatch, "Cancel")
    card.remove.click()
    models.settle()
    assert folder.exists()
    assert "It is in use" in asked[0]
    answer(monkeypatch, "Remove")
    card.remove.click()
    models.settle()
    assert not folder.exists()
    assert "model:mine" not in models.view.cards
    assert models.preferences.value.model == DEFAULT_MODEL


def test_a_damaged_model_is_told_and_can_be_removed(models: Models) -> None:
    weights = keep("hurt") / WEIGHTS_FILE
    weights.write_bytes(weights.read_bytes()[:-1])
    (keep("cardless") / CARD_FILE).write_text("{}")
    models.show()
    assert "not those of the card" in texts(models.model("hurt"))
    assert "Import the model again" in texts(models.model("hurt"))
    card = models.model("cardless")
    assert "schema_version" in texts(card)
    assert (card.use.isEnabled(), card.verify.isEnabled()) == (False, False)
    assert card.remove.isEnabled()


def test_a_chosen_model_that_is_gone_is_told(models: Models) -> None:
    models.preferences.update(model="gone")
    models.show()
    card = models.model("gone")
    assert "there is no model 'gone'" in texts(card)
    assert card.remove.isHidden()


def test_a_chosen_model_elsewhere_stands_among_the_others(models: Models, tmp_path: Path) -> None:
    shutil.move(keep("far"), tmp_path / "far")
    models.preferences.update(model=str(tmp_path / "far"))
    models.show()
    card = models.model(str(tmp_path / "far"))
    assert "A sample" in texts(card)
    assert card.use.isHidden()
    assert card.remove.isHidden()


def test_what_training_has_added_is_there_on_the_next_visit(models: Models) -> None:
    models.show()
    keep("fresh")
    models.view.arrive()
    models.settle()
    assert "model:fresh" in models.view.cards


def test_a_published_file_needs_its_data_set_and_warns(models: Models, tmp_path: Path) -> None:
    models.show()
    dialog = models.drop(published(tmp_path / "checkpoint-best.pth"))
    assert not dialog.add.isEnabled()
    choices = [dialog.dataset.itemText(i).split(" ")[0] for i in range(dialog.dataset.count())]
    assert choices[1:] == ["DFEW", "FERV39k"]
    dialog.dataset.setCurrentIndex(2)
    models.settle()
    words = texts(dialog)
    assert "FERV39k (published weights)" in words
    assert "exactly as they were initialised" in words
    assert "UNVERIFIED: the face template" in words
    assert not (tmp_path / "user").exists()
    dialog.name.setText("Not a name")
    assert not dialog.add.isEnabled()
    dialog.name.setText(DEFAULT_MODEL)
    assert "choose another" in dialog.name_error.text()
    assert not dialog.add.isEnabled()
    dialog.name.setText("published")
    dialog.add.click()
    models.settle()
    assert models.view.dialog is None
    assert (tmp_path / "user" / "published" / WEIGHTS_FILE).is_file()
    assert "model:published" in models.view.cards
    assert models.toasts[-1].text == "published is now among your models"
    models.qtbot.waitUntil(lambda: models.view.commands["use"].text().startswith("&Use SVFAP"))


def test_one_possible_data_set_needs_no_choice(models: Models, tmp_path: Path) -> None:
    models.show()
    dialog = models.drop(published(tmp_path / "c.pt", 11))
    models.settle()
    assert dialog.dataset.currentData() == "mafw"
    assert dialog.add.isEnabled()
    dialog.reject()


def test_a_name_of_a_file_is_a_good_guess(models: Models, tmp_path: Path) -> None:
    models.show()
    dialog = models.drop(published(tmp_path / "SVFAP_FERV39k.pth"))
    models.settle()
    assert dialog.dataset.currentData() == "ferv39k"
    dialog.reject()


@pytest.mark.parametrize("tail", ["", CARD_FILE, WEIGHTS_FILE])
def test_a_model_of_this_program_says_itself_what_it_is(
    models: Models, tmp_path: Path, tail: str
) -> None:
    keep("sample")
    shutil.copytree(tmp_path / "user" / "sample", tmp_path / "brought")
    models.show()
    dialog = models.drop(tmp_path / "brought" / tail)
    assert "51.5 % right (WAR)" in texts(dialog)
    assert dialog.name.text() == "sample-2"
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    models.settle()
    assert "model:sample-2" in models.view.cards


class Evil:
    """Unpickled by a plain reader, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Path.touch, (self.path,)


def test_files_that_are_no_models_are_refused_with_words(models: Models, tmp_path: Path) -> None:
    models.show()
    proof = tmp_path / "proof"
    evil, cut, lone = tmp_path / "evil.pth", tmp_path / "cut.pth", tmp_path / "lone.safetensors"
    torch.save({"model": Evil(proof)}, evil)
    cut.write_bytes(published(tmp_path / "whole.pth").read_bytes()[:5000])
    shutil.copy(keep("some") / WEIGHTS_FILE, lone)
    for path, problem, what_to_do in (
        (evil, "nothing of it was run", "do not trust one that was changed"),
        (cut, "is damaged", "Download it again"),
        (lone, "comes without a card.json", "Choose a folder"),
        (tmp_path / "missing.pth", "cannot be read", "Check the path"),
    ):
        dialog = models.drop(path)
        assert problem in dialog.message.text()
        assert what_to_do in dialog.message.text()
        assert not dialog.add.isEnabled()
        dialog.reject()
    assert not proof.exists()


def test_a_shape_that_does_not_fit_is_told_before_anything_is_added(
    models: Models, tmp_path: Path
) -> None:
    state = TPSBT(NARROW, 7).state_dict()
    state["blocks.3.mlp.fc1.weight"] = torch.ones(100, 32)
    torch.save({"model": state}, tmp_path / "dfew.pth")
    models.show()
    dialog = models.drop(tmp_path / "dfew.pth")
    models.settle()
    assert "blocks.3.mlp.fc1.weight has shape (100, 32)" in dialog.message.text()
    assert not dialog.add.isEnabled()
    dialog.reject()


def test_several_files_come_one_after_the_other(models: Models, tmp_path: Path) -> None:
    models.show()
    first, second = published(tmp_path / "a.pth"), published(tmp_path / "b.pth")
    models.view.take([first, second])
    for path in (first, second):
        models.settle()
        dialog = models.view.dialog
        assert dialog is not None
        assert dialog.path == path
        dialog.reject()
    assert models.view.dialog is None


def test_a_dialog_may_be_closed_while_its_file_is_read(models: Models, tmp_path: Path) -> None:
    models.show()
    models.view.take([published(tmp_path / "a.pth")])
    assert models.view.dialog is not None
    models.view.dialog.reject()
    models.settle()
    assert models.view.dialog is None


def test_what_the_view_takes(models: Models, tmp_path: Path) -> None:
    keep("one")
    taken = ("a.pth", "a.PT", "model.safetensors", "x/card.json", "user/one")
    assert all(models.view.takes(tmp_path / name) for name in taken)
    others = ("a.mp4", "clip.mp4.json", "a.zip", "user", "a.onnx")
    assert not any(models.view.takes(tmp_path / name) for name in others)


def test_detectors_say_licence_source_and_what_is_missing(
    models: Models, wear: Callable[[Theme], None]
) -> None:
    models.show()
    assert "Works offline, with centerface.onnx" in texts(models.detector("centerface"))
    insightface = models.detector("insightface")
    assert "non-commercial research only" in texts(insightface)
    assert "Not installed" in texts(insightface)
    assert not insightface.use.isEnabled()
    yunet = models.detector("yunet")
    assert "face_detection_yunet" in texts(yunet)
    assert yunet.download.isHidden()
    wear(DARK)
    assert DARK.accent in texts(yunet)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_detector_of_ones_own_file_is_tried_used_and_remembered(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models.show()
    good, bad = tmp_path / "det_test.onnx", tmp_path / "det_bad.onnx"
    write_model(good)
    bad.write_bytes(b"nonsense")
    for file in (bad, good):
        choose(monkeypatch, str(file))
        models.detector("insightface").choose.click()
        models.settle()
        card = models.detector("insightface")
        analysis = models.preferences.value.analysis
        if file == bad:
            assert "no readable ONNX model" in texts(card)
            assert analysis.detector == "centerface"
    assert (analysis.detector, analysis.detector_file) == ("insightface", str(good))
    assert "Works offline, with det_test.onnx" in texts(card)
    models.detector("centerface").use.click()
    models.settle()
    assert models.preferences.value.analysis.detector_file is None
    models.detector("insightface").use.click()
    models.settle()
    assert models.preferences.value.analysis.detector_file == str(good)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_weights_are_downloaded_only_after_a_yes_to_their_licence(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models.show()
    asked = answer(monkeypatch, "Cancel")
    models.detector("insightface").download.click()
    assert "non-commercial research only" in asked[0]
    assert not models.activities.running
    fetched: list[str] = []

    def ensure_available(kind: str, pack: str) -> None:
        fetched.append(pack)
        folder = tmp_path / ".insightface" / kind / pack
        folder.mkdir(parents=True)
        write_model(folder / "det_500m.onnx")

    monkeypatch.setattr("insightface.utils.storage.ensure_available", ensure_available)
    answer(monkeypatch, "Accept and download")
    models.detector("insightface").download.click()
    models.settle()
    assert fetched == ["buffalo_sc"]
    card = models.detector("insightface")
    assert "Works offline, with det_500m.onnx" in texts(card)
    assert card.use.isEnabled()
    assert card.download.isHidden()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_download_without_a_network_says_what_to_do(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise requests.ConnectionError("no network")

    monkeypatch.setattr(requests, "get", offline)
    models.show()
    answer(monkeypatch, "Accept and download")
    models.detector("insightface").download.click()
    models.settle()
    words = texts(models.detector("insightface"))
    assert "could not be downloaded" in words
    assert "Check the connection" in words


def test_menu_and_keyboard_act_on_the_card_with_the_focus(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("mine", title="My own")
    models.show()
    commands = models.view.commands
    assert not commands["use"].isEnabled()
    models.model("mine").setFocus()
    models.qtbot.waitUntil(lambda: commands["use"].text() == "&Use My own")
    assert commands["remove"].isEnabled()
    commands["use"].trigger()
    assert models.preferences.value.model == "mine"
    assert not commands["use"].isEnabled()
    commands["copy-hash"].trigger()
    assert len(QGuiApplication.clipboard().text()) == 64
    models.model(DEFAULT_MODEL).setFocus()
    assert not commands["remove"].isEnabled()
    models.detector("yunet").choose.setFocus()
    assert commands["choose-file"].isEnabled()
    assert not commands["verify"].isEnabled()
    choose(monkeypatch, "")
    commands["choose-file"].trigger()
    commands["import"].trigger()
    assert not models.activities.running


def test_while_a_session_runs_a_choice_says_from_when_on_it_holds(models: Models) -> None:
    keep("mine", title="My own")
    models.show()
    models.state.set_phase(Phase.RUNNING)
    models.model("mine").use.click()
    assert models.toasts[-1].text == "My own is used from the next start on"


def give_focus(models: Models, key: str) -> None:
    """A window becomes active some time after it was asked to."""

    def has_focus() -> bool:
        models.view.activateWindow()
        models.view.cards[key].setFocus()
        return models.view.cards[key].hasFocus()

    models.qtbot.waitUntil(has_focus, timeout=WAIT_MS)


def test_models_that_come_while_a_card_has_the_focus_are_listed(models: Models) -> None:
    keep()
    models.show()
    give_focus(models, "model:sample")
    keep("trained")
    models.controller.refresh()
    models.settle()
    assert {"model:sample", "model:trained", "detector:centerface"} <= models.view.cards.keys()
    models.qtbot.waitUntil(
        lambda: all(card.isVisible() for card in models.view.cards.values()), timeout=WAIT_MS
    )


def test_a_model_that_training_exported_is_there_when_one_comes_back(
    models: Models, qtbot: QtBot
) -> None:
    """The focus of a card that goes passes to the next one, which may not be listed yet."""
    keep()
    models.show()
    other = QPushButton("Train")
    qtbot.addWidget(other)
    for name in ("detector:centerface", "model:sample", "model:svfap-tiny"):
        give_focus(models, name)
        models.view.hide()
        other.show()
        keep(f"exported-from-{name.replace(':', '-')}")
        models.view.show()
        models.view.activateWindow()
        models.view.arrive()
        models.settle()
        other.hide()
        assert f"model:exported-from-{name.replace(':', '-')}" in models.view.cards
        qtbot.waitUntil(lambda: models.view.current is not None, timeout=WAIT_MS)
