"""Configs that build on one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.recipes import merged, preset_names, preset_summary, put, put_text, read_values


def test_a_file_goes_on_top_of_its_base_field_by_field(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("base: middle.yaml\nrecipe:\n  lr: 0.5\nmixup: 0\n")
    (tmp_path / "middle.yaml").write_text("base: paper-finetune\nrecipe:\n  epochs: 3\n")
    found, paper = read_values(str(tmp_path / "own.yaml")), read_values("paper-finetune")
    assert found["recipe"] == {**paper["recipe"], "lr": 0.5, "epochs": 3}
    assert found["mixup"] == 0
    assert "base" not in found


def test_every_data_set_of_the_paper_has_a_preset() -> None:
    wanted = {"dfew", "ferv39k", "mafw", "crema-d", "ravdess", "enterface05"}
    wanted |= {"werewolf-xl", "avcaffe", "first-impressions"}
    assert wanted <= set(preset_names())
    assert read_values("ferv39k")["data"]["stride"] == 1
    assert read_values("dfew")["data"]["stride"] == 4


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_says_what_it_is_for(name: str) -> None:
    summary = preset_summary(name)
    assert summary[0].isupper() or summary.startswith(("svfap", "eNTERFACE"))
    assert summary.endswith(".")
    assert "#" not in summary
    assert "kind:" not in summary


def test_bases_that_go_round_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("base: b.yaml\n")
    (tmp_path / "b.yaml").write_text("base: a.yaml\n")
    with pytest.raises(ValueError, match="name each other"):
        read_values(str(tmp_path / "a.yaml"))


@pytest.mark.parametrize("text", ["- a list\n", "a: [\n", ""])
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"a\.yaml"):
        read_values(str(tmp_path / "a.yaml"))


def test_values_are_set_by_dotted_names() -> None:
    values = {"recipe": {"lr": 0.1}}
    put(values, "data.fold", 2)
    put_text(values, "recipe.betas=[0.9, 0.99]")
    assert values == {"recipe": {"lr": 0.1, "betas": [0.9, 0.99]}, "data": {"fold": 2}}
    for wrong in ("recipe.lr.x=1", "recipe", "recipe.lr=["):
        with pytest.raises(ValueError, match="recipe"):
            put_text(values, wrong)


def test_merging_changes_neither_side() -> None:
    below, above = {"a": {"b": 1}}, {"a": {"c": 2}}
    assert merged(below, above) == {"a": {"b": 1, "c": 2}}
    assert (below, above) == ({"a": {"b": 1}}, {"a": {"c": 2}})


def test_a_path_with_a_hash_is_not_cut() -> None:
    values: dict[str, object] = {}
    put_text(values, "init=/runs/try #2")
    put_text(values, "name='quoted #2' # said why")
    put_text(values, "epochs=3 # few")
    assert values == {"init": "/runs/try #2", "name": "quoted #2", "epochs": 3}
