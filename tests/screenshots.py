"""Screenshots of every view with real results: `python -m tests.screenshots [FOLDER]`.

The window itself plays, analyses and trains, offscreen, on a drawn video: nobody's face is shown.
The video and the training, which take long, are kept in a temporary folder and reused. Without a
folder the images of the README are updated; into one come all views and dialogs in both themes, in
any language, window size and text size, and at the scale of `QT_SCALE_FACTOR`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QWidget

from svfap_core.settings import AnalysisSettings, TrackerSettings
from svfap_gui.analyse.person_list import PersonList
from svfap_gui.app import build
from svfap_gui.live.session import SessionController
from svfap_gui.parts.i18n import LANGUAGES, install_language
from svfap_gui.parts.page import Page
from svfap_gui.parts.text_size import BODY_PX
from svfap_gui.parts.theme import ThemeChoice
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.train.command import prepare, train
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.files import StepKind
from svfap_gui.train.run_list import RunList
from svfap_gui.train.steps import StepList
from svfap_gui.work.preferences import Preferences, PreferencesStore
from svfap_gui.work.state import SourceRequest
from tests.drawn import write_drawn_film, write_portraits
from trainer.config import FinetuneConfig
from trainer.recipes import read_values
from trainer.steps import PrepareConfig

ROOT = Path(__file__).parent.parent
STUDY = Path(tempfile.gettempdir()) / "study"
IN_README = ("analyse-light", "live-dark", "batch-light", "train-light", "models-light")

LIVE, ANALYSE, BATCH, TRAIN, MODELS = range(5)
LIVE_S = 8.0
PATIENCE_S = 1800.0
EPOCHS = 8


class Photographer:
    """Takes pictures of one window.

    Args:
        app: The application.
        folder: Where the pictures go.
        names: Which pictures are taken; none: all.
        language: Of the window.
        size_px: Of the window.
    """

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        names: Collection[str],
        language: str,
        size_px: tuple[int, int],
    ) -> None:
        self._app = app
        self._folder = folder
        self._names = names
        self._settings = QSettings(str(STUDY / "settings.ini"), QSettings.Format.IniFormat)
        self._settings.clear()
        self.store = PreferencesStore(self._settings, app)
        self.store.set(
            Preferences(
                # Drawn faces are found with less certainty than photographed ones.
                analysis=AnalysisSettings(tracker=TrackerSettings(min_score=0.3, keep_s=4.0)),
                results_folder=STUDY / "results",
                recordings_folder=STUDY / "recordings",
                runs_folder=STUDY / "training",
                language=language,
            )
        )
        self.window: MainWindow
        self.session: SessionController
        self.window, self.session = build(app, self._settings, self.store)
        self.window.resize(*size_px)
        self.window.show()

    def page(self, number: int) -> Page:
        """Show a view and say which."""
        self.window.show_page(number)
        page = self.window.page
        self.wait(0.3)
        return page

    def act(self, name: str) -> None:
        """Do what an action does, as soon as it can be done."""
        action = next(a for a in self.window.findChildren(QAction) if a.objectName() == name)
        self.wait_for(action.isEnabled, name)
        action.trigger()

    def wait(self, seconds: float) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.005)

    def wait_for(self, done: Callable[[], bool], what: str) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self.wait(0.1)

    def idle(self) -> bool:
        """Whether nothing is at work."""
        return not self.window.status.activity.isVisible()

    def take(self, name: str, of: QWidget | None = None) -> None:
        """One picture in each theme; of the window without the frame of the focus."""
        if of is None and (focus := QApplication.focusWidget()) is not None:
            focus.clearFocus()
        for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
            named = f"{name}-{choice.value}"
            if self._names and named not in self._names:
                continue
            self.choose(choice)
            self.window.toasts.clear()
            self.wait(0.3)
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{named}.png"
            (of or self.window).grab().save(str(path))
            print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path, flush=True)

    def take_dialog(self, name: str) -> None:
        """A picture of the dialog that has opened, which is closed by it."""
        self.wait_for(lambda: QApplication.activeModalWidget() is not None, name)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        self.take(name, dialog)
        dialog.reject()
        self.wait(0.2)

    def choose(self, choice: ThemeChoice) -> None:
        """Another theme."""
        self.window.commands[f"theme/{choice.value}"].trigger()
        self.wait(0.2)

    def close(self) -> None:
        """End all work, then the window."""
        self.window.closed.connect(self._app.quit)
        QTimer.singleShot(0, self.window.close)
        self._app.exec()


def photograph_start(camera: Photographer) -> None:
    """What there is before anything was opened, in each view."""
    for number, name in enumerate(("live", "start", "batch", "train", "models")):
        camera.page(number)
        camera.wait_for(camera.idle, "the view")
        camera.take(f"empty-{name}")


def photograph_live(camera: Photographer, film: Path) -> None:
    """A film that plays as if live."""
    camera.page(LIVE)
    camera.session.open(SourceRequest.parse(str(film)))
    figures = camera.window.status.capture
    camera.wait_for(lambda: any(sign.isdigit() for sign in figures.text()), "live")
    camera.wait(LIVE_S)
    camera.take("live")
    camera.session.stop()
    camera.wait_for(lambda: not camera.session.active, "the end of live")


def photograph_analyse(camera: Photographer, film: Path) -> None:
    """A film that is analysed, looked at in its middle, and worked on."""
    page = camera.page(ANALYSE)
    page.take([film])
    camera.wait(2)
    camera.act("analyse/analyse")
    camera.wait(2)
    camera.take("analysing")
    camera.wait_for(camera.idle, "the analysis")
    camera.wait(2)
    for _ in range(8):
        camera.act("analyse/forward")
        camera.wait(0.3)
    camera.take("analyse")
    camera.act("analyse/stretch")
    camera.take("range")
    camera.act("analyse/export")
    camera.take_dialog("export")
    camera.act("analyse/about")
    camera.take_dialog("about-result")
    page.findChild(PersonList).selectAll()
    camera.act("analyse/merge")
    camera.take_dialog("merge")
    camera.act("analyse/close")
    camera.wait(1)
    camera.take("start")


def photograph_batch(camera: Photographer, videos: Path) -> None:
    """A folder, half of it done."""
    done = videos.parent / "results"
    shutil.rmtree(done, ignore_errors=True)
    camera.page(BATCH).take([videos])
    camera.wait_for(camera.idle, "the list of the batch")
    camera.act("batch/start")
    camera.wait_for(lambda: len(list(done.rglob("interview*.csv"))) >= 2, "two files")
    camera.wait(6)
    camera.take("batch")
    QTimer.singleShot(0, camera.window.close)
    camera.take_dialog("closing")
    camera.act("batch/cancel")
    camera.wait_for(camera.idle, "the end of the batch")


def photograph_train(camera: Photographer, app: QApplication, clips: Path) -> None:
    """A run, from clips that were prepared."""
    training = app.findChild(TrainingController)
    assert training is not None
    page = camera.page(TRAIN)
    data, run = training.folder / "expressions", training.folder / "first-run"
    if not (data / "manifest.parquet").exists():
        training.start(prepare("folder", clips, data, PrepareConfig()))
        camera.wait_for(camera.idle, "the preparation")
    values = read_values("finetune-tiny")
    start = FinetuneConfig.model_validate(values)
    recipe = start.recipe.model_copy(update={"epochs": EPOCHS, "batch_size": 8})
    files = start.data.model_copy(update={"manifests": (data,)})
    config = start.model_copy(update={"recipe": recipe, "data": files})
    if not run.exists():
        training.start(train("finetune-tiny", start, config, run))
        camera.wait(3)
        camera.wait_for(camera.idle, "the training")
    training.rescan()
    camera.wait(2)
    page.findChild(StepList).choose(StepKind.FINETUNE)
    page.findChild(RunList).choose(run)
    camera.wait(2)
    camera.take("train")


def photograph_models(camera: Photographer) -> None:
    """What scores faces and what finds them."""
    camera.page(MODELS)
    camera.wait(3)
    camera.wait_for(camera.idle, "the models")
    camera.take("models")


def photograph_dialogs(camera: Photographer) -> None:
    """Those of the frame."""
    dialogs = camera.window.dialogs
    dialogs.show_settings()
    settings = dialogs.dialog("settings")
    assert settings is not None
    sections = settings.findChild(QListWidget)
    for section in range(sections.count()):
        sections.setCurrentRow(section)
        camera.take(f"settings-{section + 1}", settings)
    settings.reject()
    for name, show in (
        ("shortcuts", dialogs.show_shortcuts),
        ("intended-use", dialogs.show_intended_use),
        ("about", dialogs.show_about),
    ):
        show()
        camera.take_dialog(name)


def _films() -> tuple[Path, Path, Path]:
    """The film, a folder of shorter ones, and the clips to learn from."""
    film, videos, clips = STUDY / "conversation.mp4", STUDY / "videos", STUDY / "clips"
    if not film.exists():
        write_drawn_film(film, 20.0)
    if not videos.exists():
        videos.mkdir()
        for number in range(1, 6):
            (videos / f"interview_{number:02d}.mp4").write_bytes(film.read_bytes())
    if not clips.exists():
        write_portraits(clips)
    return film, videos, clips


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument(
        "--views",
        nargs="+",
        default=("start", "dialogs", "models", "train", "batch", "analyse", "live"),
    )
    parser.add_argument("--language", default="en", choices=LANGUAGES)
    parser.add_argument("--size", nargs=2, type=int, default=(1360, 860), metavar="PX")
    parser.add_argument("--text", type=float, default=1.0, help="text size, 1.5 for 150 %%")
    return parser.parse_args()


def main() -> int:
    """Take the pictures."""
    options = _options()
    STUDY.mkdir(parents=True, exist_ok=True)
    screen = {"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080}
    (STUDY / "screen.json").write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={STUDY / 'screen.json'}"
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        # Nothing of whoever takes the pictures is to be in them.
        os.environ[f"XDG_{name}_HOME"] = str(STUDY / "home" / name.lower())
    # It is in the command line that Train shows.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    sys.executable = Path(sys.executable).name
    os.chdir(ROOT)
    film, videos, clips = _films()
    app = QApplication([])
    font = app.font()
    font.setPixelSize(round(BODY_PX * options.text))
    app.setFont(font)
    install_language(app, options.language)
    folder = options.folder or ROOT / "docs" / "images"
    names = () if options.folder else IN_README
    camera = Photographer(app, folder.resolve(), names, options.language, tuple(options.size))
    camera.choose(ThemeChoice.LIGHT)
    steps: dict[str, Callable[[], None]] = {
        "start": lambda: photograph_start(camera),
        "dialogs": lambda: photograph_dialogs(camera),
        "models": lambda: photograph_models(camera),
        "train": lambda: photograph_train(camera, app, clips),
        "batch": lambda: photograph_batch(camera, videos),
        "analyse": lambda: photograph_analyse(camera, film),
        "live": lambda: photograph_live(camera, film),
    }
    for view in options.views:
        steps[view]()
    camera.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
