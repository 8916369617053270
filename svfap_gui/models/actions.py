"""What the user can do in the view of models. Does nothing itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from svfap_gui.parts.actions import Action


class ModelActions:
    """All but the import act on the card that had the focus last."""

    def __init__(self, page: QWidget) -> None:
        tr = page.tr
        self.import_file = Action(
            page,
            "models/import",
            tr("&Import model…"),
            shortcut="Ctrl+I",
            tip=tr("Add a model file (.pth, .safetensors) to your models"),
            icon_name="drop",
        )
        self.import_folder = Action(
            page,
            "models/import-folder",
            tr("Import model &folder…"),
            tip=tr("Add a folder with model.safetensors and card.json to your models"),
        )
        self.use = Action(
            page, "models/use", tr("&Use"), tip=tr("Use this model or detector from now on")
        )
        self.verify = Action(
            page,
            "models/verify",
            tr("&Verify"),
            tip=tr("Check every byte, score a test window and measure the time"),
        )
        self.copy_hash = Action(
            page, "models/copy-hash", tr("&Copy hash"), tip=tr("Copy the hash of the weights")
        )
        self.remove = Action(
            page,
            "models/remove",
            tr("&Remove…"),
            shortcut="Del",
            tip=tr("Delete this model from this computer"),
        )
        self.choose_file = Action(
            page,
            "models/choose-file",
            tr("Choose &detector file…"),
            tip=tr("Use a detector's model file (.onnx) that lies on this computer"),
        )
        self.download = Action(
            page,
            "models/download",
            tr("Do&wnload SCRFD weights…"),
            tip=tr("Fetch the weights of insightface; asks about their licence"),
        )
        self.refresh = Action(
            page,
            "models/refresh",
            tr("Read a&gain"),
            shortcut="F5",
            tip=tr("Look again what models there are"),
        )
