"""Colours, sizes and the style sheet of both themes, and which of them is in use.

The application's palette says so; no widget and no setting is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template
from types import MappingProxyType

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from svfap_core.exports.palette import ACTION_COLOURS, emotion_style, person_colour
from svfap_core.resources import resource
from svfap_gui.parts.text_size import scaled

GRID_PX = 8
PADDING_PX = 16
RADIUS_PX = 6
CONTROL_PX = 28


class ThemeChoice(StrEnum):
    """What the user asked for; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every colour of the app as `#RRGGBB`.

    Emotions and persons have the colours of overlay videos and images (`exports.palette`); an
    emotion's is for marks (3:1 against `panel`), never for text.
    """

    dark: bool
    window: str
    panel: str
    raised: str
    line: str
    control_line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str
    info_ground: str
    error_ground: str
    track: str
    stage: str

    def emotion(self, name: str) -> str:
        """The mark colour of a label."""
        style = emotion_style(name)
        return style.dark if self.dark else style.light

    def action(self, place: int) -> str:
        """The mark colour of the facial action that was chosen at a place."""
        light, dark = ACTION_COLOURS[place % len(ACTION_COLOURS)]
        return dark if self.dark else light

    def person(self, track_id: int) -> str:
        """The box colour of a person."""
        return person_colour(track_id)


DIMENSION_DASHES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {"valence": (), "arousal": (8.0, 4.0), "dominance": (2.0, 3.0)}
)
"""Line styles of the dimensions, which share the text's colour, in pen widths."""

_HALF_LIGHT = 128
"""Of lightness, 0 to 255."""

DASH_SCALE = 2.0
"""From the palette's pattern, made for broader lines, to that of a 1-px pen."""


LIGHT = Theme(
    dark=False,
    window="#F4F5F7",
    panel="#FFFFFF",
    raised="#FFFFFF",
    line="#DDE1E7",
    control_line="#7D8693",
    text="#1A1E25",
    muted="#565F6D",
    accent="#2457C5",
    on_accent="#FFFFFF",
    danger="#B3261E",
    info_ground="#E8EEFB",
    error_ground="#FBE9E7",
    track="#E9ECF1",
    stage="#23272E",
)

DARK = Theme(
    dark=True,
    window="#14171B",
    panel="#1B1F25",
    raised="#262B33",
    line="#303741",
    control_line="#737D8C",
    text="#E6E9EE",
    muted="#A3ACB9",
    accent="#8AB0FF",
    on_accent="#0B1530",
    danger="#FF9A90",
    info_ground="#1E2B45",
    error_ground="#41211F",
    track="#2A3038",
    stage="#0C0E11",
)


def emotion_dash(name: str) -> tuple[float, ...]:
    """The dash pattern of an emotion in pen widths, empty for a solid line."""
    return tuple(length * DASH_SCALE for length in emotion_style(name).dash)


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` as WCAG 2.2 defines it, 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palette(theme: Theme) -> QPalette:
    """The Qt palette, for what the style sheet does not reach (dialogs, menus, selections)."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Light: theme.raised,
        role.Midlight: theme.raised,
        role.Shadow: theme.window,
        role.Accent: theme.accent,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.control_line))
    return result


def current_theme() -> Theme:
    """The theme in use, whose palette the application has: to be asked whenever something is drawn.

    Widgets repaint when the palette changes. One that keeps what it has made of
    colours rebuilds it on its `PaletteChange`.
    """
    ground = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < _HALF_LIGHT else LIGHT


_LENGTH = re.compile(r"\b(\d\d|[3-9])px")
"""A length in the style sheet; lines of one or two pixels stay as thin at any text size."""

_STYLE_SHEET = Template(
    """
* { font-size: 13px; }
QMainWindow, QDialog, #frame { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $control_line; padding: 4px 6px; }
#panel { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
#title { font-size: 15px; font-weight: 600; color: $text; }
#caption, #statusItem { font-size: 11px; color: $muted; }
#dropZone { background: $panel; border: 2px dashed $control_line; border-radius: 12px; }
#card { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
#card:focus { border-color: $accent; }
#mark, #markOn { font-size: 11px; border-radius: 7px; padding: 1px 8px; min-height: 14px; }
#mark { background: $track; color: $muted; }
#markOn { background: $info_ground; color: $accent; font-weight: 600; }
#dangerText { color: $danger; }
#small { min-height: 18px; padding: 0 6px; border-color: $control_line; }
#small:focus { min-height: 16px; padding: 0 5px; }
#headline { font-size: 20px; font-weight: 600; color: $text; }
#muted { color: $muted; }
#startBody { background: transparent; }
#fileRow { background: transparent; border-color: transparent; min-height: 32px; }
#fileRow:hover { background: $track; }
#fileRow:focus { border: 2px solid $accent; min-height: 30px; }
#ways QPushButton { min-height: 46px; }
#ways QPushButton:focus { min-height: 44px; }
#recorded { color: $danger; font-weight: 600; }
#fieldError { font-size: 11px; color: $danger; }
#rail { background: $panel; border: none; border-right: 1px solid $line; }
#toolbar { background: $panel; border: none; border-bottom: 1px solid $line; }
#statusBar { background: $panel; border: none; border-top: 1px solid $line; }
#stalled { background: $error_ground; color: $danger; border-radius: 3px; padding: 1px 6px;
    font-size: 11px; font-weight: 600; }
#banner { border: 1px solid $accent; border-radius: ${radius}px; }
#banner[kind="info"] { background: $info_ground; }
#banner[kind="error"] { background: $error_ground; border-color: $danger; }
#banner QLabel { color: $text; background: transparent; }
QPushButton, QToolButton, QComboBox, QLineEdit, QAbstractSpinBox {
    min-height: ${inner}px; color: $text;
    border: 1px solid transparent; border-radius: ${radius}px; padding: 0 10px; }
QPushButton, QComboBox, QLineEdit, QAbstractSpinBox { background: $raised;
    border-color: $control_line; }
QToolButton { background: transparent; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: $track; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:disabled, QToolButton:disabled { color: $control_line; }
QPushButton:disabled { border-color: $line; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus,
QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 0 9px; min-height: ${focused}px; }
QLineEdit, QComboBox:editable { padding: 0 8px; }
QLineEdit:focus, QComboBox:editable:focus { padding: 0 7px; }
#primary { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
#primary:hover { background: $accent; border-color: $text; }
#primary:focus { border: 2px solid $text; }
#primary:disabled { background: $track; color: $control_line; border-color: $line; }
QToolButton:checked { background: $track; }
#rail QToolButton { font-size: 11px; padding: 6px 0; border-radius: ${radius}px; }
#rail QToolButton:checked { background: $track; color: $text; font-weight: 600; }
#iconButton, #iconButton:focus { padding: 0; }
#flatList, #flatList:focus { border: none; border-radius: 0; }
#figureTable { border-color: transparent; }
#figureTable:focus { border-color: $accent; }
QFileDialog QToolButton, QFileDialog QToolButton:focus { padding: 0; }
#line { background: $line; border: none; }
QToolButton::menu-indicator { image: none; width: 0; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $track; }
QMenu { background: $raised; color: $text; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 4px 27px 4px 11px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $track; border-color: $accent; }
QMenu::item:disabled { color: $control_line; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QComboBox QAbstractItemView { background: $raised; color: $text;
    selection-background-color: $accent; selection-color: $on_accent; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QSplitter::handle { background: transparent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus,
QComboBox QLineEdit:focus { border: none; background: transparent; min-height: 0; padding: 0; }
QAbstractSpinBox { padding: 0; min-height: 23px; }
QAbstractSpinBox:focus { padding: 0; min-height: 21px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border;
    width: 22px; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; min-height: 22px;
    border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $control_line; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 14px;
    height: 14px; border: 1px solid $control_line; border-radius: 3px; background: $raised; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: url("$check"); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QAbstractItemView { background: $panel; alternate-background-color: $window; color: $text;
    border: 1px solid $line; border-radius: ${radius}px; outline: none;
    selection-background-color: $accent; selection-color: $on_accent; }
QAbstractItemView:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
#batchTable, #eventTable { border-color: transparent; border-radius: 0;
    selection-background-color: $track; selection-color: $text; }
#batchTable:focus, #eventTable:focus { border-color: $accent; }
#batchTable::item, #eventTable::item { padding: 0 5px; border: none; }
#batchTable::item:selected, #eventTable::item:selected { background: $track; color: $text; }
QListView::item, QTreeView::item { min-height: ${row}px; padding: 0 8px; border: none; }
QListView::item:selected, QTreeView::item:selected { background: $accent; color: $on_accent; }
QTableView::item { padding: 0 6px; }
#figureTable::item { padding: 0 2px; }
QTableView::item:selected { background: $accent; color: $on_accent; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $muted; font-size: 11px; border: none;
    border-bottom: 1px solid $line; padding: 4px 8px; }
QPlainTextEdit, QTextEdit { background: $panel; color: $text; border: 1px solid $line;
    border-radius: ${radius}px; padding: 4px; selection-background-color: $accent;
    selection-color: $on_accent; }
QScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
#settingsPage, #logBody, #drawer { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control_line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $track; border: none; border-radius: 3px; min-height: 6px;
    max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#logBar { background: $panel; border: none; }
#logLines, #logLines:focus { border-radius: 0; border-width: 1px 0 0 0; padding: 4px 12px; }
QMainWindow::separator { background: $line; height: 1px; width: 1px; }
#popup, #toast { background: $raised; border: 1px solid $control_line;
    border-radius: ${radius}px; }
#popup QLabel, #toast QLabel { color: $text; background: transparent; }
#popup #caption { color: $muted; }
#activity { font-size: 11px; min-height: 20px; padding: 0 6px; }
#activity:focus { padding: 0 5px; min-height: 18px; }
#step { text-align: left; background: transparent; border-color: transparent; min-height: 32px; }
#step:hover, #step:checked { background: $track; }
#step:checked { font-weight: 600; }
#step:focus { border: 2px solid $accent; min-height: 30px; }
#outlined { background: $raised; border: 1px solid $control_line; }
#outlined:hover { background: $track; }
#outlined:disabled { border-color: $line; }
#outlined:focus { border: 2px solid $accent; }
#fold { padding: 0 6px 0 0; }
#fold:focus { padding: 0 5px 0 0; }
#sections { padding: 4px; }
#sections::item { border-radius: 4px; }
#runList { background: transparent; border: none; }
#command { background: $window; }
#reason { background: $error_ground; color: $text; border-radius: ${radius}px; padding: 8px; }
#runTabs::tab { color: $muted; background: transparent; padding: 6px 2px; margin-right: 18px;
    border: none; border-bottom: 2px solid transparent; }
#runTabs::tab:selected { color: $text; border-bottom-color: $accent; }
#runTabs::tab:hover { color: $text; }
#runTabs { background: transparent; }
"""
)


def style_sheet(theme: Theme) -> str:
    """The application's style sheet in a theme's colours."""
    colours = {key: value for key, value in asdict(theme).items() if isinstance(value, str)}
    sheet = _STYLE_SHEET.substitute(
        colours,
        radius=RADIUS_PX,
        inner=CONTROL_PX - 2,
        focused=CONTROL_PX - 4,
        row=CONTROL_PX,
        chevron=resource("icons/chevron.svg").as_posix(),
        chevron_up=resource("icons/chevron-up.svg").as_posix(),
        check=resource(f"icons/check-{'dark' if theme.dark else 'light'}.svg").as_posix(),
    )
    return _LENGTH.sub(lambda length: f"{scaled(int(length[1]))}px", sheet)
