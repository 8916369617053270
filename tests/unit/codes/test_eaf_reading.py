"""Documents as ELAN writes them, and our own after ELAN has changed them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pympi.Elan import Eaf

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.eaf_reading import read_eaf
from svfap_core.codes.eaf_writing import write_eaf
from svfap_core.errors import SvfapError

ELAN = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-03-02T10:00:00+01:00" FORMAT="3.0" VERSION="3.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
    <MEDIA_DESCRIPTOR MEDIA_URL="file:///D:/study/P01 talk.mp4" MIME_TYPE="video/mp4"
        RELATIVE_MEDIA_URL="./P01 talk.mp4" TIME_ORIGIN="1500"/>
    <PROPERTY NAME="lastUsedAnnotationId">7</PROPERTY>
  </HEADER>
  <TIME_ORDER>
    <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/>
    <TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="4000"/>
    <TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="5000"/>
    <TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="6000"/>
    <TIME_SLOT TIME_SLOT_ID="ts5" TIME_VALUE="1000"/>
    <TIME_SLOT TIME_SLOT_ID="ts6"/>
    <TIME_SLOT TIME_SLOT_ID="ts7"/>
    <TIME_SLOT TIME_SLOT_ID="ts8" TIME_VALUE="4000"/>
  </TIME_ORDER>
  <TIER ANNOTATOR="Bo" LINGUISTIC_TYPE_REF="smiles" PARTICIPANT="P01" TIER_ID="smile">
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" CVE_REF="c1" TIME_SLOT_REF1="ts1"
        TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>felt</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts3"
        TIME_SLOT_REF2="ts4"><ANNOTATION_VALUE>a &amp; b
</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER ANNOTATOR="Bo" LINGUISTIC_TYPE_REF="notes" PARENT_REF="smile" TIER_ID="why">
    <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>joke</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
    <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a9" ANNOTATION_REF="gone"><ANNOTATION_VALUE>lost</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER ANNOTATOR="Bo" LINGUISTIC_TYPE_REF="parts" PARENT_REF="smile" TIER_ID="phase">
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a4" TIME_SLOT_REF1="ts5"
        TIME_SLOT_REF2="ts6"><ANNOTATION_VALUE>onset</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a5" TIME_SLOT_REF1="ts6"
        TIME_SLOT_REF2="ts7"><ANNOTATION_VALUE>apex</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a6" TIME_SLOT_REF1="ts7"
        TIME_SLOT_REF2="ts8"><ANNOTATION_VALUE>offset</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  </TIER>
  <TIER ANNOTATOR="Cy" LINGUISTIC_TYPE_REF="smiles" TIER_ID="smile Cy"/>
  <LINGUISTIC_TYPE CONTROLLED_VOCABULARY_REF="kinds" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="smiles" TIME_ALIGNABLE="true"/>
  <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="notes" TIME_ALIGNABLE="false"/>
  <LINGUISTIC_TYPE CONSTRAINTS="Time_Subdivision" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="parts" TIME_ALIGNABLE="true"/>
  <LANGUAGE LANG_DEF="http://cdb.iso.org/lg/CDB-00130975-001" LANG_ID="und" LANG_LABEL="undetermined (und)"/>
  <CONTROLLED_VOCABULARY CV_ID="kinds">
    <DESCRIPTION LANG_REF="und"/>
    <CV_ENTRY_ML CVE_ID="c1"><CVE_VALUE DESCRIPTION="with the eyes" LANG_REF="und">felt</CVE_VALUE></CV_ENTRY_ML>
    <CV_ENTRY_ML CVE_ID="c2"><CVE_VALUE DESCRIPTION="" LANG_REF="und">posed</CVE_VALUE></CV_ENTRY_ML>
  </CONTROLLED_VOCABULARY>
</ANNOTATION_DOCUMENT>
"""  # noqa: E501  # as programs write it

CODING = Coding(
    coder="Bo",
    video="talk.mp4",
    scheme=Scheme(
        tiers=(
            Tier(
                name="face", definitions=(CodeDefinition(name="smile", key="s", color="#ff0000"),)
            ),
            Tier(name="free"),
        )
    ),
    codes=(
        Code(tier="face", label="smile", start_s=1.0004, end_s=2.000001, comment="wide"),
        Code(tier="face", label="smile", start_s=1.5, end_s=1.5),
        Code(tier="free", label="x", start_s=3, end_s=None),
    ),
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "talk.eaf"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_with_dependent_tiers_and_vocabularies(tmp_path: Path) -> None:
    bo, cy = read_eaf(written(tmp_path, ELAN))
    assert (bo.coding.coder, cy.coding.coder) == ("Bo", "Cy")
    assert bo.coding.video == "P01 talk.mp4"
    assert [(c.tier, c.label, c.start_s, c.end_s) for c in bo.coding.codes] == [
        ("phase", "onset", 1.0, 2.0),
        ("smile", "felt", 1.0, 4.0),
        ("why", "joke", 1.0, 4.0),
        ("phase", "apex", 2.0, 3.0),
        ("phase", "offset", 3.0, 4.0),
        ("smile", "a & b", 5.0, 6.0),
    ]
    smile = bo.coding.scheme.tier("smile")
    assert smile is not None
    assert smile.participant == "P01"
    assert [(d.name, d.description) for d in smile.definitions] == [
        ("felt", "with the eyes"), ("posed", ""),
    ]  # fmt: skip
    assert bo.offset_s == 1.5
    notes = "\n".join(bo.notes)
    assert "1.5 s" in notes
    assert "why, phase" in notes
    assert "1 codes are left out" in notes


def test_pympi_sees_the_same_as_we_do(tmp_path: Path) -> None:
    """An independent reader, also of what we write."""
    path = written(tmp_path, ELAN)
    theirs = Eaf(str(path)).get_annotation_data_for_tier("smile")
    [ours, _] = read_eaf(path)
    codes = ours.coding.on_tier("smile")
    assert [(c.start_s * 1000, (c.end_s or 0) * 1000) for c in codes] == [
        a[:2] for a in sorted(theirs)
    ]
    losses = write_eaf(tmp_path / "ours.eaf", CODING, tmp_path / "talk.mp4")
    document = Eaf(str(tmp_path / "ours.eaf"))
    assert list(document.get_tier_names()) == ["face", "face (2)", "free"]
    assert [a[:3] for a in document.get_annotation_data_for_tier("face")] == [(1000, 2000, "smile")]
    assert [a[:3] for a in document.get_annotation_data_for_tier("face (2)")] == [
        (1500, 2000, "smile")
    ]
    assert document.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./talk.mp4"
    assert list(document.get_controlled_vocabulary_names()) == ["face"]
    assert {t.loss.value for t in losses} == {
        "scheme", "source", "comments", "running", "points", "microseconds", "tiers",
    }  # fmt: skip
    assert all(t.note.startswith("ELAN ") for t in losses)


def test_what_elan_changes_counts_and_the_rest_stays_exact(tmp_path: Path) -> None:
    write_eaf(tmp_path / "a.eaf", CODING)
    document = Eaf(str(tmp_path / "a.eaf"))
    document.add_annotation("face", 7000, 8000, "frown")
    document.remove_annotation("face (2)", 1600)
    document.add_tier("new")
    document.add_annotation("new", 10, 20, "y")
    document.to_file(str(tmp_path / "a.eaf"))
    [imported] = read_eaf(tmp_path / "a.eaf")
    first, running = CODING.codes[0], CODING.codes[2]
    assert set(imported.coding.codes) == {
        first,
        running,
        Code(tier="face", label="frown", start_s=7, end_s=8),
        Code(tier="new", label="y", start_s=0.01, end_s=0.02),
    }
    assert imported.coding.scheme.tiers[:2] == CODING.scheme.tiers
    assert imported.coding.scheme.tiers[2].name == "new"


def test_vocabularies_and_people_that_elan_changes_count(tmp_path: Path) -> None:
    write_eaf(tmp_path / "a.eaf", CODING)
    text = (tmp_path / "a.eaf").read_text(encoding="utf-8")
    entry = '<CV_ENTRY_ML CVE_ID="new"><CVE_VALUE LANG_REF="und">frown</CVE_VALUE></CV_ENTRY_ML>'
    text = text.replace("</CONTROLLED_VOCABULARY>", f"{entry}</CONTROLLED_VOCABULARY>")
    text = text.replace('ANNOTATOR="Bo"', 'ANNOTATOR="Cy" PARTICIPANT="P7"')
    [imported] = read_eaf(written(tmp_path, text))
    smile = CODING.scheme.tiers[0].definitions[0]
    assert imported.coding.coder == "Cy"
    assert imported.coding.scheme.tiers[0] == Tier(
        name="face", participant="P7", definitions=(smile, CodeDefinition(name="frown"))
    )
    assert imported.coding.codes == CODING.codes


def test_old_vocabularies_are_read(tmp_path: Path) -> None:
    """EAF 2.7 and before: entries hold their value themselves."""
    old = ELAN.split('<CONTROLLED_VOCABULARY CV_ID="kinds">', maxsplit=1)[0] + (
        '<CONTROLLED_VOCABULARY CV_ID="kinds" DESCRIPTION="">'
        '<CV_ENTRY DESCRIPTION="d">felt</CV_ENTRY>'
        "</CONTROLLED_VOCABULARY></ANNOTATION_DOCUMENT>"
    )
    tier = read_eaf(written(tmp_path, old))[0].coding.scheme.tier("smile")
    assert tier is not None
    assert tier.definitions == (CodeDefinition(name="felt", description="d"),)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("1000", "1e3x"),
        lambda text: text.replace("1000", "9" * 30),
        lambda text: "<a/>",
        lambda text: "",
        lambda text: "<" * 9,
        lambda text: '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        lambda text: "<a>" * 100_000,
        lambda text: '<?xml version="1.0" encoding="klingon"?><a/>',
    ],
)  # fmt: skip
def test_broken_documents_are_refused_with_a_hint(tmp_path: Path, change) -> None:
    with pytest.raises(SvfapError) as caught:
        read_eaf(written(tmp_path, change(ELAN)))
    assert caught.value.hint


def test_references_in_circles_end(tmp_path: Path) -> None:
    text = ELAN.replace('ANNOTATION_REF="a1"', 'ANNOTATION_REF="a9"').replace("gone", "a3")
    text = text.replace('TIME_SLOT_REF2="ts7"', 'TIME_SLOT_REF2="ts6"')
    [bo, _] = read_eaf(written(tmp_path, text))
    assert "are left out" in " ".join(bo.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_declared_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = ELAN.replace("UTF-8", encoding).replace("felt", "fühlt")
    (tmp_path / "a.eaf").write_bytes(text.encode(encoding))
    assert "fühlt" in {c.label for c in read_eaf(tmp_path / "a.eaf")[0].coding.codes}


def test_reversed_annotations_are_turned_and_reported(tmp_path: Path) -> None:
    text = ELAN.replace('"ts3" TIME_VALUE="5000"', '"ts3" TIME_VALUE="7000"')
    [bo, _] = read_eaf(written(tmp_path, text))
    assert (6.0, 7.0) in {(c.start_s, c.end_s) for c in bo.coding.codes}
    assert "swapped" in " ".join(bo.notes)


def test_the_document_keeps_to_the_order_of_the_schema(tmp_path: Path) -> None:
    write_eaf(tmp_path / "a.eaf", CODING)
    root = ET.parse(tmp_path / "a.eaf").getroot()
    assert [e.tag for e in root] == [
        "HEADER", "TIME_ORDER", "TIER", "TIER", "TIER", "LINGUISTIC_TYPE", "LINGUISTIC_TYPE",
        "LANGUAGE", "CONTROLLED_VOCABULARY",
    ]  # fmt: skip
    values = [int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")]
    assert values == sorted(values)
