"""The cost of a run follows what changed, not the size of the table: counted in rows that the source reads."""

import threading
import time
import unittest

from independent import differences
from proxy import MongoProxy
from stage import NUMBERS, Stage

ROWS, CHANGED = 8000, 40


class Cost(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("cost")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 200")
        for table, key in (("narrow", "KEY updated (updated_at)"), ("wide", "KEY updated (updated_at, id)")):
            self.stage.sql(f"CREATE TABLE {table} (id BIGINT NOT NULL PRIMARY KEY, v INT NOT NULL, "
                           f"updated_at DATETIME(6) NOT NULL, {key})")
            self.stage.sql(f"INSERT INTO {table} SELECT n, 0, '2024-01-01' + INTERVAL n SECOND FROM {NUMBERS} "
                           f"WHERE n < {ROWS}")
        self.read_by_run()

    def read_by_run(self):
        """Rows read from each table by one run."""
        before = {table: self.stage.rows_read(table) for table in ("narrow", "wide")}
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        return {table: self.stage.rows_read(table) - rows for table, rows in before.items()}

    def test_a_run_that_finds_nothing_looks_at_a_handful_of_rows(self):
        for table, read in self.read_by_run().items():
            self.assertLess(read, 20, table)

    def test_a_catch_up_reads_what_changed(self):
        for table in ("narrow", "wide"):
            self.stage.sql(f"UPDATE {table} SET v = 1, updated_at = UTC_TIMESTAMP(6) WHERE id % {ROWS // CHANGED} = 0")
        for table, read in self.read_by_run().items():
            self.assertLess(read, 5 * CHANGED, table)
            self.assertEqual(differences(self.stage, table), [])

    def test_the_first_load_reads_each_row_once(self):
        self.stage.sql("CREATE TABLE fresh (id BIGINT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at DATETIME(6) NOT NULL, "
                       "KEY updated (updated_at)); INSERT INTO fresh SELECT * FROM narrow")
        before = self.stage.rows_read("fresh")
        self.read_by_run()
        self.assertLess(self.stage.rows_read("fresh") - before, 1.1 * ROWS)

    def test_a_run_that_finds_nothing_needs_hardly_a_connection_to_the_target(self):
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        self.stage.configure(sync="batch_size = 200", MONGODB_URI=proxy.uri)
        self.read_by_run()
        self.assertLessEqual(len(proxy.pairs), 2)  # one beside it when two threads ask at once

    def test_a_target_far_away_is_written_by_many_at_once(self):
        proxy, lock = MongoProxy(self.stage.uri), threading.Lock()
        self.addCleanup(proxy.close)
        self.stage.sql("CREATE TABLE far (id BIGINT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at DATETIME(6) NOT NULL, "
                       "KEY updated (updated_at)); INSERT INTO far SELECT * FROM narrow WHERE id < 3000")
        under_way, most = 0, 0

        def travel(verb, collection):
            nonlocal under_way, most
            if (verb, collection) != ("insert", "far"):
                return
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.03)
            with lock:
                under_way -= 1
        proxy.before = travel
        self.stage.configure(sync="batch_size = 20", MONGODB_URI=proxy.uri)
        outcome = self.stage.run("run", "--quiet", "far")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertGreater(most, 2)
        self.assertEqual(differences(self.stage, "far"), [])


if __name__ == "__main__":
    unittest.main()
