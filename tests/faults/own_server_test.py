"""What only a server of the test's own can be put through: a restart under prepared transactions, and steps of its
clock."""

import glob
import os
import time
import unittest

from independent import differences
from own_server import CLOCKS, OwnServer, kind
from stage import Stage

ITEMS = ("CREATE TABLE items (id INT PRIMARY KEY, v INT NOT NULL, at {0}(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) "
         "ON UPDATE CURRENT_TIMESTAMP(6), KEY (at))")


@unittest.skipUnless(kind() or os.environ.get("CI") == "true", "the program of the source server is not on this machine")
class OwnServers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = OwnServer()
        cls.addClassCleanup(cls.server.close)

    def stage(self, type="TIMESTAMP"):
        shared, os.environ["MYSYNC_TEST_MYSQL"] = os.environ["MYSYNC_TEST_MYSQL"], self.server.uri
        stage = Stage("own")
        os.environ["MYSYNC_TEST_MYSQL"] = shared
        self.addCleanup(stage.close)
        stage.sql(ITEMS.format(type))
        stage.configure(sync='overlap = "0s"')
        return stage

    def restart(self, stage, **options):
        self.server.stop()
        self.server.start(**options)
        stage.mysql.close()
        stage.mysql = stage.server.connect(stage.database)

    def run_well(self, stage):
        outcome = stage.run("run")
        self.assertEqual(outcome.exit, 0, outcome)
        return outcome

    def roll_back(self, stage):
        """What a failure left prepared, whose locks would keep the tables from being dropped."""
        for transaction in stage.sql("XA RECOVER"):
            stage.sql(f"XA ROLLBACK '{transaction[3]}'")

    def mark(self, stage):
        return stage.target["_sync_state"].find_one({"table": "items"})["watermark"]["value"]

    def test_a_prepared_transaction_that_outlived_a_restart_is_waited_for(self):
        stage = self.stage()
        stage.sql("INSERT INTO items (id, v) VALUES (1, 0)")
        self.run_well(stage)
        before = self.mark(stage)
        stage.sql("XA START 'late'; INSERT INTO items (id, v) VALUES (2, 0); XA END 'late'; XA PREPARE 'late'")
        self.addCleanup(self.roll_back, stage)
        self.restart(stage)
        for id in (10, 11):  # rows after it arrive at once, and nothing passes it
            stage.sql(f"INSERT INTO items (id, v) VALUES ({id}, 0)")
            outcome = self.run_well(stage)
            self.assertIn("XA RECOVER", outcome.err, outcome)
            self.assertEqual(self.mark(stage), before, outcome)
            self.assertEqual(differences(stage, "items"), [])
        stage.sql("XA COMMIT 'late'")
        outcome = self.run_well(stage)
        self.assertNotIn("XA RECOVER", outcome.err, outcome)
        self.assertGreater(self.mark(stage), before)
        self.assertEqual(stage.target["items"].count_documents({"_id": 2}), 1)
        self.assertEqual(differences(stage, "items"), [])

    def test_the_clock_of_the_server_steps_by_hours_and_every_row_arrives(self):
        self.assertTrue(glob.glob(CLOCKS), "libfaketime is not there: tests/run.sh installs it")
        stage = self.stage()
        self.server.set_clock("+0")
        self.restart(stage, faked=True)
        mark = ""
        for n, offset in enumerate(("+0", "-1h", "-1h", "+0", "+1h", "+1h", "+0", "-2h")):
            self.server.set_clock(offset)
            seen = stage.sql("SELECT UNIX_TIMESTAMP()")[0][0]
            self.assertAlmostEqual(int(seen) - time.time(), self.seconds(offset), delta=60)
            stage.sql(f"INSERT INTO items (id, v) VALUES ({n}, 0); UPDATE items SET v = v + 1 WHERE id = {n // 2}")
            self.run_well(stage)
            self.assertEqual(differences(stage, "items"), [], f"after {offset}")
            self.assertGreaterEqual(self.mark(stage), mark, "the watermark moved backwards")
            mark = self.mark(stage)

    @staticmethod
    def seconds(offset):
        return int(offset.rstrip("h")) * 3600


if __name__ == "__main__":
    unittest.main()
