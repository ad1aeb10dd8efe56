"""The long run: every fault by itself with its time to recover, and between them storms of all kinds; none is left out."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "SystemKit")]

from run import Run, binaries, new_seed  # noqa: E402
from stand import Stand  # noqa: E402
from system import ROOT  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compose/chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long faults are injected (default 10)")
    parser.add_argument("--seed", type=int, default=None, help="the dice of an earlier run")
    parser.add_argument("--rate", type=float, default=15.0, help="changes a second (default 15)")
    parser.add_argument("--kinds", default="", help="only these faults, by comma")
    parser.add_argument("--keep", action="store_true", help="leave the system running and its folder there")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    seed = given.seed if given.seed is not None else new_seed()
    stand = Stand(binaries())
    print(f"chaos: seed {seed}, data in {stand.folder}", flush=True)
    sound = False
    try:
        stand.up()
        run = Run(stand, seed, rate=given.rate, say=lambda line: print(line, flush=True))
        # Each service has a kill of its own.
        kinds = [kind for kind in given.kinds.split(",") if kind] or [kind for kind in run.faults.kinds if kind != "kill service"]
        run.driver.start()
        end = time.monotonic() + given.minutes * 60
        alone = run.dice.sample(kinds, len(kinds))
        while (left := end - time.monotonic()) > 0:
            # A third of the time in storms, the rest for faults by themselves, as long as there are some that were not measured.
            run.storm(min(left, given.minutes * 60 / 3 / max(1, len(kinds)) if alone else 20.0), kinds)
            if alone and time.monotonic() < end:
                run.strike_alone(alone.pop())
        for kind in run.left(kinds):
            run.strike_alone(kind)
        outcome = run.judge(run.settle())
        sound = outcome.is_sound
        outcome.write(ROOT / ".build" / "chaos.json")
        print(f"\n{outcome.table()}\n", flush=True)
    finally:
        if given.keep:
            print(f"kept: {stand.folder} ({stand.command} down --data {stand.data}, then --data {stand.servers})", flush=True)
        else:
            stand.down()
            if sound:
                stand.remove()
            else:
                print(f"the logs are in {stand.data / 'log'} and {stand.servers / 'log'}", flush=True)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
