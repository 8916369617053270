from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy import stats

from svfap_core.clips.preprocess import to_batch
from svfap_core.inference import conversion
from svfap_core.inference.card import ModelCard
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.predictor import Predictor
from svfap_core.labels import OFFICIAL_LABELS, derived_dimensions
from svfap_core.models import Head, HeadKind
from svfap_core.models.tpsbt import TPSBT
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.types import RGB
from tests.unit.inference.samples import CLASSES, LABELS, clip_spec, model_card, network, windows

CPU = torch.device("cpu")
AFFECT = Head(kind=HeadKind.BOUNDED, names=("valence", "arousal", "dominance"))
TRAITS = Head(kind=HeadKind.UNBOUNDED, names=("openness", "neuroticism"))


def of(model: TPSBT, card: ModelCard) -> Predictor:
    return Predictor(card, TorchRuntime(LoadedModel(model, card), CPU))


def predictor(**changes: object) -> Predictor:
    card = model_card(**changes)
    return of(network(card), card)


@pytest.mark.parametrize("colour", ["rgb", "gray"])
def test_scores_are_those_of_the_training_path(colour: str) -> None:
    """Training calls `to_batch` and the network itself; both paths must give the same numbers."""
    card = model_card(input=clip_spec(colour=colour))
    model = network(card)
    clips = windows(3, card.input)
    with torch.inference_mode():
        outputs = model(to_batch(torch.from_numpy(np.stack(clips)), card.input, CPU))
    expected = outputs.double().softmax(-1).numpy()
    found = of(model, card).predict(clips)
    assert [tuple(scores.emotions) for scores in found] == [LABELS] * 3
    np.testing.assert_allclose([list(s.emotions.values()) for s in found], expected, rtol=1e-14)
    assert np.ptp(expected, axis=0).max() > 1e-3


def test_scores_do_not_depend_on_the_batch() -> None:
    p = predictor()
    clips = windows(5, p.spec)
    together = [list(s.emotions.values()) for s in p.predict(clips)]
    alone = [list(p.predict([clip])[0].emotions.values()) for clip in clips]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_the_same_window_gives_the_same_scores() -> None:
    p = predictor()
    clip = windows(1, p.spec)
    assert p.predict(clip) == p.predict(clip)


def test_probabilities_sum_to_one_and_read_only_windows_are_fine() -> None:
    p = predictor()
    (clip,) = windows(1, p.spec)
    clip.flags.writeable = False
    (scores,) = p.predict([clip])
    assert sum(scores.emotions.values()) == pytest.approx(1, abs=1e-12)


def test_dimensions_are_derived_where_the_model_has_none() -> None:
    p = predictor()
    (scores,) = p.predict(windows(1, p.spec))
    assert p.dimensions_origin == "derived"
    assert p.dimension_names == tuple(scores.dimensions) == ("valence", "arousal", "dominance")
    assert scores.dimensions == derived_dimensions(scores.emotions)


def test_learned_dimensions_take_the_place_of_derived_ones() -> None:
    p = predictor(heads=(CLASSES, AFFECT, TRAITS))
    (scores,) = p.predict(windows(1, p.spec))
    assert p.dimensions_origin == "learned"
    assert p.dimension_names == tuple(scores.dimensions) == (*AFFECT.names, *TRAITS.names)
    assert all(-1 <= scores.dimensions[name] <= 1 for name in AFFECT.names)
    assert tuple(scores.emotions) == LABELS


def test_a_model_of_dimensions_only_names_no_emotion() -> None:
    p = predictor(heads=(AFFECT,))
    (scores,) = p.predict(windows(1, p.spec))
    assert p.emotion_names == ()
    assert scores.emotions == {}


def test_labels_without_coordinates_have_no_dimensions() -> None:
    p = predictor(heads=(Head(kind=HeadKind.CLASSES, names=OFFICIAL_LABELS["mafw"]),))
    (scores,) = p.predict(windows(1, p.spec))
    assert p.dimensions_origin is None
    assert p.dimension_names == ()
    assert scores.dimensions == {}


def test_temperature_flattens_classes_only() -> None:
    sharp, flat = (predictor(heads=(CLASSES, AFFECT), temperature=t) for t in (1.0, 4.0))
    clips = windows(1, sharp.spec)
    (before,), (after,) = sharp.predict(clips), flat.predict(clips)
    logits = np.log(list(before.emotions.values()))
    expected = np.exp(logits / 4) / np.exp(logits / 4).sum()
    np.testing.assert_allclose(list(after.emotions.values()), expected, rtol=1e-9)
    assert before.dimensions == after.dimensions


def test_shares_of_votes_and_probabilities_are_two_outputs_of_one_head() -> None:
    """The temperature is of probabilities alone; raters differ by what the network learned."""
    voted = Head(kind=HeadKind.CLASSES, names=LABELS, votes=True)
    clips = windows(1, predictor(heads=(AFFECT, voted)).spec)
    (learned,), (sure,) = (
        predictor(heads=(AFFECT, voted), temperature=t).predict(clips) for t in (1.0, 0.4)
    )
    assert learned.vote_shares == pytest.approx(learned.emotions)
    assert sure.vote_shares == pytest.approx(learned.vote_shares)
    assert max(sure.emotions.values()) > max(sure.vote_shares.values())
    expected = stats.entropy(list(learned.vote_shares.values()), base=len(LABELS))
    assert sure.ambiguity == pytest.approx(expected)
    plain = predictor(heads=(AFFECT, CLASSES))
    (scores,) = plain.predict(windows(1, plain.spec))
    assert (scores.ambiguity, scores.vote_shares) == (None, {})


def test_named_heads_of_classes_have_scores_of_their_own() -> None:
    levels = ("low", "middle", "high")
    one, two = (Head(kind=HeadKind.CLASSES, name=n, names=levels) for n in ("arousal", "valence"))
    p = predictor(heads=(one, CLASSES, two, TRAITS), temperature=2.0)
    (scores,) = p.predict(windows(1, p.spec))
    assert tuple(scores.emotions) == LABELS
    assert tuple(scores.dimensions) == TRAITS.names
    assert {head: tuple(found) for head, found in scores.classes.items()} == {
        "arousal": levels,
        "valence": levels,
    }
    for found in (scores.emotions, *scores.classes.values()):
        assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    assert scores.classes["arousal"] != scores.classes["valence"]
    flat = predictor(heads=(one, CLASSES, two, TRAITS), temperature=4.0).predict(
        windows(1, p.spec)
    )[0]
    logits = 2 * np.log(list(scores.classes["valence"].values()))
    expected = np.exp(logits / 4) / np.exp(logits / 4).sum()
    np.testing.assert_allclose(list(flat.classes["valence"].values()), expected, rtol=1e-9)


def test_a_mirrored_model_scores_a_face_and_its_mirror_image_alike() -> None:
    card = model_card(temperature=2.0)
    model, clips = network(card), windows(3, card.input)
    flipped = [np.ascontiguousarray(clip[:, :, ::-1]) for clip in clips]
    plain = of(model, card)
    mirrored = of(model, card.model_copy(update={"mirrored": True}))

    def logs(p: Predictor, of: list[RGB]) -> NDArray[np.float64]:
        found = np.log([list(scores.emotions.values()) for scores in p.predict(of)])
        return found - found.mean(axis=1, keepdims=True)

    np.testing.assert_allclose(logs(mirrored, clips), logs(mirrored, flipped), atol=1e-5)
    mean = (logs(plain, clips) + logs(plain, flipped)) / 2
    np.testing.assert_allclose(logs(mirrored, clips), mean, atol=1e-5)
    assert np.abs(logs(plain, clips) - logs(plain, flipped)).max() > 1e-3


@pytest.mark.parametrize("mirrored", [False, True])
def test_features_are_what_the_head_makes_outputs_of(*, mirrored: bool) -> None:
    card = model_card(heads=(CLASSES, AFFECT), mirrored=mirrored)
    model, clips = network(card), windows(11, card.input)
    loaded = LoadedModel(model, card)
    for runtime in (TorchRuntime(loaded, CPU), OpenVinoRuntime(conversion.converted(loaded))):
        found = Predictor(card, runtime).features(clips)
        assert (found.shape, found.dtype) == ((11, card.encoder.embed_dim), np.float32)
        outputs = np.concatenate([runtime.run(clip[None]).raw for clip in clips])
        head = found @ model.head.weight.detach().numpy().T + model.head.bias.detach().numpy()
        np.testing.assert_allclose(head, outputs, atol=1e-4)
        assert found.std(axis=0).max() > 1e-3


def test_no_windows_no_scores() -> None:
    p = predictor()
    assert p.predict([]) == []
    assert p.features([]).shape == (0, p.num_features)


def test_a_window_of_another_shape_is_refused() -> None:
    p = predictor()
    with pytest.raises(ValueError, match="the model takes clips"):
        p.predict(windows(1, clip_spec(frames=16)))


def test_warm_up_scores_a_window() -> None:
    predictor().warm_up()


def test_facial_actions_are_sigmoids_apart_from_dimensions() -> None:
    names = ("mouth_smile", "jaw_open")
    actions = Head(kind=HeadKind.ACTIONS, names=names, low=0.0, high=1.0)
    p = predictor(heads=(CLASSES, actions, TRAITS))
    (scores,) = p.predict(windows(1, p.spec))
    assert (tuple(scores.emotions), tuple(scores.dimensions)) == (LABELS, TRAITS.names)
    assert tuple(scores.actions) == p.card.action_names == names
    raw = p._runtime.run(np.stack(windows(1, p.spec))).raw[0, 7:9]
    np.testing.assert_allclose(list(scores.actions.values()), 1 / (1 + np.exp(-raw)), rtol=1e-6)
