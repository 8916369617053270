"""Computers that fall asleep with a file in hand, and wake when another has taken it over."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from svfap_core.batch.batch import Batch, BatchEvent, FileEnded, FileOutcome
from svfap_core.batch.job import Task
from svfap_core.batch.lease import ClaimLost, Lease
from svfap_core.batch.ledger import Claim, Job, JobState, Ledger, NotClaimed
from svfap_core.batch.output import FolderOutput, Output
from svfap_core.batch.owners import SILENT_AFTER
from svfap_core.batch.plan import Planned
from svfap_core.batch.worker import Staged
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.identity import MethodIdentity, SourceIdentity
from tests.identities import method
from tests.unit.batch.computers import Computers, several_computers

MEMORY = Path("/dev/shm")
FAST = {"dir": MEMORY} if MEMORY.is_dir() else {}
"""Disks take their time to keep a ledger."""

# -- the ledger ----------------------------------------------------------------------------------

HOSTS = ("first", "second", "third")
NAMES = ("v.csv", "v.json")
WHICH = st.integers(0, len(HOSTS) - 1)


@dataclass
class Run:
    """What a computer knows: the claim it believes to have, and the files it has yet to move."""

    ledger: Ledger
    lease: Lease | None = None
    to_move: list[str] | None = None


@dataclass
class Truth:
    """Who really has the job, when it was last heard of, and whose files lie there."""

    holder: tuple[str, int] | None = None
    heard_at: datetime | None = None
    done_by: tuple[str, Claim] | None = None


class Claims(RuleBasedStateMachine):
    """Three computers, one video: whatever sleeps and wakes, one has it, and its files stay.

    A computer whose turn does not come while time passes is asleep.
    """

    @initialize()
    def begin(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(**FAST)))
        self._computers = self._stack.enter_context(several_computers())
        self._truth = Truth()
        self._runs: dict[str, Run] = {}
        for host in HOSTS:
            with self._computers.at(host):
                self._runs[host] = Run(Ledger(self._folder))

    def teardown(self) -> None:
        self._stack.close()

    def _hosts(self, *, claiming: bool) -> list[str]:
        return [host for host, run in self._runs.items() if (run.lease is not None) is claiming]

    def _holds(self, host: str, run: Run) -> bool:
        assert run.lease is not None
        return self._truth.holder == (host, run.lease.claim.generation)

    @precondition(lambda self: self._hosts(claiming=False))
    @rule(
        minutes=st.sampled_from([6, 1]),
        which=WHICH,
        identity=st.sampled_from(["i1", "i2"]),
        again=st.booleans(),
    )
    def claim_later(self, minutes: float, which: int, identity: str, again: bool) -> None:  # noqa: FBT001
        self._computers.pass_minutes(minutes)
        host = self._one(which, claiming=False)
        run, truth, time = self._runs[host], self._truth, self._computers.now
        job = Job(input=Path("v"), output="v", identity=identity, wanted=NAMES)
        with self._computers.at(host):
            claim = run.ledger.claim(job, again=again)
        busy = truth.heard_at is not None and time - truth.heard_at < SILENT_AFTER
        done = truth.done_by is not None and truth.done_by[1].job.identity == identity
        if done and not again:
            assert claim is NotClaimed.DONE
        elif busy:
            assert claim is NotClaimed.BUSY
        else:
            assert isinstance(claim, Claim)
            run.lease, run.to_move = Lease(run.ledger, claim), None
            truth.holder, truth.heard_at = (host, claim.generation), time

    @precondition(lambda self: self._hosts(claiming=True))
    @rule(which=WHICH)
    def heartbeat(self, which: int) -> None:
        host = self._one(which, claiming=True)
        run = self._runs[host]
        assert run.lease is not None
        with self._computers.at(host):
            renewed = run.ledger.renew(run.lease.claim)
        assert renewed == self._holds(host, run)
        if renewed:
            self._truth.heard_at = self._computers.now

    @precondition(lambda self: self._hosts(claiming=True))
    @rule(which=WHICH)
    def move_on(self, which: int) -> None:
        """The next step of giving results their names."""
        host = self._one(which, claiming=True)
        run = self._runs[host]
        assert run.lease is not None
        if run.to_move is None:
            if self._tried(host, run, lambda lease: lease.will_write(NAMES)):
                run.to_move, self._truth.done_by = list(NAMES), None
                self._truth.heard_at = self._computers.now
        elif run.to_move:
            text = f"{host} {run.lease.claim.generation}"
            if self._tried(host, run, Lease.confirm):
                (self._folder / run.to_move.pop()).write_text(text)
        else:
            self._end(host, run, JobState.DONE)

    @precondition(lambda self: self._hosts(claiming=True))
    @rule(which=WHICH, state=st.sampled_from([JobState.FAILED, JobState.STOPPED]))
    def give_up(self, which: int, state: JobState) -> None:
        host = self._one(which, claiming=True)
        self._end(host, self._runs[host], state)

    def _one(self, which: int, *, claiming: bool) -> str:
        hosts = self._hosts(claiming=claiming)
        return hosts[which % len(hosts)]

    def _tried(self, host: str, run: Run, step: Callable[[Lease], None]) -> bool:
        """Whether a step was allowed, which it is to whom the job is, and to no other."""
        assert run.lease is not None
        holds = self._holds(host, run)
        with self._computers.at(host):
            if holds:
                step(run.lease)
            else:
                with pytest.raises(ClaimLost):
                    step(run.lease)
                run.lease = None
        return holds

    def _end(self, host: str, run: Run, state: JobState) -> None:
        assert run.lease is not None
        holds, claim = self._holds(host, run), run.lease.claim
        made = NAMES if state is JobState.DONE else ()
        with self._computers.at(host):
            assert run.lease.end(state, made=made) == holds
        run.lease = None
        if holds:
            self._truth.holder = self._truth.heard_at = None
            if state is JobState.DONE:
                self._truth.done_by = host, claim

    @invariant()
    def at_most_one_has_it(self) -> None:
        held = [
            host
            for host, run in self._runs.items()
            if run.lease is not None and run.ledger.holds(run.lease.claim)
        ]
        assert held == ([self._truth.holder[0]] if self._truth.holder else [])

    @invariant()
    def what_is_done_is_of_one(self) -> None:
        if self._truth.done_by is not None:
            host, claim = self._truth.done_by
            texts = {(self._folder / name).read_text() for name in NAMES}
            assert texts == {f"{host} {claim.generation}"}


TestClaims = Claims.TestCase
TestClaims.settings = settings(max_examples=40, stateful_step_count=30)


# -- whole batches -------------------------------------------------------------------------------

STEPS = ("load", "analyse", "first file moved", "second file moved")


@dataclass(frozen=True)
class Nap:
    """At which step a computer sleeps, for how long, and what another does meanwhile, if any."""

    step: str
    minutes: int
    other: tuple[Nap, ...] | None


NAPS = st.recursive(
    st.just(()),
    lambda deeper: st.lists(
        st.builds(Nap, st.sampled_from(STEPS), st.sampled_from([1, 6]), st.none() | deeper),
        max_size=2,
        unique_by=lambda nap: nap.step,
    ).map(tuple),
    max_leaves=4,
)


class Sleepy:
    """A computer with a batch of one video, which sleeps at some steps.

    It writes its name into its results. Stands for a worker and for the place of the results.
    """

    ended: tuple[FileOutcome, int]

    def __init__(self, naps: tuple[Nap, ...], world: World) -> None:
        self._naps = {nap.step: nap for nap in naps}
        self._world = world
        self.host = f"computer-{len(world.computers)}"
        world.computers.append(self)

    def run(self) -> None:
        events: list[BatchEvent] = []
        with self._world.clock.at(self.host):
            batch = Batch(self._world.out, [Worker(self)], events.append)
            batch._output = Place(self)
            batch.run([Planned(Path("v.mp4"), "v.mp4")])
        [ended] = [event for event in events if isinstance(event, FileEnded)]
        self.ended = ended.outcome, next(self._world.turns)

    def reach(self, step: str) -> None:
        if (nap := self._naps.get(step)) is not None:
            self._world.clock.pass_minutes(nap.minutes)
            if nap.other is not None:
                Sleepy(nap.other, self._world).run()


@dataclass
class World:
    out: Path
    clock: Computers
    computers: list[Sleepy] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=itertools.count)


class Worker:
    def __init__(self, computer: Sleepy) -> None:
        self._computer = computer

    def wait(self, wanted: Callable[[], bool]) -> bool:
        return wanted()

    def source(self, path: Path) -> SourceIdentity:
        return SourceIdentity(content="the video")

    def method(self) -> MethodIdentity:
        return method(weights=self._computer.host)  # So that nothing is done for the others.

    def wanted(self, path: Path) -> tuple[str, ...]:
        return "v.mp4.csv", "v.mp4.json"

    def load(self) -> MethodIdentity:
        self._computer.reach("load")
        return self.method()

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        def make(folder: Path) -> list[Path]:
            self._computer.reach("analyse")
            made = [folder / name for name in self.wanted(task.path)]
            for file in made:
                file.write_text(self._computer.host)
            return made

        return Staged(output.fill(stage, make), {})

    def request_stop(self) -> None:
        pass

    def close(self) -> None:
        pass


class Place(FolderOutput):
    def __init__(self, computer: Sleepy) -> None:
        super().__init__(computer._world.out)
        self._computer = computer
        self._moved = 0

    def publish(self, stage: str, name: str, final: str) -> None:
        super().publish(stage, name, final)
        self._moved += 1
        self._computer.reach(STEPS[1 + self._moved])


@example(naps=(Nap("first file moved", 6, ()),))
@example(naps=(Nap("load", 6, (Nap("analyse", 6, ()),)), Nap("second file moved", 6, ())))
@settings(max_examples=50)
@given(naps=NAPS.filter(bool))
def test_whoever_sleeps_at_whatever_step_the_files_are_of_the_last_who_did_it(
    naps: tuple[Nap, ...],
) -> None:
    with tempfile.TemporaryDirectory(**FAST) as folder, several_computers() as clock:
        world = World(Path(folder), clock)
        Sleepy(naps, world).run()
        outcomes = {computer.host: computer.ended for computer in world.computers}
        assert {outcome for outcome, _ in outcomes.values()} <= {FileOutcome.DONE, FileOutcome.BUSY}
        turns = {turn: host for host, (how, turn) in outcomes.items() if how is FileOutcome.DONE}
        last = turns[max(turns)]
        assert {file.read_text() for file in world.out.glob("v.*")} == {last}
        assert len(list(world.out.glob("v.*"))) == 2
        staging = world.out / ".svfap" / "staging"
        assert not [path for path in staging.rglob("*") if path.is_file()]
