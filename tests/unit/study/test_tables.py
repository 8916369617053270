"""Every figure of the participants and epochs tables equals what pandas makes of the windows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svfap_core.errors import SvfapError
from svfap_core.study.study import Study, read_study
from svfap_core.study.tables import tables_of, write_tables
from tests.unit.study.simulated import recording, simulated, study_of, write_result

PRECISION = 6e-6
"""Scores have five decimals in the tables, times six."""

LAST = "P3"
"""Hardly seen."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    made = simulated(tmp_path_factory.mktemp("simulated"))
    write_tables(made, tables_of(made))
    return made


@pytest.fixture(scope="module", params=["parquet", "csv"])
def table(study: Study, request: pytest.FixtureRequest) -> Callable[[str], pd.DataFrame]:
    """Reads a table of the study by its name."""
    read = pd.read_parquet if request.param == "parquet" else pd.read_csv
    return lambda name: read(study.tables / f"{name}.{request.param}")


Table = Callable[[str], pd.DataFrame]


def scores_of(windows: pd.DataFrame) -> list[str]:
    emotions = [c for c in windows.columns if c.startswith("emo_") and c != "emo_top"]
    return [*emotions, "valence", "arousal", "dominance"]


def counted(windows: pd.DataFrame) -> pd.DataFrame:
    """Time that counts."""
    return windows[windows.left_out.isna() & (windows.end_s > windows.start_s)]


def bouts(of: pd.DataFrame, emotion: str) -> pd.DataFrame:
    """Stretches of one emotion in one video: start, end."""
    of = of.sort_values("start_s")
    is_on = of.emo_top == emotion
    starts = ~(is_on.shift(fill_value=False) & (of.start_s == of.end_s.shift()))
    on = of[is_on].assign(bout=starts[is_on].cumsum())
    return on.groupby("bout").agg(start_s=("start_s", "min"), end_s=("end_s", "max"))


def test_participants_are_what_pandas_makes_of_the_windows(table: Table) -> None:
    windows, found = table("windows"), table("participants")
    time = counted(windows).assign(length=lambda t: t.end_s - t.start_s)
    means = windows[windows.in_means == 1]
    keys = ["participant", "condition"]
    assert len(found) == len(means[keys].drop_duplicates()) == 6
    for _, row in found.iterrows():

        def mine(frame: pd.DataFrame, row: pd.Series = row) -> pd.DataFrame:
            return frame[(frame[keys] == row[keys]).all(axis=1)]

        rows, parts = mine(means), mine(time)
        assert row.windows == len(rows) > 10
        assert row.files == rows.file.nunique()
        assert row.trusted_s == pytest.approx(parts.length.sum(), abs=1e-5)
        assert row.trusted_share == pytest.approx(row.trusted_s / row.measured_s, abs=PRECISION)
        for score in scores_of(windows):
            assert row[f"mean_{score}"] == pytest.approx(rows[score].mean(), abs=PRECISION)
            assert row[f"peak_{score}"] == rows[score].max()
            area = (parts[score] * parts.length).sum()
            assert row[f"area_{score}"] == pytest.approx(area, abs=PRECISION)
        for emotion in windows.emo_top.dropna().unique():
            per_file = {file: bouts(of, emotion) for file, of in parts.groupby("file")}
            all_bouts = pd.concat(per_file.values())
            durations = all_bouts.end_s - all_bouts.start_s
            assert row[f"bouts_emo_{emotion}"] == len(all_bouts)
            share = durations.sum() / parts.length.sum()
            assert row[f"share_emo_{emotion}"] == pytest.approx(share, abs=PRECISION)
            rate = 60 * len(all_bouts) / parts.length.sum()
            assert row[f"rate_emo_{emotion}"] == pytest.approx(rate, abs=2e-5)
            expected = durations.mean() if len(all_bouts) else np.nan
            assert row[f"bout_s_emo_{emotion}"] == pytest.approx(expected, abs=2e-6, nan_ok=True)
            latencies = [
                of.start_s.min() - max(0, offset_s(windows, file))
                for file, of in per_file.items()
                if len(of)
            ]
            expected = np.mean(latencies) if latencies else np.nan
            latency_s = row[f"latency_s_emo_{emotion}"]
            assert latency_s == pytest.approx(expected, abs=2e-6, nan_ok=True)


def offset_s(windows: pd.DataFrame, file: str) -> float:
    first = windows[windows.file == file].iloc[0]
    return first.describes_s - first.study_s


def test_the_simulated_study_has_what_makes_this_hard(table: Table) -> None:
    """Else the comparison with pandas shows little."""
    windows = table("windows")
    reasons = set(windows.left_out.dropna())
    assert {"excluded", "gap", "low_quality", "partial", "before_start", "participant"} <= reasons
    cut = windows.groupby(["file", "track_id", "timestamp_s"]).size()
    assert (cut > 1).any(), "no window is cut by an excluded range"
    assert table("participants").files.max() == 2
    assert (windows.groupby(["file", "track_id", "timestamp_s"]).in_means.sum() <= 1).all()


def test_groups_are_means_across_participants(table: Table) -> None:
    participants, groups = table("participants"), table("groups")
    assert set(groups.condition) == {"neutral", "funny"}
    for _, row in groups.iterrows():
        values = participants[participants.condition == row.condition][row.measure]
        assert row.participants == values.count()
        assert row.missing == values.isna().sum()
        for name in ("mean", "min", "max"):
            expected = getattr(values, name)()
            assert row[name] == pytest.approx(expected, abs=PRECISION, nan_ok=True)
        assert row.sd == pytest.approx(values.std(), abs=PRECISION, nan_ok=True)


def test_epochs_are_what_pandas_makes_of_the_windows(study: Study, table: Table) -> None:
    windows, epochs = table("windows"), table("epochs")
    settings = study.settings.epochs
    usable = windows[
        (windows.left_out.isna() | (windows.left_out == "before_start"))
        & (windows.end_s > windows.start_s)
    ].sort_values("start_s")
    scores = scores_of(windows)
    keys = ["file", "participant", "event", "event_number"]
    assert len(epochs.groupby(keys)) >= 6
    assert epochs[scores].isna().any().any(), "no epoch has a point without scores"
    for (file, participant, _, _), epoch in epochs.groupby(keys):
        assert len(epoch) == 41
        assert (epoch.t_s.iloc[0], epoch.t_s.iloc[-1]) == (-1.0, 3.0)
        parts = usable[(usable.file == file) & (usable.participant == participant)]
        times = (epoch.event_s + epoch.t_s).round(6).rename("at")
        found = pd.merge_asof(
            times.to_frame(), parts, left_on="at", right_on="start_s", direction="backward"
        )
        found.loc[found["at"] >= found.end_s, scores] = np.nan
        baseline = found[(epoch.t_s < 0).to_numpy() & (epoch.t_s >= -1).to_numpy()][scores].mean()
        for score in scores:
            expected = found[score].to_numpy()
            np.testing.assert_allclose(epoch[score], expected, atol=PRECISION)
            change = epoch[f"change_{score}"]
            np.testing.assert_allclose(change, expected - baseline[score], atol=2 * PRECISION)
        assert found[scores[0]].notna().mean() >= settings.min_trusted_share


def test_epochs_in_the_table_and_left_out_are_all_there_are(table: Table) -> None:
    epochs, exclusions = table("epochs"), table("exclusions")
    windows = table("windows")
    keys = ["file", "participant", "event", "event_number"]
    kept = set(map(tuple, epochs[keys].drop_duplicates().to_numpy().tolist()))
    out = exclusions[(exclusions.scope == "epoch") & (exclusions.reason != "no_marker")]
    left_out = set(map(tuple, out[keys].to_numpy().tolist()))
    assert kept.isdisjoint(left_out)
    marked = 4  # Files with edits: every other one of nine.
    assert len(kept) + len(left_out) == 3 * windows.file.nunique() + marked
    assert (exclusions.reason == "no_marker").sum() == windows.file.nunique() - marked
    assert {"participant", "baseline_share", "outside_video"} <= set(out.reason)
    before = epochs[epochs.event == "start"]
    assert set(before.condition) == {"neutral"}, "only these videos show the time before 0"


def test_a_participant_that_is_hardly_seen_is_listed_and_left_out(table: Table) -> None:
    exclusions = table("exclusions")
    out = exclusions[exclusions.scope == "participant"]
    assert set(out.participant) == {LAST}
    assert (out.trusted_share < 0.5).all()
    assert LAST not in set(table("participants").participant) | set(table("epochs").participant)
    windows = table("windows")
    assert not windows[(windows.participant == LAST) & windows.left_out.isna()].size
    assert not windows[windows.participant == LAST].in_means.any()


def test_all_time_of_a_video_is_accounted_for(table: Table) -> None:
    windows, exclusions = table("windows"), table("exclusions")
    counted_s = windows[
        (windows.left_out.isna() | (windows.left_out == "participant"))
        & (windows.end_s > windows.start_s)
    ]
    time = exclusions[exclusions.scope == "time"]
    for file, of in windows.groupby("file"):
        mine = counted_s[counted_s.file == file]
        trusted_s = (mine.end_s - mine.start_s).sum()
        left_out_s = time[time.file == file].seconds.sum()
        assert trusted_s + left_out_s == pytest.approx(12.0, abs=1e-4)
        assert of.participant.nunique() == 1


def test_numbers_and_levels_stand_in_every_table(table: Table) -> None:
    for name in ("windows", "participants", "epochs"):
        found = table(name)
        assert {"participant", "condition", "age"} <= set(found.columns)
        assert (found.age == 20 + found.participant.str[1:].astype(int)).all()


def test_the_codebook_explains_every_column(study: Study, table: Table) -> None:
    book = json.loads((study.tables / "codebook.json").read_text())
    for name, about in book["tables"].items():
        columns = {column["name"]: column for column in about["columns"]}
        assert list(columns) == list(table(name).columns)
        assert about["rows"] == len(table(name))
        for column in columns.values():
            assert column["meaning"]
            assert column["unit"] or column["type"] == "text"
    assert book["methods"] == {"m1": [entry.file for entry in study.files]}
    assert book["left_out_participants"] == [LAST]


def test_the_same_input_gives_the_same_bytes(study: Study) -> None:
    before = {path.name: path.read_bytes() for path in study.tables.iterdir()}
    assert len(before) == 11
    for path in study.tables.iterdir():
        path.unlink()
    write_tables(study, tables_of(read_study(study.folder)))
    assert {path.name: path.read_bytes() for path in study.tables.iterdir()} == before


def test_results_of_two_methods_make_no_tables(tmp_path: Path) -> None:
    lines = ["a.mp4,P01,largest,,neutral,30", "b.mp4,P02,largest,,funny,30"]
    path = study_of(tmp_path, lines)
    study = read_study(path)
    with pytest.raises(SvfapError, match=r"files\.csv, line 2: a\.mp4 has no result yet"):
        tables_of(study)
    for number, entry in enumerate(study.files):
        write_result(study.base(entry), recording(entry.file, seed=1, method=f"m{number}"))
    with pytest.raises(SvfapError, match=r"files\.csv, line 3: .* another method"):
        tables_of(study)
    settings = path / "study.yaml"
    text = settings.read_text()
    settings.write_text(text.replace("allow_mixed_methods: false", "allow_mixed_methods: true"))
    assert set(tables_of(read_study(path)).methods) == {"m0", "m1"}


def test_the_csv_files_follow_the_settings_of_the_study(tmp_path: Path) -> None:
    path = study_of(tmp_path, ["a.mp4,P01,largest,,neutral,30"])
    settings = path / "study.yaml"
    text = settings.read_text().replace("csv_delimiter: comma", "csv_delimiter: semicolon")
    settings.write_text(text.replace("csv_decimal: point", "csv_decimal: comma"))
    study = read_study(path)
    write_result(study.base(study.files[0]), recording("a.mp4", seed=1))
    write_tables(study, tables_of(study))
    plain = pd.read_csv(study.tables / "participants.csv", sep=";", decimal=",")
    same = pd.read_parquet(study.tables / "participants.parquet")
    pd.testing.assert_frame_equal(plain, same, check_dtype=False)
