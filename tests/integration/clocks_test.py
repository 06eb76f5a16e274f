"""The source's clock is set back, or the source becomes another server: what is written afterwards still arrives.

No server's clock can be moved here; what the last run remembers of it is moved instead, as if it had been ahead."""

import datetime
import unittest

from independent import differences
from stage import Stage

TABLES = {"utc": "TIMESTAMP(6)", "wall": "DATETIME(3)", "whole": "TIMESTAMP"}
AHEAD = datetime.timedelta(hours=2)


def later(text):
    """A cursor's text, two hours later, with as many digits."""
    moved = str(datetime.datetime.fromisoformat(text) + AHEAD)
    return moved[:19] + text[19:]


class Clocks(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("clocks")
        self.addCleanup(self.stage.close)

    def make(self, name, kind):
        now = kind.replace("DATETIME", "CURRENT_TIMESTAMP").replace("TIMESTAMP", "CURRENT_TIMESTAMP").replace(
            "CURRENT_CURRENT_", "CURRENT_")
        self.stage.sql(f"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, at {kind} NOT NULL DEFAULT {now} "
                       f"ON UPDATE {now}, KEY (at)); INSERT INTO {name} (id, v) VALUES (1, 0), (2, 0)")

    def run_well(self, *args):
        outcome = self.stage.run("run", *args)
        self.assertEqual(outcome.exit, 0, outcome)
        return outcome

    def marks(self):
        return {state["table"]: state["watermark"]["value"] for state in self.stage.state() if "table" in state}

    def pretend_the_clock_was_ahead(self):
        for state in self.stage.state():
            if "table" not in state:
                continue
            clocks = state["clocks"]
            self.stage.target["_sync_state"].update_one({"_id": state["_id"]}, {"$set": {
                "watermark.value": later(state["watermark"]["value"]), "horizon": later(state["horizon"]),
                "newest": later(state["newest"]), "clocks.cursor": later(clocks["cursor"]),
                "clocks.source": clocks["source"].as_datetime() + AHEAD}})

    def test_rows_written_after_the_clock_was_set_back_arrive_in_every_run(self):
        self.stage.configure(sync='overlap = "0s"')
        for name, kind in TABLES.items():
            self.make(name, kind)
        self.run_well()
        self.pretend_the_clock_was_ahead()
        before = self.marks()
        for n in range(3):  # the step is seen by the first run alone; the clock stays behind in the others
            for name in TABLES:
                self.stage.sql(f"INSERT INTO {name} (id, v) VALUES ({10 + n}, 0); UPDATE {name} SET v = v + 1 WHERE id = 1")
            outcome = self.run_well()
            self.assertEqual(outcome.err.count("less than the target's"), 1 if n == 0 else 0, outcome)
            for name in TABLES:
                self.assertEqual(differences(self.stage, name), [])
            self.assertEqual(self.marks(), before, "a watermark moved backwards")

    def test_rows_written_by_a_clock_of_another_zone_arrive_once_it_is_configured(self):
        self.make("shifts", "DATETIME(6)")
        table = '[[table]]\nname = "shifts"\ncursor_zone = "{}"\n'
        self.stage.configure(table.format("+00:00"), sync='overlap = "0s"')
        self.run_well()
        self.stage.sql("SET time_zone = '-05:00'; UPDATE shifts SET v = 5 WHERE id = 1; INSERT INTO shifts (id, v) VALUES (3, 0)")
        self.stage.configure(table.format("-05:00"), sync='overlap = "0s"')
        self.run_well()
        self.assertEqual(differences(self.stage, "shifts"), [])

    def test_another_server_is_said_once_with_what_to_run(self):
        self.make("utc", TABLES["utc"])
        self.stage.configure()
        self.run_well()
        self.stage.target["_sync_state"].update_many({"clocks": {"$ne": None}}, {"$set": {"clocks.server": "other"}})
        outcome = self.run_well()
        self.assertIn("another server", outcome.err)
        self.assertIn("mysync verify", outcome.err)
        self.assertNotIn("another server", self.run_well().err)


if __name__ == "__main__":
    unittest.main()
