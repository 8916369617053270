"""Every setting is an option; an option counts before the file, and that before the default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from typer.testing import CliRunner

from svfap_core.cli.annotate import app
from svfap_core.cli.setting_options import option_of, settings_in_force, with_setting_options
from svfap_core.errors import SvfapError
from svfap_core.run_settings import RunSettings, leaves
from svfap_core.settings_file import write_run_settings
from tests.settings_drawn import run_settings

FIELDS = [name for name, _ in leaves(RunSettings)]
TODAY = (
    "--model --device --hop --faces --video-stream --image-rate --detector --detector-file "
    "--runtime --precision --format --curves --overlay --eaf --export-faces --detect-every "
    "--min-score --min-face --keep --max-gap --min-quality --batch-size --summary --start --end "
    "--baseline --csv-delimiter --csv-decimal --csv-bom --features --protocol "
    "--actions --landmarker --landmarks --anonymise --anonymise-sound --anonymise-except "
    "--anonymise-margin --anonymise-bridge --anonymise-lead --anonymise-min-score"
)

probe = typer.Typer()
seen: list[RunSettings] = []


@probe.command()
@with_setting_options
def collect(config: Path | None = None, **settings: Any) -> None:
    seen.append(settings_in_force(config, settings))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings") / "settings.yaml"


def value_of(settings: RunSettings, field: str) -> Any:
    value: Any = settings
    for part in field.split("."):
        value = getattr(value, part)
    return value


def typed(field: str, value: Any) -> list[str]:
    """The arguments that give a setting its value."""
    option = option_of(field)
    if isinstance(value, bool):
        return [option if value else option.replace("--", "--no-", 1)]
    if field in {"outputs.tables", "outputs.anonymise.visible"}:
        return [option, ",".join(map(str, value))]
    return [option, *map(str, value)] if isinstance(value, tuple) else [f"{option}={value}"]


def merged(below: RunSettings, above: RunSettings, fields: set[str]) -> RunSettings | None:
    """What should be in force; nothing where an option and the file contradict each other."""
    values = below.model_dump()
    for field in fields:
        *groups, last = field.split(".")
        place = values
        for group in groups:
            place = place[group]
        place[last] = value_of(above, field)
    for name in ("detector_file", "landmarker_file"):
        if file := values["analysis"][name]:
            values["analysis"][name] = str(Path(file).absolute())
    try:
        return RunSettings.model_validate(values)
    except ValidationError:
        return None


def test_every_setting_is_an_option() -> None:
    run = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    words = run.stdout.replace("│", " ").split()
    assert sorted(map(option_of, FIELDS)) == sorted(TODAY.split())
    for name, field in leaves(RunSettings):
        assert option_of(name) in words, name
        assert set((field.description or "?").split()) <= set(words), name
        if isinstance(field.default, bool):
            assert option_of(name).replace("--", "--no-", 1) in words


@given(below=run_settings(), above=run_settings(), fields=st.sets(st.sampled_from(FIELDS)))
def test_an_option_counts_before_the_file(
    file: Path, below: RunSettings, above: RunSettings, fields: set[str]
) -> None:
    fields = {field for field in fields if value_of(above, field) is not None}
    expected = merged(below, above, fields)
    write_run_settings(file, below)
    arguments = [text for field in fields for text in typed(field, value_of(above, field))]
    run = CliRunner().invoke(probe, ["--config", str(file), *arguments])
    if expected is None:
        assert isinstance(run.exception, SvfapError)
    else:
        assert run.exit_code == 0, run.output
        assert seen.pop() == expected


def test_what_nobody_gives_has_its_default() -> None:
    assert CliRunner().invoke(probe, []).exit_code == 0
    assert seen.pop() == RunSettings()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--hop", "0"], "--hop: must be greater than 0, got '0'"),
        (["--hop", "fast"], "--hop: .*got 'fast'"),
        (["--faces", "none"], "--faces: must be 'all' or 'largest', or .*integer"),
        (
            ["--format", "csv,xls"],
            "--format: must be 'csv', 'parquet' or 'xlsx', got 'xls'",
        ),
        (["--image-rate", "1001"], "--image-rate: .*less than or equal to 1000"),
        (["--start", "0:90"], "--start: .*got '0:90'"),
        (["--start", "2:00", "--end", "1:00"], "end_s must be greater than start_s"),
        (["--baseline", "9", "3"], "--baseline: the end must be after the start"),
        (["--detector", "yunet"], "detector_file"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(arguments: list[str], words: str) -> None:
    run = CliRunner().invoke(probe, arguments)
    assert isinstance(run.exception, SvfapError)
    with pytest.raises(SvfapError, match=words):
        raise run.exception


def test_times_are_taken_as_clocks_show_them() -> None:
    arguments = ["--start", "1:30", "--end", "1:02:03.5", "--baseline", "0:10", "20"]
    assert CliRunner().invoke(probe, arguments).exit_code == 0
    found = seen.pop().analysis
    assert (found.decoding.start_s, found.decoding.end_s) == (90, 3723.5)
    assert found.baseline == (10, 20)
