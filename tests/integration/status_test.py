"""`mysync status`: a table in another letter case is one table, and a dead run is not one that is on."""

import datetime
import json
import unittest

from stage import Stage


class Status(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("status")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED);"
                       "INSERT INTO items VALUES (1, 1), (2, 18446744073709551615);"
                       "CREATE TABLE others (id INT NOT NULL PRIMARY KEY)")
        self.stage.configure('[[table]]\nname = "ITEMS"\ncollection = "items"\ninterval = "15m"')

    def run_well(self, *args):
        outcome = self.stage.run(*args)
        self.assertEqual(outcome.exit, 0, outcome)
        return outcome.out

    def status(self, *args):
        return json.loads(self.run_well("status", "--format", "json", *args))

    def hold(self, renewed):
        self.stage.target["_sync_state"].update_one({"_id": self.stage.database}, {"$set": {
            "holder": {"host": "elsewhere", "pid": 4242, "run": "other"}, "lease_ms": 30000, "renewed": renewed}})

    def test_a_name_in_another_letter_case_is_the_same_table(self):
        self.run_well("run", "Items", "--full")
        self.assertEqual(len(self.stage.documents("items")), 1)
        tables = self.status()["tables"]
        self.assertEqual([(t["table"], t["phase"], t["quarantined"]) for t in tables], [("items", "steady", 1)])
        for name in ("items", "ITEMS", "Items"):
            self.assertEqual(len(self.status(name)["tables"]), 1)
        self.run_well("reset-watermark", "iTEMS", "--yes")

    def test_a_run_that_died_is_told_apart_from_one_that_is_on(self):
        self.run_well("run")
        self.assertEqual((self.status()["lease_owner"], self.status()["dead_run"]), (None, None))
        now = datetime.datetime.now(datetime.timezone.utc)
        self.hold(now + datetime.timedelta(seconds=5))
        self.assertIn("elsewhere", self.status()["lease_owner"])
        self.hold(now - datetime.timedelta(minutes=5))
        found = self.status()
        self.assertIsNone(found["lease_owner"])
        self.assertIn("elsewhere", found["dead_run"])
        self.assertIn("a run died", self.run_well("status"))


if __name__ == "__main__":
    unittest.main()
