from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import ModelError
from svfap_core.inference import store
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.inference.store import (
    add_model,
    find_model,
    list_models,
    open_model,
    remove_model,
    user_folder,
)
from svfap_core.names import CARD_FILE
from tests.unit.inference.samples import model_card, network


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "bundled_folder", lambda: tmp_path / "bundled")
    monkeypatch.setattr(store, "user_folder", lambda: tmp_path / "user")


def keep(name: str = "sample") -> Path:
    card = model_card(name=name)
    return add_model(network(card), card)


def bundle(name: str) -> Path:
    card = model_card(name=name)
    save_model(store.bundled_folder() / name, network(card), card)
    return store.bundled_folder() / name


def test_nothing_kept_nothing_listed() -> None:
    assert list_models() == []


def test_an_added_model_is_listed_found_and_opened() -> None:
    folder = keep()
    assert folder == store.user_folder() / "sample"
    (listed,) = list_models()
    assert (listed.name, listed.bundled, listed.problem) == ("sample", False, "")
    assert find_model("sample") == folder
    assert open_model("sample").card == listed.card


def test_bundled_models_come_first_and_keep_their_name() -> None:
    bundle("zebra")
    keep("apple")
    assert [m.name for m in list_models()] == ["zebra", "apple"]
    with pytest.raises(ModelError, match="built-in"):
        keep("zebra")


@pytest.mark.parametrize("tail", ["", CARD_FILE, WEIGHTS_FILE])
def test_a_path_finds_a_model_too(tmp_path: Path, tail: str) -> None:
    keep()
    moved = (tmp_path / "user/sample").rename(tmp_path / "Elsewhere of mine")
    assert find_model(moved / tail) == moved
    assert open_model(str(moved)).card.name == "sample"


@pytest.mark.parametrize("name", ["none", "", "..", "/", "../user", "a\0b"])
def test_what_is_no_model_is_an_error_with_a_hint(name: str) -> None:
    keep()
    with pytest.raises(ModelError, match="there is no model") as caught:
        find_model(name)
    assert "installed models" in caught.value.hint


def test_a_name_is_taken_once() -> None:
    keep()
    with pytest.raises(ModelError, match="there is a model at"):
        keep()


def test_a_damaged_card_is_listed_with_its_problem() -> None:
    (keep() / CARD_FILE).write_text("{")
    (listed,) = list_models()
    assert listed.card is None
    assert "not a model card" in listed.problem


def test_removed_means_gone() -> None:
    folder = keep()
    assert remove_model("sample") == folder
    assert not folder.exists()
    assert list_models() == []


def test_a_damaged_model_can_be_removed() -> None:
    (keep() / CARD_FILE).unlink()
    remove_model("sample")
    assert list_models() == []


@pytest.mark.parametrize("name", ["..", ".", "", "/tmp", "../bundled/fixed", "sample/../sample"])
def test_nothing_outside_the_users_models_is_ever_removed(name: str) -> None:
    fixed, own = bundle("fixed"), keep()
    with pytest.raises(ModelError, match="not the name of a model"):
        remove_model(name)
    assert fixed.exists()
    assert own.exists()


def test_a_bundled_model_stays() -> None:
    folder = bundle("fixed")
    with pytest.raises(ModelError, match="cannot be removed"):
        remove_model("fixed")
    assert folder.exists()


def test_a_folder_that_is_no_model_stays() -> None:
    stranger = store.user_folder() / "photos"
    stranger.mkdir(parents=True)
    (stranger / "one.txt").write_text("dear")
    with pytest.raises(ModelError, match="there is no model"):
        remove_model("photos")
    assert (stranger / "one.txt").exists()


def test_removing_a_link_leaves_what_it_points_to(tmp_path: Path) -> None:
    target = keep("sample").rename(tmp_path / "target")
    (store.user_folder() / "linked").symlink_to(target)
    remove_model("linked")
    assert (target / CARD_FILE).exists()
    assert list_models() == []


def test_the_users_folder_follows_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert user_folder() == tmp_path / "xdg/svfap/models"
