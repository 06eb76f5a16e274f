"""Tens of thousands of rows with one cursor value, more than any page or batch holds: each arrives, and the
group is not scanned again for every page of it."""

import unittest

from independent import differences
from stage import NUMBERS, Stage

ROWS = 22000


class EqualTimes(unittest.TestCase):
    def test_a_group_of_equal_cursors_larger_than_a_page_arrives_whole(self):
        with Stage("equal_times") as stage:
            stage.configure(sync="batch_size = 100")
            stage.sql("CREATE TABLE ticks (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at DATETIME(6) NOT NULL, "
                      "KEY updated (updated_at))")
            stage.sql(f"INSERT INTO ticks SELECT n, 0, UTC_TIMESTAMP(6) FROM {NUMBERS} WHERE n < {ROWS}")
            self.run_and_compare(stage)
            stage.sql("UPDATE ticks SET v = id, updated_at = UTC_TIMESTAMP(6)")
            before = stage.rows_read("ticks")
            outcome = stage.run("run", "--quiet")
            self.assertEqual(outcome.exit, 0, outcome)
            self.assertLess(stage.rows_read("ticks") - before, 2.5 * ROWS)
            self.assertEqual(differences(stage, "ticks"), [])

    def run_and_compare(self, stage):
        outcome = stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(differences(stage, "ticks"), [])


if __name__ == "__main__":
    unittest.main()
