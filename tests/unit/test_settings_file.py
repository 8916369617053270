"""Settings of a run as a file: all of them, exactly, and nothing that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given

from svfap_core.errors import SvfapError
from svfap_core.run_settings import RunSettings, leaves
from svfap_core.settings import AnalysisSettings, DecodingSettings
from svfap_core.settings_file import read_run_settings, settings_text, write_run_settings
from tests.settings_drawn import run_settings


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings") / "settings.yaml"


@given(settings=run_settings())
def test_a_file_holds_settings_exactly(file: Path, settings: RunSettings) -> None:
    write_run_settings(file, settings)
    text = file.read_text("utf-8")
    again = read_run_settings(file)
    assert again == settings
    assert settings_text(again) == text


def test_every_setting_is_written_and_described() -> None:
    text = settings_text(RunSettings())
    values = yaml.safe_load(text)
    comments = " ".join(line.strip().removeprefix("#").strip() for line in text.splitlines())
    for name, field in leaves(RunSettings):
        place = values
        for part in name.split("."):
            assert part in place, name
            place = place[part]
        assert field.description, name
        assert field.description in comments, name


def test_what_a_file_leaves_out_has_its_default(file: Path) -> None:
    file.write_text("")
    assert read_run_settings(file) == RunSettings()
    file.write_text("device: cpu\nanalysis:\n  windows:\n    hop_s: 0.25\n")
    found = read_run_settings(file)
    assert (found.device, found.analysis.windows.hop_s) == ("cpu", 0.25)
    assert found.outputs == RunSettings().outputs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hop_s: 1", r"hop_s: there is no such setting \(did you mean analysis.windows.hop_s\?\)"),
        ("analysis: {windows: {hop: 1}}", r"did you mean analysis.windows.hop_s\?"),
        ("zzz: 1", "zzz: there is no such setting.*newer version"),
        ("analysis: {windows: {hop_s: yes}}", "analysis.windows.hop_s: must be a valid n"),
        ("analysis: {windows: {hop_s: .inf}}", "analysis.windows.hop_s: .*finite"),
        ("analysis: {tracker: {faces: 0}}", "analysis.tracker.faces: .*'all' or 'largest'"),
        ("analysis: {detector: yunet}", "analysis: the yunet detector needs its model file"),
        ("analysis: {decoding: {start_s: 2:00, end_s: 1:30}}", "end_s must be greater"),
        ("analysis: {baseline: [9, 9]}", "the end must be after the start"),
        ("analysis: 3", "analysis: must be an object"),
        ("device: cpu\ndevice: cuda", "device stands there twice"),
        ("device: [", "not a YAML file"),
        ("\xff\x00", "not a YAML file"),
        ("- device", "does not hold settings"),
    ],
)
def test_what_is_no_setting_is_named(file: Path, text: str, words: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SvfapError, match=words) as error:
        read_run_settings(file)
    assert str(file) in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SvfapError, match=r"missing.yaml: No such file"):
        read_run_settings(tmp_path / "missing.yaml")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("90", 90), ("1:30", 90), ("01:30.5", 90.5), ("0:05", 5), ("90:00", 5400), ("1:00:05", 3605)],
)
def test_a_time_may_be_written_as_clocks_show_it(file: Path, written: str, seconds: float) -> None:
    assert DecodingSettings.model_validate({"start_s": written}).start_s == seconds
    assert AnalysisSettings.model_validate({"baseline": ("0", written)}).baseline == (0, seconds)
    file.write_text(f"analysis: {{decoding: {{start_s: {written}}}, baseline: 0:02 {written}}}")
    assert read_run_settings(file).analysis.decoding.start_s == seconds
    assert read_run_settings(file).analysis.baseline == (2, seconds)


@pytest.mark.parametrize("written", ["1:60", "1:60:00", "-1", "1:", "soon"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="start_s"):
        DecodingSettings.model_validate({"start_s": written})


def test_the_documentation_shows_the_file_that_is_written() -> None:
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    assert f"```yaml\n{settings_text(RunSettings())}```" in text
