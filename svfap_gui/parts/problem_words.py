"""What is wrong with a value of a form, in the user's language. Knows pydantic's kinds of errors.

What a schema itself says about values that contradict each other is a sentence of the core.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import ErrorDetails
from PySide6.QtCore import QCoreApplication

from svfap_gui.parts.i18n import spoken


def problem_words(problem: ErrorDetails) -> str:
    """One sentence about one error."""
    name, text = _known().get(problem["type"], ("", ""))
    if not text:
        refused = problem.get("ctx", {}).get("error")
        said = refused.args[0] if isinstance(refused, ValueError) else problem["msg"]
        return spoken(said)
    value = problem.get("ctx", {}).get(name, "")
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("%1", shown)


def _known() -> Mapping[str, tuple[str, str]]:
    """Of each kind of error, which fact of it is shown, and how."""
    translate = QCoreApplication.translate
    whole = translate("Problem", "Must be a whole number.")
    number = translate("Problem", "Must be a number.")
    needed = translate("Problem", "Is needed.")
    return {
        "greater_than": ("gt", translate("Problem", "Must be more than %1.")),
        "greater_than_equal": ("ge", translate("Problem", "Must be %1 or more.")),
        "less_than": ("lt", translate("Problem", "Must be less than %1.")),
        "less_than_equal": ("le", translate("Problem", "Must be %1 or less.")),
        "literal_error": ("expected", translate("Problem", "Must be one of: %1.")),
        "too_short": ("", translate("Problem", "At least one is needed.")),
        "missing": ("", needed),
        "string_too_short": ("", needed),
        "string_type": ("", translate("Problem", "Must be a text.")),
        "path_type": ("", translate("Problem", "Must be a folder.")),
        "int_type": ("", whole),
        "int_parsing": ("", whole),
        "int_from_float": ("", whole),
        "float_type": ("", number),
        "float_parsing": ("", number),
    }
