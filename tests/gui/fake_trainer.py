"""A trainer that learns nothing, in no time: it tells events, heeds stop-early, pause and signals.

Run as `python fake_trainer.py STEP HOME [--resume] [--stubborn] [--fail WHY] ...`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

STEPS = 400


def main() -> None:
    step, home = sys.argv[1], Path(sys.argv[2])
    if "--fail" in sys.argv:
        tell(f'{{"kind":"failed","error":"{sys.argv[sys.argv.index("--fail") + 1]}"}}')
        sys.exit(1)
    if "--crash" in sys.argv:
        raise RuntimeError("a bug")
    if step in ("pretrain", "finetune"):
        train(step, home)
    elif step == "prepare":
        made = home / "made"
        time.sleep(0.2)  # Libraries are loaded; a request from before that is removed.
        (home / "pause").unlink(missing_ok=True)
        for done in range(int(made.read_text()) if made.exists() else 0, STEPS):
            tell(f'{{"kind":"progress","done":{done},"total":{STEPS},"name":"a.mp4"}}')
            made.write_text(str(done))
            time.sleep(0.02)
            if (home / "pause").exists():
                (home / "pause").unlink()
                tell('{"kind":"ended","step":0,"outcome":"interrupted","seconds":1.0}')
                sys.exit(1)
        (home / "manifest.parquet").touch()
    elif step == "evaluate":
        time.sleep(60)
    else:
        model = str(home / "model")
        tell(
            f'{{"kind":"exported","folder":"{model}","title":"M","temperature":1.0,'
            '"notes":["The last weights."]}'
        )


def train(step: str, home: Path) -> None:
    heard: list[int] = []
    stubborn = "--stubborn" in sys.argv
    signal.signal(signal.SIGTERM, lambda number, _: None if stubborn else heard.append(number))
    (home / "config.yaml").write_text(f"kind: {step}\nrecipe:\n  epochs: 4\n")
    events = (home / "events.jsonl").open("a", buffering=1)
    first = int((home / "last.ckpt").read_text()) if "--resume" in sys.argv else 0
    time.sleep(0.5)  # Libraries are loaded; a wish from before that is not of this run.
    for request in ("stop-early", "pause"):
        (home / request).unlink(missing_ok=True)
    tell(f'{{"kind":"started","run":"r","step":{first},"total_steps":{STEPS}}}', events)
    outcome = "finished"
    for number in range(first + 1, STEPS + 1):
        (home / "last.ckpt").write_text(str(number))
        tell(
            f'{{"kind":"step","step":{number},"epoch":{4 * number // STEPS},"loss":{1 / number},'
            f'"lr":0.1,"samples_per_s":9.0,"left_s":{STEPS - number}}}',
            events,
        )
        time.sleep(0.02)
        paused = bool(heard) or (home / "pause").exists()
        if (home / "stop-early").exists() or paused:
            outcome = "interrupted" if paused else "stopped_early"
            break
    tell(f'{{"kind":"ended","step":{number},"outcome":"{outcome}","seconds":1.0}}', events)


def tell(line: str, *files: object) -> None:
    for file in (sys.stdout, *files):
        print(line, file=file, flush=True)  # type: ignore[call-overload]


if __name__ == "__main__":
    os.environ.pop("COVERAGE_PROCESS_START", None)
    main()
