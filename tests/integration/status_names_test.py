"""`status` tells of the tables that are configured, by whatever name; `reset-watermark` stays below the
horizon; and what another process left behind is not complained of."""

import subprocess
import unittest

from stage import HANG, Stage


class Status(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("status")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE Orders (id INT NOT NULL PRIMARY KEY, updated_at TIMESTAMP NOT NULL "
                       "DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);"
                       "INSERT INTO Orders VALUES (1, '2024-01-01 00:00:00'), (2, '2024-01-03 00:00:00');"
                       "CREATE TABLE items (id INT NOT NULL PRIMARY KEY); INSERT INTO items VALUES (1)")
        self.stage.configure(retries=0)

    def expect(self, exit, *args, env=None):
        outcome = self.stage.run(*args, env=env)
        self.assertEqual(outcome.exit, exit, outcome)
        return outcome

    def test_a_table_named_by_a_variable_is_known_in_its_own_case(self):
        env = {"SYNC_ORDERS_COLLECTION": "bought"}
        self.expect(0, "run", env=env)
        self.assertEqual(self.stage.collections(), ["bought", "items"])
        outcome = self.expect(0, "status", "--check", env=env)
        self.assertNotIn("orders ", outcome.out)

    def test_every_command_takes_a_name_in_any_letter_case(self):
        self.expect(0, "run", "orders")
        for args in (["discover"], ["status"], ["verify"], ["verify", "--repair"], ["check"], ["pause"], ["run"], ["resume"], ["quarantine", "list"],
                     ["quarantine", "retry"], ["quarantine", "drop", "--yes"], ["reset-watermark", "--yes"]):
            outcome = self.expect(0, *args, "oRDERS")
            self.assertNotIn("items", outcome.out)
        states = self.stage.target["_sync_state"].find({"pipeline": {"$exists": True}, "table": {"$exists": True}})
        self.assertEqual([state["table"] for state in states], ["Orders"])

    def test_a_pause_before_the_first_run_holds_for_the_name_that_is_configured(self):
        self.stage.configure('[[table]]\nname = "orders"', retries=0)
        self.assertIn("is paused", self.expect(0, "pause", "Orders").out)
        self.assertIn("paused since", self.expect(0, "run").out)
        self.assertEqual(self.stage.documents("Orders"), [])

    def test_a_table_that_is_synced_no_more_is_shown_only_when_asked_for(self):
        self.expect(0, "run")
        self.stage.target["_sync_state"].update_one({"table": "items"}, {"$set": {"last_status": "failed"}})
        self.expect(8, "status", "--check")
        self.stage.configure(retries=0, sync='exclude = ["items"]')
        self.assertNotIn("items", self.expect(0, "status", "--check").out)
        self.assertIn("items", self.expect(0, "status", "Items").out)

    def test_a_watermark_is_not_moved_into_the_future(self):
        self.expect(0, "run", "Orders")
        outcome = self.expect(2, "reset-watermark", "Orders", "--to", "2099-01-01 00:00:00", "--yes")
        self.assertIn("above", outcome.err)
        self.expect(0, "reset-watermark", "Orders", "--to", "2024-01-01 00:00:00", "--yes")
        outcome = self.expect(0, "reset-watermark", "Orders", "--to", "2024-01-02 00:00:00", "--yes")
        self.assertIn("skip 1 row ", outcome.out)

    def test_a_dry_run_heeds_full_and_due(self):
        self.expect(0, "run")
        self.assertNotIn("every row", self.expect(0, "run", "Orders", "--dry-run").out)
        self.assertIn("every row", self.expect(0, "run", "Orders", "--dry-run", "--full").out)
        self.assertIn("nothing is due", self.expect(0, "run", "--dry-run", "--due").out)

    def test_a_counter_file_of_a_killed_process_is_not_complained_of(self):
        command = 'touch "/dev/shm/mongoc-$$"; exec "$0" --version'
        done = subprocess.run(["sh", "-c", command, self.stage.binary], capture_output=True, timeout=HANG)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main()
