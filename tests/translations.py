"""Translations of the window: `python -m tests.translations` brings them up to date.

Words are found in the sources by lupdate, those of settings in their schemas. All stand in one
context, so that a word is translated once wherever it stands, and `page.tr` of a helper finds it.
What is new is marked as unfinished in `resources/i18n/*.ts` for a translator; what is gone is left
out. The compiled files are made from these. A test holds all of this against the sources.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from pydantic import BaseModel

from svfap_core import errors
from svfap_core.facial_actions import ACTIONS
from svfap_gui.parts.facial_actions import title_of
from svfap_gui.parts.i18n import CONTEXT, LANGUAGES
from svfap_gui.parts.words import PROPER_NAMES
from svfap_gui.work.preferences import Preferences
from trainer.config import FinetuneConfig, PretrainConfig
from trainer.recipes import preset_names, preset_summary
from trainer.steps import DATA_SETS, EvaluateConfig, ExportConfig, PrepareConfig

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "i18n"
SCHEMAS = (
    Preferences,
    PrepareConfig,
    PretrainConfig,
    FinetuneConfig,
    EvaluateConfig,
    ExportConfig,
)
FORMS = {"en": 2, "zh_CN": 1}
"""How many plural forms a language has."""

_SAYING = {error.__name__ for error in (errors.SvfapError, *errors.SvfapError.__subclasses__())}

_SCHEMAS_IN = {
    "svfap_core/settings.py",
    "trainer/augment_config.py",
    "trainer/config.py",
    "trainer/steps.py",
}
"""What validators of these refuse, forms show."""

_BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the window and its translation, in several forms if it counts something."""

    source: str
    comment: str
    numerus: bool
    forms: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.source, self.comment

    @property
    def finished(self) -> bool:
        """Whether all forms are there."""
        return bool(self.forms) and all(self.forms)


def schema_words() -> set[str]:
    """Words of the settings that forms show, of recipes, and of facial actions."""
    words = {data_set.help for data_set in DATA_SETS.values()}
    words.update(map(preset_summary, preset_names()))
    for config in SCHEMAS:
        words.update(_words_of(config))
    words.update(map(title_of, ACTIONS), (action.words for action in ACTIONS.values()))
    return words - PROPER_NAMES.keys()


def extracted() -> dict[tuple[str, str], Message]:
    """What the sources say now, without translations."""
    with tempfile.TemporaryDirectory() as name:
        words = Path(name, "schemas.py")
        more = sorted(schema_words() | set(_in_f_strings()) | {t for t, _ in core_sentences()})
        lines = [f'QT_TRANSLATE_NOOP("Schema", {_quoted(word)})' for word in more]
        words.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = Path(name, "found.ts")
        sources = sorted(str(path) for path in (ROOT / "svfap_gui").rglob("*.py"))
        alias = ("-tr-function-alias", "translate+=_translate")
        _run("pyside6-lupdate", *alias, *sources, str(words), "-ts", str(found))
        messages = read(found)
    # Of one word in two contexts, the form that counts is the one that needs more.
    merged: dict[tuple[str, str], Message] = {}
    for message in messages:
        known = merged.get(message.key, message)
        merged[message.key] = replace(known, numerus=known.numerus or message.numerus, forms=())
    return merged


def wanted(language: str) -> dict[tuple[str, str], Message]:
    """What a language has to translate: English only what counts something."""
    return {
        key: message for key, message in extracted().items() if message.numerus or language != "en"
    }


def read(path: Path) -> list[Message]:
    """The messages of a .ts file, of all its contexts."""
    messages: list[Message] = []
    for element in ET.parse(path).getroot().iter("message"):
        translation = element.find("translation")
        numerus = element.get("numerus") == "yes"
        forms: tuple[str, ...] = ()
        if translation is not None:
            several = [form.text or "" for form in translation.findall("numerusform")]
            forms = tuple(several) if numerus else (translation.text or "",)
        messages.append(
            Message(
                element.findtext("source") or "", element.findtext("comment") or "", numerus, forms
            )
        )
    return messages


def write(path: Path, language: str, messages: list[Message]) -> None:
    """A .ts file in the order of the alphabet and without places, so that changes are few."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for message in sorted(messages, key=lambda message: message.key):
        element = ET.SubElement(context, "message")
        ET.SubElement(element, "source").text = message.source
        if message.comment:
            ET.SubElement(element, "comment").text = message.comment
        translation = ET.SubElement(element, "translation")
        if not message.finished:
            translation.set("type", "unfinished")
        if message.numerus:
            element.set("numerus", "yes")
            for number in range(FORMS[language]):
                form = ET.SubElement(translation, "numerusform")
                form.text = message.forms[number] if number < len(message.forms) else ""
        elif message.forms:
            translation.text = message.forms[0]
    ET.indent(root, "    ")
    text = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")


def compiled(path: Path) -> bytes:
    """The .qm file of a .ts file."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "out.qm")
        _run("pyside6-lrelease", "-silent", str(path), "-qm", str(out))
        return out.read_bytes()


def update() -> int:
    """Bring all files up to date.

    Returns:
        How many texts still have to be translated.
    """
    FOLDER.mkdir(exist_ok=True)
    missing = 0
    for language in LANGUAGES:
        path = FOLDER / f"svfap_{language}.ts"
        known = {message.key: message for message in read(path)} if path.exists() else {}
        messages = [
            replace(message, forms=known[key].forms)
            if key in known and known[key].numerus is message.numerus
            else message
            for key, message in wanted(language).items()
        ]
        write(path, language, messages)
        path.with_suffix(".qm").write_bytes(compiled(path))
        unfinished = [message for message in messages if not message.finished]
        for message in unfinished:
            print(f"{language}: {message.source!r} {message.comment}".rstrip())
        missing += len(unfinished)
    return missing


def _in_f_strings() -> Iterator[str]:
    """Texts of calls within f-strings, where lupdate does not look."""
    for path in sorted((ROOT / "svfap_gui").rglob("*.py")):
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(part, ast.JoinedStr):
                for call in ast.walk(part):
                    if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "tr":
                        text = call.args[0]
                        if isinstance(text, ast.Constant):
                            yield str(text.value)


def core_sentences() -> Iterator[tuple[str, str]]:
    """What core, trainer and window say by errors and messages: the template and its place."""
    for place, said in _said():
        text = said.value if isinstance(said, ast.Constant) else None
        if isinstance(text, str) and re.search(r"\w", re.sub(r"%\d", "", text)):
            yield text, place


def fixed_sentences() -> list[str]:
    """Places of errors whose sentence is put together so that it cannot be translated."""
    return [place for place, said in _said() if isinstance(said, ast.JoinedStr | ast.BinOp)]


def _said() -> Iterator[tuple[str, ast.expr]]:
    """Templates of messages, and what errors and their hints say where that is written out."""
    for package in ("svfap_core", "trainer", "svfap_gui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name == "messages.py":  # Puts messages together.
                continue
            if path.is_relative_to(ROOT / "trainer" / "workshop"):  # The window never starts it.
                continue
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                if name == "ValueError" and path.relative_to(ROOT).as_posix() in _SCHEMAS_IN:
                    name = "SvfapError"
                hints = [k.value for k in call.keywords if k.arg in {"hint", "if_damaged"}]
                said = call.args[:1] if name in _SAYING or name == "Message" else []
                for part in said + (hints if name in _SAYING or name == "unreadable" else []):
                    for way in (part.body, part.orelse) if isinstance(part, ast.IfExp) else (part,):
                        yield f"{path.relative_to(ROOT)}:{way.lineno}", way


def _words_of(config: type[BaseModel]) -> Iterator[str]:
    for name, field in config.model_fields.items():
        yield name.replace("_", " ")
        if field.description:
            yield field.description
        yield from _choices_of(field.annotation)


def _choices_of(kind: typing.Any) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _words_of(kind)
        return
    if typing.get_origin(kind) is typing.Literal:
        yield from (str(choice) for choice in typing.get_args(kind))
        return
    for part in typing.get_args(kind):
        yield from _choices_of(part)


def _quoted(text: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", text).replace("\n", "\\n")
    return f'"{escaped}"'


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(_BIN / program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program}: {done.stderr}")


if __name__ == "__main__":
    left = update()
    print(f"{left} texts to translate" if left else "All texts are translated.")
    sys.exit(1 if left else 0)
