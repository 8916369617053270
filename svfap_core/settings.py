"""Settings of an analysis and of a model's input, checked at birth. Knows no files or devices."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from svfap_core.errors import SvfapError
from svfap_core.media_time import MediaStretch, MediaTime
from svfap_core.messages import Message

Device: TypeAlias = Literal["auto", "cpu", "cuda", "mps"]
DetectorName: TypeAlias = Literal["centerface", "insightface", "yunet"]
NAME_PATTERN = r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$"
"""A model's name is also its folder's name, on every file system."""

TableFormat: TypeAlias = Literal["csv", "parquet", "xlsx"]
SummaryProtocol: TypeAlias = Literal["cover", "paper"]
SoundChoice: TypeAlias = Literal["keep", "mute", "remove"]
RuntimeName: TypeAlias = Literal["torch", "compiled", "openvino"]


class Frozen(BaseModel):
    """Base of all settings: immutable; an unknown field and a number that is none are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def unusable(error: ValidationError) -> SvfapError:
    """The error for settings that a user gave: which one, and what is wrong with it."""
    problems = (
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
    )
    return SvfapError(Message("these settings cannot be used: %1", "; ".join(problems)))


class ClipSpec(Frozen):
    """What a model wants to see: part of its card, used alike in training and analysis."""

    frames: Annotated[int, Field(gt=0, description="Frames of a window.")]
    span_s: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds that a window covers; frames are span_s / frames apart "
            "(16 frames at stride 4 of 25 fps: 2.56 s).",
        ),
    ]
    size_px: Annotated[int, Field(gt=0, description="Height and width of the face crop in pixels.")]
    template: Annotated[
        tuple[
            tuple[float, float],
            tuple[float, float],
            tuple[float, float],
            tuple[float, float],
            tuple[float, float],
        ],
        Field(
            description="Where the five points (eyes, nose, mouth corners) lie in the crop, as "
            "fractions of its size."
        ),
    ]
    colour: Annotated[Literal["rgb", "gray"], Field(description="gray: luma in all 3 channels.")]
    mean: Annotated[tuple[float, float, float], Field(description="Of RGB in 0..1.")]
    std: Annotated[tuple[float, float, float], Field(description="Of RGB in 0..1.")]

    @property
    def step_s(self) -> float:
        """Seconds between neighbouring frames of a window."""
        return self.span_s / self.frames


Faces: TypeAlias = Literal["all", "largest"] | Annotated[int, Field(ge=1)]
"""Which faces to keep: all, the largest, or the N largest."""


class TrackerSettings(Frozen):
    """How faces are found and followed."""

    detect_every_s: Annotated[
        float,
        Field(ge=0, description="Seconds between detections; faces are followed in between."),
    ] = 0.25
    min_score: Annotated[float, Field(gt=0, lt=1, description="Lowest detector score.")] = 0.5
    min_size_px: Annotated[
        int, Field(ge=8, description="Smallest face, the shorter side of its box in pixels.")
    ] = 24
    keep_s: Annotated[
        float, Field(gt=0, description="How long a face may be out of sight and keep its id.")
    ] = 1.5
    faces: Annotated[Faces, Field(description="all, largest, or the N largest faces.")] = "all"


class WindowSettings(Frozen):
    """When windows are scored and what is marked as doubtful."""

    hop_s: Annotated[
        float,
        Field(gt=0, description="Seconds between result rows; rows stand on exact multiples."),
    ] = 0.5
    max_gap_s: Annotated[
        float | None,
        Field(
            gt=0,
            description="Longest time out of sight in a window before it is marked; by default "
            "the smaller of 0.5 s and a quarter of the model's span.",
        ),
    ] = None
    min_quality: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="Face quality below which a window is marked; by default the threshold on "
            "the model card.",
        ),
    ] = None

    @property
    def hop(self) -> Fraction:
        """The hop in seconds as the decimal that the user wrote, without binary rounding."""
        return Fraction(repr(self.hop_s))

    def gap_limit_s(self, span_s: float) -> float:
        """`max_gap_s`, or its default for a model whose windows span `span_s` seconds."""
        return min(0.5, span_s / 4) if self.max_gap_s is None else self.max_gap_s


class DecodingSettings(Frozen):
    """How a source is read; all of it can change a row."""

    video_stream: Annotated[
        int | None,
        Field(
            ge=0,
            description="Which of a file's video streams, counted from 0; by default the one that "
            "players show.",
        ),
    ] = None
    image_rate_fps: Annotated[
        float,
        Field(
            gt=0,
            le=1000,
            description="Images per second of a folder of images. A folder is one clip if the "
            "names of its images differ in one number only; else each image is analysed by itself.",
        ),
    ] = 25.0
    start_s: Annotated[
        MediaTime | None,
        Field(
            description="Where to start in a video, in seconds or as mm:ss or hh:mm:ss; by default "
            "at its first frame. Times in results remain those of the whole video."
        ),
    ] = None
    end_s: Annotated[
        MediaTime | None,
        Field(
            description="Where to stop in a video, in seconds or as mm:ss or hh:mm:ss; by default "
            "after its last frame."
        ),
    ] = None

    @property
    def image_rate(self) -> Fraction:
        """Images per second as the decimal that the user wrote, without binary rounding."""
        return Fraction(repr(self.image_rate_fps))

    @property
    def whole(self) -> Self:
        """The same, from the first to the last frame."""
        return self.model_copy(update={"start_s": None, "end_s": None})

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end_s is not None and self.end_s <= (self.start_s or 0.0):
            raise ValueError("end_s must be greater than start_s, or 0 without it")
        return self


DEFAULT_DECODING = DecodingSettings()


class ComputeSettings(Frozen):
    """How the model computes: what runs it, in which numbers."""

    runtime: Annotated[
        Literal["auto", "torch", "compiled", "openvino"],
        Field(
            description="Inference engine; auto takes the fastest on this computer, measured once."
        ),
    ] = "auto"
    precision: Annotated[
        Literal["auto", "float32", "half", "int8"],
        Field(
            description="The coarsest numbers allowed, where they are faster. half: 16 bits; int8: "
            "8 bits in the linear layers, on a CPU. Probabilities then differ by some thousandths, "
            "rarely by hundredths. auto: half on CUDA, else float32."
        ),
    ] = "auto"


class AnalysisSettings(Frozen):
    """Everything that decides which numbers an analysis gives."""

    tracker: TrackerSettings = TrackerSettings()
    windows: WindowSettings = WindowSettings()
    decoding: DecodingSettings = DecodingSettings()
    detector: Annotated[
        DetectorName,
        Field(description="What finds the faces; insightface and yunet need files of your own."),
    ] = "centerface"
    detector_file: Annotated[
        str | None,
        Field(description="Model file for yunet, or for insightface in place of a pack."),
    ] = None
    actions: Annotated[
        Literal["model", "landmarker"],
        Field(
            description="Where facial actions come from: the model, if it gives any, or also the "
            "MediaPipe face landmarker, which finds points on every face of every frame."
        ),
    ] = "model"
    landmarker_file: Annotated[
        str | None,
        Field(
            description="The landmarker's file, face_landmarker.task; by default the one that was "
            "downloaded."
        ),
    ] = None
    batch_size: Annotated[
        int, Field(ge=1, description="Windows scored together; live analysis always uses 1.")
    ] = 8
    compute: ComputeSettings = ComputeSettings()
    baseline: Annotated[
        MediaStretch | None,
        Field(
            description="Start and end of the baseline, in seconds or as mm:ss or hh:mm:ss: tables "
            "then compare each person with their own scores in this time (z-scores)."
        ),
    ] = None

    @model_validator(mode="after")
    def _yunet_needs_a_file(self) -> Self:
        if self.detector == "yunet" and not self.detector_file:
            raise ValueError("the yunet detector needs its model file: set detector_file")
        return self


class AnonymiseSettings(Frozen):
    """How faces are hidden in copies of the video."""

    effect: Annotated[
        Literal["off", "blur", "pixelate", "box"],
        Field(
            description="Make a copy of the video with faces hidden, and hide them in the overlay "
            "video. box leaves nothing of a face; blur and pixelate leave a few mean colours."
        ),
    ] = "off"
    sound: Annotated[
        SoundChoice,
        Field(
            description="Sound of videos with hidden faces: keep it, replace it by silence (mute), "
            "or leave it out (remove). Voices can be recognised."
        ),
    ] = "keep"
    visible: Annotated[
        tuple[int, ...],
        Field(description="Persons whose faces stay visible, by person_id; all others are hidden."),
    ] = ()
    margin: Annotated[
        float,
        Field(ge=0, le=2, description="What is hidden beside a face, on each side, in face sizes."),
    ] = 0.3
    bridge_s: Annotated[
        float,
        Field(
            ge=0,
            le=30,
            description="Longest time without a detection through which a face stays hidden.",
        ),
    ] = 1.0
    lead_s: Annotated[
        float,
        Field(
            ge=0,
            le=30,
            description="How long a face is hidden before its first and after its last detection.",
        ),
    ] = 0.25
    min_score: Annotated[
        float,
        Field(gt=0, lt=1, description="Lowest detector score of a face that is hidden."),
    ] = 0.2


class OutputSettings(Frozen):
    """Which files an analysis leaves; the sidecar is always among them."""

    tables: Annotated[
        tuple[TableFormat, ...],
        Field(
            min_length=1,
            description="Result tables; xlsx is for spreadsheets such as Excel, and beside csv or "
            "parquet, from which a result is opened again.",
        ),
    ] = ("csv", "parquet")
    csv_delimiter: Annotated[
        Literal["comma", "semicolon", "tab"],
        Field(
            description="What separates the columns of CSV files; semicolon for a spreadsheet in a "
            "country of decimal commas."
        ),
    ] = "comma"
    csv_decimal: Annotated[
        Literal["point", "comma"],
        Field(
            description="Decimal mark in CSV files; a decimal comma needs semicolon or tab as the "
            "delimiter."
        ),
    ] = "point"
    csv_bom: Annotated[
        bool,
        Field(
            description="Begin CSV files with a byte order mark, by which Excel reads names beyond "
            "ASCII."
        ),
    ] = False
    summary: Annotated[
        bool, Field(description="Summary: one row per person, with means and times (CSV).")
    ] = True
    protocol: Annotated[
        SummaryProtocol,
        Field(
            description="Windows whose scores a summary averages: all trusted ones (cover), or the "
            "first and the last, not calibrated, as published figures have it (paper)."
        ),
    ] = "cover"
    curves: Annotated[bool, Field(description="Image of the curves (PNG).")] = True
    overlay: Annotated[bool, Field(description="Video with faces and scores drawn in.")] = False
    anonymise: AnonymiseSettings = AnonymiseSettings()
    eaf: Annotated[bool, Field(description="ELAN annotations.")] = False
    faces: Annotated[bool, Field(description="Aligned face images, as training needs.")] = False
    features: Annotated[
        bool,
        Field(
            description="Encoder features of each scored window (Parquet), for models of your own."
        ),
    ] = False
    landmarks: Annotated[
        bool,
        Field(
            description="Points, shapes and pose of each face in each frame (Parquet); needs the "
            "face landmarker."
        ),
    ] = False

    @model_validator(mode="after")
    def _can_be_read_back(self) -> Self:
        if self.csv_decimal == self.csv_delimiter:
            raise ValueError(
                "a comma cannot both separate columns and mark decimals: set csv_delimiter to "
                "semicolon or tab, or csv_decimal to point"
            )
        if set(self.tables) == {"xlsx"}:
            raise ValueError(
                "tables need csv or parquet beside xlsx: results are opened from these"
            )
        return self
