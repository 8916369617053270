"""Makes OpenVINO networks of models, once each, and keeps them in the user's cache.

Converting (`openvino_export`) happens in a process of its own: it holds Python's lock for seconds,
in which a window would not answer, and its memory goes with it. Knows nothing of speed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from svfap_core.atomic import output_errors
from svfap_core.errors import ModelError
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.messages import Message
from svfap_core.system import apart_from_the_terminal, replace

FORM = 2
"""Raised when the same model is converted to another network than before."""

TIMEOUT_S = 600.0
_NETWORK = "network.xml"


def can_convert() -> bool:
    """Whether OpenVINO is installed."""
    return importlib.util.find_spec("openvino") is not None


def converted(loaded: LoadedModel) -> Path:
    """The network file of a model; made when it is asked for the first time, which takes seconds.

    Raises:
        ModelError: It cannot be converted.
        OutputError: The cache cannot be written.
    """
    folder = networks_folder() / network_key(loaded)
    if not (folder / _NETWORK).is_file():
        with output_errors(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _convert_in_a_process(loaded, making)
            _publish(making, folder)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder / _NETWORK


def forget(loaded: LoadedModel) -> None:
    """Drop a model's converted network, which cannot be used."""
    shutil.rmtree(networks_folder() / network_key(loaded), ignore_errors=True)


def networks_folder() -> Path:
    """Where converted networks are kept; deleting it costs nothing but time."""
    return user_cache_path("svfap", appauthor=False) / "networks"


def network_key(loaded: LoadedModel) -> str:
    """Names all that the network depends on."""
    card = loaded.card
    parts = (
        loaded.weights_sha256,
        card.input.model_dump_json(),
        str(card.mirrored),
        importlib.metadata.version("openvino"),
        str(FORM),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _convert_in_a_process(loaded: LoadedModel, into: Path) -> None:
    from svfap_core.inference.checkpoint import save_model  # noqa: PLC0415  # loads torch

    model = into / "model"
    save_model(model, loaded.model, loaded.card)
    command = [sys.executable, "-m", "svfap_core.inference.openvino_export", model, into / _NETWORK]
    root = str(Path(__file__).parents[2])
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            env=environment,
            **apart_from_the_terminal(),  # Ctrl-C is for who waits for it.
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if done.returncode:
        raise _failed((done.stderr.strip().splitlines() or [f"code {done.returncode}"])[-1])
    shutil.rmtree(model)


def _failed(reason: str) -> ModelError:
    return ModelError(
        Message("the model cannot be converted for OpenVINO: %1", reason),
        hint="Set the runtime to torch (--runtime torch).",
    )


def _publish(made: Path, folder: Path) -> None:
    """Give a finished network its name; another process may have been first."""
    with output_errors(folder):
        made.chmod(0o755)
        try:
            replace(made, folder)
        except OSError:
            if not (folder / _NETWORK).is_file():
                raise
