"""What the user can do with codes: one row per command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from svfap_gui.analyse.codes.formats import FORMATS
from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.codes.assembly import Codes

OF_CODE = (
    "edit-code", "remove-code", None, "previous-code", "next-code", None, "end-codes", None,
    "coding", "coding-scheme",
)  # fmt: skip
"""Context menu of the lanes; `None` is a line between."""


def menu_of_codes(codes: Codes) -> Menu:
    """Coding, single codes, the scheme, files of other programs."""
    tr, work, dialogs, keeping = codes.tr, codes.work, codes.dialogs, codes.keeping

    def has_codes() -> bool:
        return bool(keeping.coding.codes)

    def has_chosen() -> bool:
        return work.chosen is not None

    return Menu(
        tr("Co&des"),
        (
            Command(
                "coding",
                tr("&Coding"),
                dialogs.turn_coding,
                keys="F4",
                icon="record-off",
                icon_when=lambda: "record" if work.on else "record-off",
                tip=tr("Keys of the scheme begin and end codes; letters are no shortcuts then"),
                enabled_when=lambda: keeping.is_open,
                checked_when=lambda: work.on,
            ),
            Command(
                "end-codes",
                tr("&End open codes"),
                work.end_all,
                keys="Shift+F4",
                tip=tr("End here all codes that are open"),
                enabled_when=lambda: bool(keeping.coding.running),
            ),
            None,
            Command(
                "previous-code",
                tr("&Previous code"),
                lambda: work.step(-1),
                keys="Alt+Up",
                tip=tr("Go to the code that starts before this moment"),
                enabled_when=has_codes,
            ),
            Command(
                "next-code",
                tr("&Next code"),
                lambda: work.step(1),
                keys="Alt+Down",
                tip=tr("Go to the code that starts after this moment"),
                enabled_when=has_codes,
            ),
            Command(
                "edit-code",
                tr("Change &code…"),
                dialogs.edit_chosen,
                icon="rename",
                tip=tr("Change label, times or comment of the chosen code"),
                enabled_when=has_chosen,
            ),
            Command(
                "remove-code",
                tr("&Remove code"),
                work.remove_chosen,
                icon="remove",
                tip=tr("Remove the chosen code (Delete in its lane)"),
                enabled_when=has_chosen,
            ),
            None,
            Command(
                "event-list",
                tr("Event &list"),
                codes.events.turn,
                keys="Ctrl+L",
                icon="list",
                tip=tr("All codes and markers in a table, in place of the persons"),
                enabled_when=lambda: codes.is_open,
                checked_when=lambda: codes.events.shown,
            ),
            Command(
                "coding-scheme",
                tr("Coding &scheme…"),
                dialogs.edit_scheme,
                icon="tune",
                tip=tr("Which codes there are, with their keys, tiers and colours"),
                enabled_when=lambda: keeping.is_open,
            ),
            Command(
                "coder",
                tr("Code&r…"),
                dialogs.ask_coder,
                tip=tr("Who codes at this computer: each coder has a file of codes"),
            ),
            None,
            Command(
                "import-codes",
                tr("&Import codes…"),
                codes.exchange.import_codes,
                icon="file",
                tip=tr("Add codes from a file of ELAN, BORIS, Praat, Datavyu or a table"),
                enabled_when=lambda: keeping.is_open,
            ),
            _menu_of_exports(codes),
        ),
    )


def _menu_of_exports(codes: Codes) -> Menu:
    tr, keeping = codes.tr, codes.keeping
    texts = {
        "elan": (tr("For &ELAN…"), tr("Write a document (.eaf) that links the video")),
        "praat": (tr("For &Praat…"), tr("Write a TextGrid")),
        "csv": (tr("As &table…"), tr("Write a CSV file, a line per code")),
        "boris": (tr("For &BORIS…"), tr("Write tabular events (CSV)")),
    }
    return Menu(
        tr("E&xport codes"),
        tuple(
            Command(
                f"export-codes-{kind.id}",
                texts[kind.id][0],
                partial(codes.exchange.export, kind),
                tip=texts[kind.id][1],
                enabled_when=lambda: bool(keeping.coding.codes),
            )
            for kind in FORMATS
        ),
    )
