"""Settings of the steps before and after training: prepare, evaluate, export; checked at birth.

Knows nothing of files, videos or networks.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from svfap_core.messages import Message
from svfap_core.settings import NAME_PATTERN, ClipSpec, Frozen
from trainer.specs import FACE_TEMPLATE, with_margin


class DataSet(NamedTuple):
    """A kind of data set that `prepare` reads.

    Attributes:
        help: What it is, in one line.
        file: Ending of the one file that it is published as; empty for a folder.
    """

    help: str
    file: str = ""


DATA_SETS: dict[str, DataSet] = {
    "dfew": DataSet("DFEW: clips of movies, 7 emotions, 5 official folds."),
    "ferv39k": DataSet("FERV39k: 22 scenes, 7 emotions, official split."),
    "mafw": DataSet("MAFW: 11 emotions, 5 official folds."),
    "crema-d": DataSet("CREMA-D: 91 actors, 6 emotions, 5 folds by actor."),
    "ravdess": DataSet("RAVDESS: speech of 24 actors, 8 emotions, 6 folds by actor."),
    "enterface05": DataSet("eNTERFACE'05: 6 emotions, 5 folds by subject."),
    "werewolf-xl": DataSet("Werewolf-XL: valence, arousal and dominance, 5 folds by session."),
    "avcaffe": DataSet("AVCAffe: valence and arousal in 5 levels, official split."),
    "first-impressions": DataSet("ChaLearn First Impressions V2: Big-Five, official split."),
    "fer2013": DataSet(
        "FER2013 stills: a Parquet file with the columns split, label, jpeg.", ".parquet"
    ),
    "ferplus": DataSet("FER+: ten votes for each still of FER2013; its Parquet file and a table."),
    "voxceleb2": DataSet("VoxCeleb2: no labels, for masked pre-training."),
    "videos": DataSet("Any folder of videos without labels, for masked pre-training."),
    "folder": DataSet("Own clips: one folder per class with videos or folders of images."),
    "csv": DataSet(
        "Own clips: a CSV file with path, label or values, subject, fold, split.", ".csv"
    ),
    "reference": DataSet("Lists of the reference repository: train.csv, val.csv, test.csv."),
}
"""By the name on the command line; `trainer.data.layouts` reads them."""


class PrepareConfig(Frozen):
    """How clips are made of a data set; size, margin and faces are about videos."""

    size_px: Annotated[int, Field(ge=32, le=1024, description="Side of the crops in pixels.")] = 200
    margin: Annotated[
        float,
        Field(
            ge=1,
            le=2,
            description="How much more than a model's input the crops show, so that training can "
            "shift and turn them.",
        ),
    ] = 1.25
    every_face: Annotated[
        bool | None,
        Field(description="All faces of a video, not only the most prominent one; left open: of "
        "data sets without labels."),
    ] = None  # fmt: skip
    shards: Annotated[
        bool | None,
        Field(description="Pack clips into tar files (WebDataset), for very many clips; left open: "
        "of stills."),
    ] = None  # fmt: skip
    workers: Annotated[
        int, Field(ge=1, description="Processes that crop videos and check images.")
    ] = 2
    prefix: Annotated[
        str,
        Field(description="What the folder was called where the lists of the reference repository "
        "were written, if their paths are those of another computer."),
    ] = ""  # fmt: skip

    @property
    def spec(self) -> ClipSpec:
        """The crop, as alignment takes it; its times and colours are of no account."""
        return ClipSpec(
            frames=1,
            span_s=1.0,
            size_px=self.size_px,
            template=with_margin(FACE_TEMPLATE, self.margin),
            colour="rgb",
            mean=(0.0, 0.0, 0.0),
            std=(1.0, 1.0, 1.0),
        )


def no_clips(split: str) -> str:
    """What is told when there is nothing to judge a run by."""
    return Message("the data has no clips in the part %1", split)


class EvaluateConfig(Frozen):
    """How a run is judged; the names are those of the options of `svfap-train evaluate`."""

    split: Annotated[
        Literal["test", "val", "train"],
        Field(description="Part of the data. Look at the test part once, after everything is "
        "chosen."),
    ] = "test"  # fmt: skip
    protocol: Annotated[
        Literal["cover", "paper"],
        Field(description="cover: windows over the whole clip; paper: head and tail by frame "
        "index, not calibrated, as the reference code."),
    ] = "cover"  # fmt: skip
    windows: Annotated[
        int | None, Field(ge=1, description="Windows of each clip; left open: enough to cover it.")
    ] = None
    levels: Annotated[
        int | None,
        Field(ge=2, description="Score dimensions as so many levels too: AVCAffe has 5."),
    ] = None


class ExportConfig(Frozen):
    """What a model is called; the names are those of the options of `svfap-train export`."""

    name: Annotated[
        str, Field(pattern=NAME_PATTERN, description="Lower-case letters, digits, and . _ - .")
    ]
    title: Annotated[str, Field(description="What people call it; left open: its name.")] = ""
    licence: Annotated[str, Field(description="Under which it may be used.")] = ""
    onnx: Annotated[
        bool, Field(description="Write the network as ONNX too, checked against this one.")
    ] = False
