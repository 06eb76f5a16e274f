"""A target that is far away: many batches are on their way at a time."""

import threading
import time
import unittest

from independent import differences
from proxy import MongoProxy
from stage import NUMBERS, Stage

ROWS, BATCH = 5000, 100
ROUND_TRIP = 0.02
ON_THEIR_WAY = 6  # three times as many as nearby; it would be sixteen, were every machine quick enough to fill them


class Distance:
    """Holds every command for the time of a round trip, and counts the writes that are held at once."""

    def __init__(self):
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def __call__(self, verb, collection):
        change = 1 if verb in ("insert", "update") and not str(collection).startswith("_") else 0
        with self.lock:
            self.now += change
            self.most = max(self.most, self.now)
        time.sleep(ROUND_TRIP)
        with self.lock:
            self.now -= change


class FarTarget(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("far")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE far (id INT NOT NULL PRIMARY KEY, v INT NOT NULL)")
        self.stage.sql(f"INSERT INTO far SELECT n, n % 7 FROM {NUMBERS} WHERE n < {ROWS}")
        self.proxy = MongoProxy(self.stage.uri)
        self.addCleanup(self.proxy.close)
        self.proxy.before = self.distance = Distance()
        self.stage.configure(sync=f"batch_size = {BATCH}", MONGODB_URI=self.proxy.uri)

    def test_a_load_sends_more_batches_at_a_time(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertGreaterEqual(self.distance.most, ON_THEIR_WAY)
        self.assertEqual(differences(self.stage, "far"), [])


if __name__ == "__main__":
    unittest.main()
