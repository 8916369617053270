from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from pympi.Elan import Eaf

from svfap_core.errors import OutputError, SvfapError
from svfap_core.exports.selection import (
    ExportChoice,
    export_selection,
)
from svfap_core.results.baseline import MIN_ROWS
from svfap_core.results.dialect import CsvDialect
from svfap_core.results.edited_table import table_rows, table_schema
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.schema import SCHEMA_VERSION
from svfap_core.results.statistics import statistics
from svfap_core.results.table import read_rows, read_table
from svfap_core.results.trust import is_trusted
from svfap_core.sources.video_file import VideoFile
from tests.scenes import face, people, result, schema, talk
from tests.shared_data import shared

SEMICOLONS = CsvDialect(";", ",")
ALL = ExportChoice(
    parquet=True, eaf=True, png=True, svg=True, overlay=True, markers=True, statistics=True
)
NAMES = [
    "talk.csv", "talk.parquet", "talk.markers.csv", "talk.statistics.csv", "talk.eaf",
    "talk.curves.png", "talk.curves.svg", "talk.overlay.mp4",
]  # fmt: skip
EDITS = (
    Edits()
    .merge(2, 1)
    .rename(1, "Anna, B")
    .hide(0)
    .exclude(TimeRange(6, 8))
    .add_marker(Marker(t_s=5.5, text="bell"))
    .add_marker(Marker(t_s=15, text="end"))
    .set_baseline(1, TimeRange(0, 6))
)


def edited() -> Population:
    return people(talk(persons=4), EDITS)


def of_clip(name: str, edits: Edits) -> tuple[Path, Population]:
    """A real clip with one face in each picture and a row every half second."""
    video = shared("data/clips") / name
    recording = Recording(schema(name))
    with VideoFile(video) as source:
        for frame in source.frames():
            box = result(4.0, 1).box
            assert box is not None
            recording.add_frame(frame, [face(1, box), face(2, box)])
    recording.add_results([result(t / 2, n) for t in range(1, 17) for n in (1, 2)])
    return video, people(recording, edits)


def test_tables_carry_persons_flags_and_z_scores(tmp_path: Path) -> None:
    population = edited()
    what = ExportChoice(parquet=True)
    made = export_selection(population, tmp_path / "talk", what)
    assert [path.name for path in made] == ["talk.csv", "talk.parquet"]
    assert read_table(made[0]).equals(read_table(made[1]))
    rows = read_rows(made[0])
    names = list(rows[0])
    assert names[names.index("person_id") + 1] == "person_name"
    assert {row["schema_version"] for row in rows} == {SCHEMA_VERSION}
    assert {(row["person_id"], row["person_name"]) for row in rows} == {(1, "Anna, B"), (3, None)}
    assert {row["track_id"] for row in rows} == {1, 2, 3}
    # Sorted by time, and every row of the persons shown is there.
    assert len(rows) == sum(len(population.rows(n)) for n in (1, 3))
    assert [row["timestamp_s"] for row in rows] == sorted(row["timestamp_s"] for row in rows)
    out = [row for row in rows if row["excluded"]]
    middles = [(float(r["window_start_s"]) + float(r["window_end_s"])) / 2 for r in out]  # type: ignore[arg-type]
    assert out
    assert all(6 <= t < 8 for t in middles)
    assert {row["excluded"] for row in rows} == {0, 1}


@pytest.mark.parametrize("chosen", [None, TimeRange(2.0, 9.0)])
def test_statistics_are_those_of_each_person_in_the_range(
    tmp_path: Path, chosen: TimeRange | None
) -> None:
    population = edited()
    what = ExportChoice(csv=False, statistics=True)
    [path] = export_selection(population, tmp_path / "talk", what, chosen, dialect=SEMICOLONS)
    lines = path.read_text().splitlines()
    assert lines[0].split(";")[10:] == [
        "score", "share", "mean", "sd", "min", "max", "z_mean", "z_sd",
    ]  # fmt: skip
    rows = {(row[1], row[10]): row for row in (line.split(";") for line in lines[1:])}
    schema = population.recording.schema
    assert len(rows) == 2 * (len(schema.emotion_names) + len(schema.dimension_names))
    assert {(row[1], row[2]) for row in rows.values()} == {("1", "Anna, B"), ("3", "")}
    span = chosen or TimeRange(0.0, population.recording.end_s)
    assert {(row[5], row[6]) for row in rows.values()} == {
        (f"{span.start_s:.6f}".replace(".", ","), f"{span.end_s:.6f}".replace(".", ","))
    }

    def number(text: str) -> float | None:
        return float(text.replace(",", ".")) if text else None

    for person in (1, 3):
        found = statistics(population, person, chosen)
        for name in ("happy", "sad"):
            row = rows[str(person), f"emo_{name}"]
            assert number(row[8]) == pytest.approx(found.seconds)
            assert row[9] == str(found.rows)
            score, z = found.scores[name], found.z_scores.get(name)
            expected = [found.time_shares.get(name, 0.0), score.mean, score.sd]
            expected += [score.minimum, score.maximum]
            expected += [None, None] if z is None else [z.mean, z.sd]
            assert [number(text) for text in row[11:]] == pytest.approx(expected, abs=1e-5)
        assert rows[str(person), "valence"][11] == "", "a dimension has no share of time"
    assert rows["1", "emo_happy"][16], "person 1 has a baseline"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CON", "Call it CON_, for example"),
        ("lpt1.talk", "Call it lpt1_.talk, for example"),
        ("talk.", "Call it talk, for example"),
        ("talk ", "Call it talk, for example"),
        ("who?", "Call it who_, for example"),
        ("4:30 *", "Call it 4_30 _, for example"),
        ("..", "with more than dots"),
        ("a" * 250, "Choose a shorter name"),
    ],
)
def test_a_name_that_some_system_does_not_take_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(OutputError) as refused:
        export_selection(people(talk()), tmp_path / "new" / name, ExportChoice(eaf=True))
    assert said in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_to_be_made_has_a_name_for_every_system_too(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nul is not a name"):
        export_selection(people(talk()), tmp_path / "nul" / "new" / "talk", ExportChoice())
    there = tmp_path / "4:30"
    there.mkdir()
    assert export_selection(people(talk()), there / "talk", ExportChoice())


def test_the_baseline_of_the_analysis_is_that_of_every_person() -> None:
    recording = talk(persons=4, hop_s=0.25)
    recording.baseline = TimeRange(0.5, 5)
    population = people(recording)
    names = table_schema(population).names
    assert {"z_emo_happy", "z_valence", "person_name", "excluded"} <= set(names)
    rows = list(table_rows(population))
    assert [row["track_id"] for row in rows] == [row["track_id"] for row in recording.rows()]
    assert all(tuple(row) == names for row in rows)
    for person in population.persons:
        measured = population.rows(person)
        inside = [r for r in measured if is_trusted(r) and 0.5 <= r.describes_s < 5]
        zs = [row["z_emo_happy"] for row in rows if row["track_id"] == person]
        if len(inside) < MIN_ROWS:
            assert set(zs) == {None}
            continue
        scores = np.array([row.emotions.get("happy", np.nan) for row in measured])
        against = np.array([row.emotions["happy"] for row in inside])
        expected = (scores - against.mean()) / against.std(ddof=1)
        assert np.allclose(np.array(zs, float), expected, atol=1e-5, equal_nan=True)
    few = [p for p in population.persons if population.baseline(p).too_few_rows]  # type: ignore[union-attr]
    assert 0 < len(few) < len(population.persons), "some have too few rows, others do not"


def test_a_user_may_choose_another_baseline_than_the_analysis() -> None:
    recording = talk()
    recording.baseline = TimeRange(0, 5)
    population = people(recording, Edits().set_baseline(1, TimeRange(6, 12)))
    found = {person: population.baseline(person) for person in population.persons}
    assert [found[n].range for n in (0, 1)] == [(0, 5), (6, 12)]  # type: ignore[union-attr]


def test_without_edits_and_baseline_a_table_is_as_measured() -> None:
    population = people(talk(), Edits(analysis="of this"))
    assert table_schema(population) == population.recording.schema
    assert list(table_rows(population)) == population.recording.rows()


def test_z_columns_stand_only_where_a_baseline_is(tmp_path: Path) -> None:
    population = edited()
    export_selection(population, tmp_path / "talk", ExportChoice())
    rows = read_rows(tmp_path / "talk.csv")
    zs = [row["z_emo_happy"] for row in rows if row["person_id"] == 1 and row["status"] == "ok"]
    expected = [z["happy"] for z in population.z_scores(1) if z]
    assert zs == pytest.approx(expected, abs=1e-5)
    assert {row["z_valence"] for row in rows if row["person_id"] == 3} == {None}
    few = EDITS.set_baseline(1, TimeRange(0, 0.1))
    export_selection(people(talk(), few), tmp_path / "few", ExportChoice())
    assert "z_valence" not in read_rows(tmp_path / "few.csv")[0]


def test_a_range_holds_rows_markers_and_annotations_of_its_time(tmp_path: Path) -> None:
    population, span = edited(), TimeRange(9.0, 5.0)
    export_selection(population, tmp_path / "talk", ExportChoice(eaf=True, markers=True), span)
    rows = read_rows(tmp_path / "talk.csv")
    expected = [r for n in (1, 3) for r in population.rows(n) if 5 <= r.describes_s < 9]
    assert len(rows) == len(expected) > 0
    assert (tmp_path / "talk.markers.csv").read_text() == "timestamp_s,text\n5.500000,bell\n"
    document = Eaf(str(tmp_path / "talk.eaf"))
    assert set(document.get_tier_names()) == {"Anna, B", "person 3", "markers", "excluded"}
    assert document.get_annotation_data_for_tier("excluded") == [(6000, 8000, "")]
    assert document.get_annotation_data_for_tier("markers") == [(5500, 6000, "bell")]
    times = [t for a in document.get_annotation_data_for_tier("Anna, B") for t in a[:2]]
    assert (min(times), max(times)) == (5000, 9000)


def test_all_files_of_a_range_of_a_real_clip(tmp_path: Path) -> None:
    video, population = of_clip("two_men_small.mp4", EDITS.show(0))
    shares: list[float] = []
    made = export_selection(
        population, tmp_path / "new" / "talk", ALL, TimeRange(2.03, 6.1), video,
        progress=shares.append,
    )  # fmt: skip
    assert [path.name for path in made] == NAMES
    assert sorted(path.name for path in made[0].parent.iterdir()) == sorted(NAMES)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with Image.open(made[5]) as picture:
        picture.load()
    assert b"<svg" in made[6].read_bytes()[:2000]
    with VideoFile(video) as source:
        expected = [f.t_s for f in source.frames() if 2.03 <= f.t_s < 6.1]
    with VideoFile(made[7]) as overlay:
        times = [frame.pts_s for frame in overlay.frames()]
    assert times == pytest.approx([t - expected[0] for t in expected], abs=1e-4)


def test_sound_is_cut_to_the_range(tmp_path: Path) -> None:
    video, population = of_clip("two_men_small.mp4", Edits())
    export_selection(
        population, tmp_path / "t", ExportChoice(csv=False, overlay=True), TimeRange(2, 6), video
    )

    def sound(path: Path) -> list[tuple[float, bytes]]:
        with av.open(str(path)) as container:
            packets = [p for p in container.demux(audio=0) if p.pts is not None]
            return [(float(p.pts * p.time_base), bytes(p)) for p in packets if p.pts is not None]

    copied, original = sound(tmp_path / "t.overlay.mp4"), sound(video)
    assert [data for _, data in copied] == [data for t, data in original if 2 <= t < 6]
    assert [t + 2 for t, _ in copied] == pytest.approx(
        [t for t, _ in original if 2 <= t < 6], abs=0.001
    )


def test_names_are_painted_and_hidden_persons_are_not(tmp_path: Path) -> None:
    pictures: list[np.ndarray] = []
    for number, edits in enumerate((Edits(), Edits().rename(1, "Anna"), Edits().hide(1).hide(2))):
        video, population = of_clip("single_face.mp4", edits)
        what, span = ExportChoice(csv=False, overlay=True), TimeRange(1, 1.05)
        [path] = export_selection(population, tmp_path / str(number), what, span, video)
        with VideoFile(path) as overlay:
            pictures.append(next(overlay.frames()).rgb.astype(int))
    with VideoFile(video) as source:
        plain = next(f.rgb.astype(int) for f in source.frames() if f.t_s >= 1)
    assert np.abs(pictures[2] - plain).mean() < 3
    assert np.abs(pictures[0] - plain).max() > 100
    assert np.abs(pictures[1] - pictures[0]).max() > 100


def test_a_range_to_the_end_holds_the_last_picture(tmp_path: Path) -> None:
    video, population = of_clip("single_face.mp4", Edits())
    span = TimeRange(2, population.recording.end_s)
    what = ExportChoice(csv=False, overlay=True)
    [path] = export_selection(population, tmp_path / "t", what, span, video)
    with VideoFile(video) as source, VideoFile(path) as overlay:
        late = [f for f in source.frames() if f.t_s >= 2]
        assert len(list(overlay.frames())) == len(late)


@pytest.mark.parametrize("after", [0, 2, 12])
def test_once_stopped_whole_files_stay_and_no_other(tmp_path: Path, after: int) -> None:
    video, population = of_clip("single_face.mp4", Edits())
    asked = itertools.count()
    what = ExportChoice(eaf=True, markers=True, overlay=True)
    made = export_selection(
        population, tmp_path / "talk", what, None, video, should_stop=lambda: next(asked) >= after
    )
    assert len(made) == min(after, 3)
    assert sorted(made) == sorted(tmp_path.iterdir())


def test_an_analysis_is_never_overwritten_but_an_earlier_export_is(tmp_path: Path) -> None:
    for name in ("talk.mp4.csv", "talk.mp4.json"):
        (tmp_path / name).write_text("precious")
    with pytest.raises(OutputError, match="would be lost"):
        export_selection(edited(), tmp_path / "talk.mp4", ExportChoice())
    assert (tmp_path / "talk.mp4.csv").read_text() == "precious"
    for _ in range(2):
        export_selection(edited(), tmp_path / "talk", ExportChoice())


@pytest.mark.parametrize(
    ("what", "span", "said"),
    [
        (ExportChoice(overlay=True), None, "needs the video"),
        (ExportChoice(), TimeRange(3, 3), "range is empty"),
    ],
)
def test_what_cannot_be_is_said_before_any_file(
    tmp_path: Path, what: ExportChoice, span: TimeRange | None, said: str
) -> None:
    with pytest.raises(SvfapError, match=said) as caught:
        export_selection(edited(), tmp_path / "talk", what, span)
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_range_between_two_pictures_has_no_video(tmp_path: Path) -> None:
    video, population = of_clip("single_face.mp4", Edits())
    what = ExportChoice(csv=False, overlay=True)
    with pytest.raises(OutputError, match="no frame"):
        export_selection(population, tmp_path / "t", what, TimeRange(1.001, 1.002), video)
    assert list(tmp_path.iterdir()) == []
