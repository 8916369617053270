"""Results of one folder may be in several dialects; `summary.csv` is in that of the newest."""

from __future__ import annotations

from pathlib import Path

from svfap_core.batch.ledger import Claim, Job, JobState, Ledger
from svfap_core.batch.output import open_output
from svfap_core.batch.summary import BatchSummary
from svfap_core.results.dialect import COMMAS, CsvDialect, dialect_of, read_lines
from svfap_core.results.edits import Edits
from svfap_core.results.files import BATCH_SUMMARY, SUMMARY_ENDING
from svfap_core.results.people import Population
from svfap_core.results.summary import summary, summary_schema
from svfap_core.results.table import write_table
from tests.scenes import talk

GERMAN = CsvDialect(";", ",", bom=True)


class Folder:
    """An output folder with its ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._output = open_output(path)
        self._ledger = Ledger(self._output.ledger_folder, self._output.exists)

    def add(self, name: str, dialect: CsvDialect) -> None:
        """A result with a person whose name could be taken for a number."""
        final = name + SUMMARY_ENDING
        job = Job(input=self.path / name, output=name, identity=name, wanted=(final,))
        claim = self._ledger.claim(job)
        assert isinstance(claim, Claim)
        population = Population(talk(), Edits())
        rows = [
            row | {"video": name, "analysis": name, "person_name": "1,5; 2.5"}
            for row in summary(population)
        ]
        write_table(self.path / final, summary_schema(population), rows, dialect)
        assert self._ledger.end(claim, JobState.DONE, made=(final,))

    def update(self) -> bytes:
        BatchSummary(self._output, self._ledger).update()
        return (self.path / BATCH_SUMMARY).read_bytes()


def table(content: bytes) -> list[list[str]]:
    names, *lines = read_lines(content)
    assert names[0] == "result"
    return lines


def test_rows_of_all_dialects_are_the_same_rows(tmp_path: Path) -> None:
    plain, mixed = Folder(tmp_path / "plain"), Folder(tmp_path / "mixed")
    for folder in (plain, mixed):
        folder.add("a, b", COMMAS)
    assert plain.update() == mixed.update()
    mixed.add("c", GERMAN)
    german = mixed.update()
    assert dialect_of(german) == GERMAN
    plain.add("c", COMMAS)
    mixed.add("d", COMMAS)
    plain.add("d", COMMAS)
    assert mixed.update() == plain.update()
    [first, *_] = table(german)
    [same, *_] = table(plain.update())
    assert first != same
    assert first[:5] == same[:5]
    assert [cell.replace(",", ".") for cell in first[5:]] == same[5:]


def test_a_table_that_is_up_to_date_keeps_its_dialect(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.add("a", GERMAN)
    before = folder.update()
    assert dialect_of(before) == GERMAN
    assert folder.update() == before


def test_a_table_that_another_program_damaged_is_made_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.add("a", GERMAN)
    whole = folder.update()
    (tmp_path / BATCH_SUMMARY).write_bytes(b"\xff\xfe broken; \x00\n1;2\n")
    assert folder.update() == whole
