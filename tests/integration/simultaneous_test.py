"""Runs that start at the same moment: one works, the others say that the lease is held, and never do two
work at once. Each run has its own way to the target, on which its writes are timed. The long run is
MYSYNC_TEST_ROUNDS=100 MYSYNC_TEST_AT_ONCE=2."""

import os
import time
import unittest

from independent import differences
from proxy import WRITES, MongoProxy
from stage import HANG, NUMBERS, Stage

ROUNDS = int(os.environ.get("MYSYNC_TEST_ROUNDS", "12"))
AT_ONCE = int(os.environ.get("MYSYNC_TEST_AT_ONCE", "3"))
NEW_ROWS = 200


class Simultaneous(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("simultaneous")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 50")
        self.stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT)")
        self.proxies = [MongoProxy(self.stage.uri) for _ in range(AT_ONCE)]
        self.times = [[] for _ in self.proxies]
        for proxy, times in zip(self.proxies, self.times):
            self.addCleanup(proxy.close)
            proxy.before = lambda verb, name, times=times: self.note(times, verb, name)

    def note(self, times, verb, name):
        if verb in WRITES and not str(name).startswith("_sync_"):
            times.append(time.monotonic())

    def one_round(self, n):
        """Starts all at once; returns the exit statuses."""
        for times in self.times:
            times.clear()
        self.stage.sql(f"INSERT INTO items SELECT {n} * {NEW_ROWS} + n, {n} FROM {NUMBERS} WHERE n < {NEW_ROWS}; "
                       "UPDATE items SET v = v + 1")
        running = [self.stage.start("run", "--quiet", env={"MONGODB_URI": p.uri}) for p in self.proxies]
        outputs = [process.communicate(timeout=HANG) for process in running]
        exits = [process.returncode for process in running]
        self.assertTrue(set(exits) <= {0, 11} and 0 in exits, f"{exits}: {outputs}")
        for exit, (_, err), times in zip(exits, outputs, self.times):
            self.assertEqual(err == b"", exit == 0, err)
            self.assertTrue(exit == 0 or not times, "a run without the lease wrote documents")
        spans = sorted((t[0], t[-1]) for t in self.times if t)
        for one, next_ in zip(spans, spans[1:]):
            self.assertLess(one[1], next_[0], "two runs wrote at once")
        return exits

    def test_of_simultaneous_starts_one_works_at_a_time(self):
        worked = self.one_round(0).count(0)
        before = self.token() - worked  # each run that works takes the lease once
        for n in range(1, ROUNDS):
            worked += self.one_round(n).count(0)
            self.assertEqual(differences(self.stage, "items"), [])
        self.assertEqual(self.token() - before, worked)

    def token(self):
        return self.stage.target["_sync_state"].find_one({"_id": self.stage.database})["token"]


if __name__ == "__main__":
    unittest.main()
