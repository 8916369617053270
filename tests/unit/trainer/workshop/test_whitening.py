"""Whitened patches: unit variance in every direction that the pictures use."""

from __future__ import annotations

import torch

from svfap_core.models import create_model
from tests.unit.trainer.miniature import drawn_face
from trainer.data.rendering import render
from trainer.specs import default_spec
from trainer.workshop.whitening import whiten_


def test_outputs_have_mean_zero_and_unit_variance() -> None:
    torch.manual_seed(0)
    embed = create_model("tiny").patch_embed
    stills = torch.stack([torch.from_numpy(drawn_face(k % 7, k)) for k in range(60)])
    spec = default_spec("tiny")
    rendered = render(stills[:, None, ..., None], spec, spec.template)[:, :2]
    clips = rendered.permute(0, 4, 1, 2, 3).float() / 128 - 1
    whiten_(embed, clips)
    tokens = embed(clips).flatten(0, 1)
    assert tokens.mean(dim=0).abs().max() < 1e-3
    assert 0.8 < tokens.std() < 1.1
    spectrum = torch.linalg.eigvalsh(torch.cov(tokens.T))
    assert spectrum.max() < 2 * spectrum.sum() / (spectrum > 0.1).sum()
