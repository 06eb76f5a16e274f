"""The storm: writers change, move and remove rows and commit late, while a run starts every second with random options
and is killed, stopped, cut or told to die at random. Then the writers stop, two clean runs follow, and both sides
must be equal by two opinions, with no watermark that ever moved backwards.

MYSYNC_STORM_SECONDS=600 is the long one; MYSYNC_STORM_SEED repeats a schedule, MYSYNC_STORM_OVERLAP says what is
read again besides what the horizon asks for. A failure leaves the schedule and what each run said in a file."""

import os
import random
import sys
import tempfile
import time
import unittest

import storm_tables
from independent import differences
from stage import Stage, wait_for
from storm_marks import Marks
from storm_runs import LEASE, Runs, plan
from storm_writers import Writers

SEED = int(os.environ.get("MYSYNC_STORM_SEED", "20261128"))
SECONDS = float(os.environ.get("MYSYNC_STORM_SECONDS", "12"))
OVERLAP = os.environ.get("MYSYNC_STORM_OVERLAP", "0s")
WRITERS = int(os.environ.get("MYSYNC_STORM_WRITERS", "8"))
LATEST = min(60.0, SECONDS / 3)  # how long a transaction stays open at most
BUSY = 11


class Storm(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}, {SECONDS:.0f} s", file=sys.stderr)
        self.stage = Stage("storm")
        self.addCleanup(self.stage.close)
        self.stage.configure(storm_tables.CONFIGURATION, retries=1,
                             sync=f'overlap = "{OVERLAP}"\nlease = "{LEASE}s"\npause_after_failures = 0\nmax_quarantine = "100%"')
        self.stage.sql(storm_tables.SCHEMA)
        storm_tables.fill(self.stage, random.Random(SEED))

    def rage(self):
        """Writers, runs and the bystander, until the time has passed; everything has ended then."""
        marks = Marks(self.stage)
        runs = Runs(self.stage, marks)
        writers = Writers(self.stage, SEED, WRITERS, LATEST)
        begun = time.monotonic()
        try:
            for number in range(int(SECONDS)):
                time.sleep(max(0.0, begun + number - time.monotonic()))
                runs.start(plan(SEED, number, may_sleep_long=SECONDS > 60))
                if runs.wrong or marks.wrong:
                    break
        finally:
            writers.stop()
            runs.wait()
        return marks, runs, writers

    def run_clean(self):
        def attempt():
            outcome = self.stage.run("run", *storm_tables.WHERE, "--reconcile", "--force-deletes")
            return outcome if outcome.exit != BUSY else None
        outcome = wait_for(attempt, what="the lease of a dead run to expire")
        self.assertEqual(outcome.exit, 0, outcome)

    def differences(self):
        lines = [line for table, where in storm_tables.WHERE.items() for line in differences(self.stage, table, where=where)]
        verified = self.stage.run("verify", "--format", "json")
        return lines + ([f"verify: {verified}"] if verified.exit != 0 else [])

    def report(self, runs, marks, writers):
        total = sum(self.stage.target[table].count_documents({}) for table in storm_tables.WHERE)
        counts = ", ".join(f"{n} {what}" for what, n in sorted(runs.counts.items()))
        print(f"{counts}; {writers.transactions} transactions ({writers.late} late), {writers.changes} changes of {writers.rows} rows; "
              f"watermarks moved {marks.moves} times; {total} documents", file=sys.stderr)

    def keep(self, runs):
        with tempfile.NamedTemporaryFile("w", prefix="mysync-storm-", suffix=".log", delete=False) as file:
            file.write("\n".join(runs.story) + "\n")
        print(f"what each run did: {file.name}", file=sys.stderr)

    def test_both_sides_are_equal_after_the_storm(self):
        marks, runs, writers = self.rage()
        try:
            self.assertEqual(runs.wrong, [], "runs that ended as none may")
            self.run_clean()
            self.run_clean()
            marks.stop()
            self.report(runs, marks, writers)
            self.assertEqual(writers.errors, [])
            self.assertEqual(self.differences(), [])
            self.assertEqual(marks.wrong, [], "watermarks that moved backwards")
            self.assertGreater(runs.counts.get("exit 0", 0), 0, "no run ended well")
            self.assertGreater(writers.transactions, 20)
        except BaseException:
            self.keep(runs)
            raise
        finally:
            marks.ended.set()


if __name__ == "__main__":
    unittest.main()
