"""Rows that become visible after a run with a cursor older than its newest still arrive with the next."""

import unittest

from independent import differences
from stage import Stage

TABLE = ("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL "
         "DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")


class LateCommit(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("late_commit")
        self.addCleanup(self.stage.close)
        self.stage.configure()
        self.stage.sql(TABLE + "; INSERT INTO items (id, v) VALUES (1, 1), (2, 2)")

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_a_transaction_that_commits_after_a_run_is_not_lost(self):
        for first in (True, False):  # the snapshot, then a catch-up
            with self.subTest(snapshot=first):
                late = self.stage.server.connect(self.stage.database)
                late.begin()
                row = 10 if first else 20
                with late.cursor() as cursor:
                    cursor.execute(f"INSERT INTO items (id, v) VALUES ({row}, 0)")
                    cursor.execute("UPDATE items SET v = v + 10 WHERE id = 1")
                self.stage.sql(f"INSERT INTO items (id, v) VALUES ({row + 1}, 0); UPDATE items SET v = v + 5 WHERE id = 2")
                self.run_well()
                late.commit()
                late.close()
                self.run_well()
                self.assertEqual(differences(self.stage, "items"), [])

    def test_rows_deleted_at_the_watermark_are_no_trouble(self):
        self.run_well()
        self.stage.sql("DELETE FROM items WHERE id = 2; INSERT INTO items (id, v) VALUES (3, 3)")
        self.run_well()
        self.stage.target["items"].delete_one({"_id": 2})  # deletes are not followed by a cursor
        self.assertEqual(differences(self.stage, "items"), [])


if __name__ == "__main__":
    unittest.main()
