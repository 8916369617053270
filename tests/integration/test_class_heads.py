"""Models whose class heads say more than emotions, from the card to files and back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import svfap_core as svfap
from svfap_core.models import Head, HeadKind
from svfap_core.settings import OutputSettings
from tests.faults.material import head_film
from tests.models import LABELS, write_untrained_model

RATED = Head(kind=HeadKind.CLASSES, names=LABELS, votes=True)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return head_film(tmp_path_factory.mktemp("films") / "talk.mp4")


def analysed(film: Path, folder: Path, *heads: Head) -> svfap.Result:
    model = write_untrained_model(folder / "model", heads)
    return svfap.analyze(film, model=str(model), hop_s=0.5)


def saved(result: svfap.Result, folder: Path, name: str) -> svfap.Result:
    """As it is read back from files of a format."""
    result.save(folder / name, OutputSettings.model_validate({"tables": [name]}))
    return svfap.read(folder / name / f"talk.mp4.{name}")


def test_a_model_that_learned_from_raters_tells_where_they_differ(
    film: Path, tmp_path: Path
) -> None:
    result = analysed(film, tmp_path, RATED)
    table = result.to_pandas()
    scored = table[table["emo_top"].notna()]
    assert len(scored)
    assert scored["emo_ambiguity"].between(0, 1).all()
    assert table["emo_ambiguity"].notna().equals(table["emo_top"].notna())
    for name in ("csv", "parquet"):
        again = saved(result, tmp_path, name)
        pd.testing.assert_frame_equal(again.to_pandas(), table)
        assert "ambiguity" not in again.recording.schema.emotion_names
        (tmp_path / name / "talk.mp4.json").unlink()  # Known by the table alone, too.
        bare = svfap.read(tmp_path / name / f"talk.mp4.{name}").to_pandas()
        assert bare["emo_ambiguity"].equals(table["emo_ambiguity"])


def test_class_heads_that_tell_no_emotion_give_columns_of_their_own(
    film: Path, tmp_path: Path
) -> None:
    levels = ("low", "middle", "high")
    heads = [Head(kind=HeadKind.CLASSES, name=n, names=levels) for n in ("arousal", "valence")]
    result = analysed(film, tmp_path, *heads)
    table = result.to_pandas()
    scored = table[table["arousal_top"].notna()]
    assert len(scored)
    for head in ("arousal", "valence"):
        columns = [f"{head}_{level}" for level in levels]
        assert scored[columns].sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-4)
        strongest = scored[columns].idxmax(axis=1).str.removeprefix(f"{head}_")
        assert strongest.equals(scored[f"{head}_top"].astype(strongest.dtype))
    assert table["emo_top"].isna().all()
    for name in ("csv", "parquet"):
        again = saved(result, tmp_path, name)
        pd.testing.assert_frame_equal(again.to_pandas(), table)
        means, expected = again.summary().to_pandas(), result.summary().to_pandas()
        pd.testing.assert_frame_equal(means, expected, atol=2e-5)  # Of rounded scores.
        (tmp_path / name / "talk.mp4.json").unlink()
        bare = svfap.read(tmp_path / name / f"talk.mp4.{name}")
        assert bare.recording.schema.classes == {
            "arousal": [*levels],
            "valence": [*levels],
        }
