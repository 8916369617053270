"""Masked pre-training: the paper's graph, no leak, masks that stay, pictures, a falling loss."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from svfap_core.clips.preprocess import normalise_, to_unit
from svfap_core.models.mae import masked_targets, patchify, unpatchify
from svfap_core.settings import ClipSpec
from tests.unit.trainer.miniature import (
    drawn_face,
    mini_pretrain,
    moving_face,
    plan_of,
    write_clips,
)
from tests.unit.trainer.narrow import PLAIN, narrow_networks, silent
from trainer.data.loader import Batch
from trainer.data.masking import tube_masks
from trainer.fit import fit
from trainer.folder import METRICS_FILE
from trainer.losses import masked_pixel_mse, mean_patch_baseline
from trainer.specs import run_spec
from trainer.tasks.pretrain import SHOWN_CLIPS, PretrainTask, build_autoencoder, shown

SIZE_PX, PATCH, FRAMES = 64, 16, 8
GRID = (FRAMES // 2, SIZE_PX // PATCH, SIZE_PX // PATCH)
RATIO = 0.75


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def wide_spec() -> ClipSpec:
    """More places than the narrow network's own clips have."""
    return run_spec(mini_pretrain(Path("unused"))).model_copy(update={"size_px": SIZE_PX})


def task(world: int = 1, rank: int = 0, **changes: object) -> PretrainTask:
    values: dict[str, object] = {"clip": wide_spec(), "mask_ratio": RATIO, **PLAIN, **changes}
    config = mini_pretrain(Path("unused"), **values)
    torch.manual_seed(0)
    made = PretrainTask(config, plan_of(config), total_steps=10)
    made.log = Mock()
    made.trainer = Mock(global_step=3, current_epoch=0, world_size=world, global_rank=rank)
    return made


def batch(count: int = 4, first: int = 0) -> Batch:
    faces = [
        [cv2.resize(moving_face(clip, clip % 3, t), (SIZE_PX, SIZE_PX)) for t in range(FRAMES)]
        for clip in range(first, first + count)
    ]
    return Batch(
        pictures=torch.from_numpy(np.stack(faces))[..., None],
        labels=torch.full((count,), -1),
        shares=torch.zeros(count, 0),
        votes=torch.zeros(count, 0, dtype=torch.long),
        values=torch.zeros(count, 0),
        further=torch.zeros(count, 0, dtype=torch.long),
        places=torch.arange(first, first + count),
    )


def mask_of(count: int = 4, seed: int = 0) -> Tensor:
    return tube_masks(count, GRID, RATIO, torch.Generator().manual_seed(seed))


def hidden_pixels(mask: Tensor) -> Tensor:
    """`(B, 3, T, S, S)`, true where a pixel lies in a masked patch."""
    patches = mask[..., None, None].expand(-1, -1, 2 * PATCH * PATCH, 3)
    return unpatchify(patches, GRID, PATCH)


def test_every_weight_of_encoder_and_decoder_gets_a_gradient() -> None:
    """In the public code 38 % of the encoder get none: the bottleneck is thrown away."""
    made = task()
    made.training_step(batch(), 0).backward()
    dead = [
        name
        for name, p in made.network.named_parameters()
        if p.grad is None or not p.grad.abs().max() > 0
    ]
    assert dead == []
    names = {name.split(".")[1] for name, _ in made.network.named_parameters() if "enc" in name}
    assert {"blocks", "spatial_downsamples", "temporal_downsamples", "patch_embed"} <= names


def test_masked_pixels_reach_neither_encoder_nor_prediction() -> None:
    """In the public code they do, as the context of the reverse blocks."""
    network = task().network.eval()
    torch.manual_seed(1)
    clips, mask = torch.randn(4, 3, FRAMES, SIZE_PX, SIZE_PX), mask_of()
    other = torch.where(hidden_pixels(mask), torch.randn_like(clips), clips)
    assert (other != clips).float().mean() > RATIO - 0.1
    with torch.no_grad():
        assert torch.equal(network.encoder(other, mask), network.encoder(clips, mask))
        assert torch.equal(network(other, mask), network(clips, mask))
        seen = torch.where(hidden_pixels(mask), clips, torch.randn_like(clips))
        assert not torch.allclose(network.encoder(seen, mask), network.encoder(clips, mask))


# docs/reference.md: Targets
def test_the_target_is_the_pixels_before_normalisation() -> None:
    made = task()
    given, mask = batch(), mask_of()
    clips = made.rendered(given.pictures, training=False)
    pixels = to_unit(clips, made.spec, torch.device("cpu"))
    expected = masked_pixel_mse(
        made.network(normalise_(pixels.clone(), made.spec), mask),
        made._predict(pixels, mask)[1],
    )
    patches = patchify(pixels, PATCH)
    normalised = (patches - patches.mean(dim=2, keepdim=True)) / (
        patches.std(dim=2, keepdim=True) + 1e-6
    )
    assert torch.allclose(made._predict(pixels, mask)[1].flatten(0, 1), normalised[mask].flatten(1))
    found = masked_pixel_mse(*made._predict(pixels, mask))
    assert found.item() == pytest.approx(expected.item())


def captured_masks(made: PretrainTask, monkeypatch: pytest.MonkeyPatch) -> list[Tensor]:
    masks: list[Tensor] = []
    predict = made._predict

    def remembering(pixels: Tensor, mask: Tensor) -> Any:
        masks.append(mask)
        return predict(pixels, mask)

    monkeypatch.setattr(made, "_predict", remembering)
    return masks


def test_masks_of_training_change_from_step_to_step_and_repeat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = task()
    masks = captured_masks(made, monkeypatch)
    for step in (3, 4, 3):
        made.trainer = Mock(global_step=step, current_epoch=0, world_size=1, global_rank=0)
        made.training_step(batch(), 0)
    first, second, again = masks
    assert torch.equal(first, again)
    assert not torch.equal(first, second)
    assert len({tuple(row.tolist()) for row in first}) == 4
    assert (first.sum(dim=1) == RATIO * first.shape[1]).all()


def test_processes_and_parts_share_out_the_masks_of_a_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = task()
    expected = captured_masks(whole, monkeypatch)
    whole.training_step(batch(8), 0)
    found: list[Tensor] = []
    for part in range(2):
        for rank in range(2):
            made = task(2, rank, **{"recipe.accumulate": 2})
            masks = captured_masks(made, monkeypatch)
            made.on_train_batch_start(batch(2), part)
            made.training_step(batch(2), part)
            found += masks
    assert torch.equal(torch.stack(found, dim=1).flatten(0, 1), expected[0])


def test_masks_of_validation_never_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each clip has its own, whatever the epoch, the batch or the process."""
    made = task()
    masks = captured_masks(made, monkeypatch)
    made.validation_step(batch(4), 0)
    made.trainer = Mock(global_step=77, current_epoch=9, world_size=1, global_rank=0)
    torch.manual_seed(9)
    made.validation_step(batch(4), 0)
    made.validation_step(batch(2, first=0), 0)
    made.validation_step(batch(2, first=2), 1)
    first, again, head, tail = masks
    assert torch.equal(first, again)
    assert torch.equal(first, torch.cat((head, tail)))
    assert len({tuple(row.tolist()) for row in first}) > 1


def logged(made: PretrainTask) -> dict[str, float]:
    return {
        call.args[0]: float(call.args[1].compute())
        for call in made.log.call_args_list  # type: ignore[attr-defined]
        if call.args[0].startswith("val/")
    }


def test_the_baseline_of_mean_patches_is_logged_beside_the_error() -> None:
    made = task().eval()
    given = batch()
    with torch.no_grad():
        made.validation_step(given, 0)
    pixels = made._pixels(given, training=False)
    generators = [torch.Generator().manual_seed(20_240_101 + place) for place in range(4)]
    mask = torch.cat([tube_masks(1, GRID, RATIO, chance) for chance in generators])
    with torch.no_grad():
        predicted, target = made._predict(pixels, mask)
    assert logged(made) == pytest.approx(
        {
            "val/mse": masked_pixel_mse(predicted, target).item(),
            "val/baseline": mean_patch_baseline(target).item(),
        }
    )
    assert 0.9 < logged(made)["val/baseline"] < 1.0


def test_figures_weigh_every_clip_alike() -> None:
    whole, parts = task().eval(), task().eval()
    with torch.no_grad():
        whole.validation_step(batch(4), 0)
        parts.validation_step(batch(3), 0)
        parts.validation_step(batch(1, first=3), 1)
    assert logged(parts) == pytest.approx(logged(whole), rel=1e-5)


def test_pictures_show_what_is_there_what_is_seen_and_what_is_guessed() -> None:
    given, mask = batch(), mask_of()
    pixels = task()._pixels(given, training=False)
    picture = shown(pixels, mask, masked_targets(pixels, mask, PATCH), GRID, PATCH)
    assert picture.shape == (3 * SIZE_PX, 4 * SIZE_PX, 3)
    assert picture.dtype == torch.uint8
    top, middle, bottom = picture.split(SIZE_PX)
    first = (pixels[:, :, 0].permute(2, 0, 3, 1).flatten(1, 2) * 255).round()
    assert (top.float() - first).abs().max() <= 1
    assert (bottom.float() - top.float()).abs().max() <= 1
    hidden = hidden_pixels(mask)[:, 0, 0].permute(1, 0, 2).flatten(1)
    assert (middle[hidden] == 128).all()
    assert torch.equal(middle[~hidden], top[~hidden])


def test_a_guess_of_nothing_is_the_mean_of_the_patch() -> None:
    given, mask = batch(1), mask_of(1)
    pixels = task()._pixels(given, training=False)
    nothing = torch.zeros(1, int(mask.sum()), 2 * PATCH * PATCH * 3)
    bottom = shown(pixels, mask, nothing, GRID, PATCH)[-SIZE_PX:]
    place = int(mask[0, : GRID[1] * GRID[2]].nonzero()[0])
    y, x = divmod(place, GRID[2])
    patch = bottom[y * PATCH : (y + 1) * PATCH, x * PATCH : (x + 1) * PATCH]
    assert (patch == patch[0, 0]).all()


def test_few_clips_are_shown() -> None:
    pixels, mask = (
        torch.rand(SHOWN_CLIPS + 2, 3, FRAMES, SIZE_PX, SIZE_PX),
        mask_of(SHOWN_CLIPS + 2),
    )
    nothing = torch.zeros(len(mask), int(mask[0].sum()), 2 * PATCH * PATCH * 3)
    assert shown(pixels, mask, nothing, GRID, PATCH).shape[1] == SHOWN_CLIPS * SIZE_PX


def test_training_clips_are_augmented_and_judged_ones_are_not() -> None:
    made = task(**{"augment.shift": 0.2})
    given = batch()
    judged = made._pixels(given, training=False)
    assert torch.equal(judged, task()._pixels(given, training=True))
    assert not torch.equal(judged, made._pixels(given, training=True))
    assert torch.equal(made._pixels(given, training=True), made._pixels(given, training=True))


def test_the_decoder_is_that_of_the_size_unless_a_run_says_otherwise() -> None:
    def decoder(**changes: object) -> tuple[int, int, int]:
        config = mini_pretrain(Path("unused"), **changes)
        found = build_autoencoder(config, run_spec(config)).decoder
        return found.head.in_features, len(found.blocks), found.blocks[0].attn.num_heads  # type: ignore[union-attr,return-value]

    assert decoder() == (16, 1, 2)
    assert decoder(decoder_dim=24, decoder_depth=2, decoder_heads=3) == (24, 2, 3)


def test_a_ratio_that_hides_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mask ratio of 0\.05 hides 0 of the 16 places"):
        task(mask_ratio=0.05).training_step(batch(), 0)


def test_recomputing_gives_the_same_gradients() -> None:
    found: list[dict[str, Tensor]] = []
    for recompute in (False, True):
        made = task(**{"recipe.recompute": recompute})
        made.training_step(batch(), 0).backward()
        found.append({n: p.grad for n, p in made.network.named_parameters() if p.grad is not None})
    assert found[0].keys() == found[1].keys()
    assert all(torch.allclose(found[0][n], found[1][n], atol=1e-7) for n in found[0])


def figures(run: Path) -> list[dict[str, float]]:
    with (run / METRICS_FILE).open(encoding="utf-8", newline="") as file:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]


def test_the_loss_falls_and_every_epoch_has_a_picture(tmp_path: Path) -> None:
    """Forty steps: faces look alike, which is already more than the mean of each patch."""
    data = write_clips(tmp_path / "data", classes=())
    few = {"recipe.epochs": 10, "recipe.lr": 0.01, "data.windows_per_clip": 2}
    rare = {"recipe.checkpoint_every_steps": 100}
    config = mini_pretrain(data, clip=wide_spec(), mask_ratio=0.5, **PLAIN, **few, **rare)
    run = tmp_path / "run"
    fit(config, run, listener=silent)
    found = figures(run)
    assert len(found) == 10
    assert found[-1]["val/mse"] < 0.9 * found[-1]["val/baseline"]
    assert found[-1]["val/mse"] < 0.9 * found[0]["val/mse"]
    assert {row["val/baseline"] for row in found} == {found[0]["val/baseline"]}
    pictures = sorted((run / "pictures").iterdir())
    assert [path.name for path in pictures] == [f"epoch_{n:04d}.png" for n in range(1, 11)]
    first, last = (cv2.imread(str(path)) for path in (pictures[0], pictures[-1]))
    assert first is not None
    assert last is not None
    assert last.shape == (3 * SIZE_PX, 4 * SIZE_PX, 3)
    assert np.array_equal(first[: 2 * SIZE_PX], last[: 2 * SIZE_PX])
    assert not np.array_equal(first[2 * SIZE_PX :], last[2 * SIZE_PX :])


def test_drawn_faces_are_not_flat() -> None:
    """Else the targets of these tests would be zeros."""
    assert drawn_face(0, 0).std() > 10
