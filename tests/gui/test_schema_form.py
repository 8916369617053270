"""Forms over the real configs: the trainer's presets and the settings of an analysis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from svfap_core.settings import AnalysisSettings
from svfap_gui.parts.field_controls import control_for
from svfap_gui.parts.schema_form import SchemaForm
from trainer.config import FinetuneConfig, RunConfig
from trainer.recipes import preset_names, read_values


def preset(name: str) -> RunConfig:
    adapter: TypeAdapter[RunConfig] = TypeAdapter(RunConfig)
    return adapter.validate_python(read_values(name))


def form_of(qtbot: QtBot, config: BaseModel, **options: object) -> SchemaForm:
    form = SchemaForm(type(config), **options)  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.set_values(config)
    return form


@pytest.mark.parametrize("name", preset_names())
def test_what_a_preset_says_comes_back_unchanged(qtbot: QtBot, name: str) -> None:
    config = preset(name)
    form = form_of(qtbot, config)
    assert form.check({"kind": config.kind}) == config


def test_a_number_keeps_its_last_digit(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    control = control_for(FieldInfo(annotation=float), "", parent)
    box = control.widget
    assert isinstance(box, QDoubleSpinBox)

    @given(st.floats(-1e6, 1e6))
    def keeps(value: float) -> None:
        control.set_value(value)
        box.interpretText()
        assert control.value() == value
        box.stepBy(1)
        assert control.value() == box.value() > value

    keeps()


def test_every_field_says_what_it_is(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings())
    for name in ("windows.hop_s", "tracker.detect_every_s", "detector"):
        assert name in form.control(name).toolTip()
        assert len(form.control(name).toolTip()) > len(name) + 10
        assert form.control(name).accessibleName()


def test_an_empty_field_says_so_and_its_unit(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings())
    start, file = form.control("decoding.start_s"), form.control("detector_file")
    texts = [found.placeholderText() for control in (start, file)
             for found in [control, *control.findChildren(QLineEdit)]
             if isinstance(found, QLineEdit)]  # fmt: skip
    assert texts == ["not set (s)", "not set"]


def test_units_and_limits_come_from_the_schema(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings())
    hop, size = form.control("windows.hop_s"), form.control("tracker.min_size_px")
    assert isinstance(hop, QDoubleSpinBox)
    assert isinstance(size, QSpinBox)
    assert (hop.suffix(), size.suffix(), size.minimum()) == (" s", " px", 8)
    hop.setValue(0.25)
    checked = form.check()
    assert isinstance(checked, AnalysisSettings)
    assert checked.windows.hop_s == 0.25


def test_a_wrong_value_is_told_beside_its_field(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings())
    hop = form.control("windows.hop_s")
    assert isinstance(hop, QDoubleSpinBox)
    hop.setValue(0.0)
    assert form.check() is None
    assert "more than 0" in form.error_of("windows.hop_s")
    hop.setValue(1.0)
    assert form.check() is not None
    assert form.error_of("windows.hop_s") == ""


def test_what_contradicts_itself_is_told_too(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings())
    detector = form.control("detector")
    assert isinstance(detector, QComboBox)
    detector.setCurrentIndex(detector.findData("yunet"))
    assert form.check() is None
    told = [label.text() for label in form.findChildren(QLabel, "fieldError")]
    assert any("yunet" in text for text in told)


def test_only_what_comes_first_is_in_sight(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings(), first=("windows.hop_s",))
    form.show()
    assert form.control("windows.hop_s").isVisible()
    assert not form.control("tracker.keep_s").isVisible()
    form.rest.button.click()
    assert form.control("tracker.keep_s").isVisible()


def test_an_error_under_more_opens_it(qtbot: QtBot) -> None:
    form = form_of(qtbot, AnalysisSettings(), first=("windows.hop_s",))
    form.show()
    keep = form.control("tracker.keep_s")
    assert isinstance(keep, QDoubleSpinBox)
    keep.setValue(0.0)
    assert form.check() is None
    assert keep.isVisible()


def test_hidden_fields_are_given_by_others(qtbot: QtBot) -> None:
    config = preset("finetune-tiny")
    form = form_of(qtbot, config, hidden=("data.manifests",))
    checked = form.check({"kind": "finetune", "data": {"manifests": ["a"]}})
    assert isinstance(checked, FinetuneConfig)
    assert [str(path) for path in checked.data.manifests] == ["a"]


def test_open_fields_take_yaml(qtbot: QtBot) -> None:
    form = form_of(qtbot, preset("finetune-tiny"))
    heads = form.control("heads")
    assert isinstance(heads, QLineEdit)
    heads.setText("[{kind: values, names: [valence], loss: ccc}]")
    checked = form.check({"kind": "finetune"})
    assert isinstance(checked, FinetuneConfig)
    assert (checked.heads[0].kind, checked.heads[0].loss) == ("values", "ccc")
    heads.setText("[{kind: nonsense}]")
    assert form.check({"kind": "finetune"}) is None
    assert form.error_of("heads")


def test_a_path_is_kept_as_it_is_entered(qtbot: QtBot) -> None:
    """As YAML, ` #` would begin a comment and a number would be none of a text."""
    form = form_of(qtbot, AnalysisSettings())
    file = form.control("detector_file")
    assert isinstance(file, QLineEdit)
    for entered in ("/models/run #2/det.onnx", "C:\\models: new\\det.onnx", "2"):
        file.setText(entered)
        checked = form.check()
        assert isinstance(checked, AnalysisSettings)
        assert checked.detector_file == entered
    file.clear()
    checked = form.check()
    assert isinstance(checked, AnalysisSettings)
    assert checked.detector_file is None
