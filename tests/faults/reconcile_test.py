"""Reconcile while rows move, come and go under it, and when its reads are cut: what has a row keeps its document."""

import threading
import unittest

from proxy import MongoProxy, Proxy
from stage import NUMBERS, Stage, wait_for

ROWS = 6000
TABLE = """CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, v INT NOT NULL,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))"""
CONFIGURED = '[[table]]\nname = "t"\ndeletes = "reconcile"\nmax_delete_percent = 90'


class Reconcile(unittest.TestCase):
    def stage(self, name, rows=ROWS, **options):
        stage = Stage(name)
        self.addCleanup(stage.close)
        stage.sql(TABLE)
        stage.sql(f"INSERT INTO t (id, v, updated_at) SELECT n, n, '2024-01-01' FROM {NUMBERS} WHERE n < {rows}")
        stage.configure(CONFIGURED, sync='batch_size = 5000\nlease = "5s"', **options)
        self.assert_well(stage.run("run", "--quiet"))
        return stage

    def assert_well(self, outcome):
        self.assertEqual(outcome.exit, 0, outcome)

    def ids(self, stage):
        return {d["_id"] for d in stage.target["t"].find({}, {"_id": 1})}

    def keys(self, stage):
        return {row[0] for row in stage.sql("SELECT id FROM t")}

    def test_rows_that_move_or_come_meanwhile_keep_their_documents(self):
        stage = self.stage("reconcile_moving")
        self.addCleanup(lambda: ended.set())
        ended, rounds = threading.Event(), [0]

        def move():
            """Rows jump over the read and back; others come and go. Rows from 1,000 are left alone."""
            with stage.server.connect(stage.database) as mysql, mysql.cursor() as cursor:
                while not ended.is_set():
                    far = 1_000_000 if rounds[0] % 2 == 0 else -1_000_000
                    cursor.execute(f"UPDATE t SET id = id + {far} WHERE id BETWEEN 0 AND 999 OR id BETWEEN 1000000 AND 1000999")
                    cursor.execute(f"INSERT INTO t (id, v) VALUES ({2_000_000 + rounds[0]}, 0)")
                    cursor.execute(f"DELETE FROM t WHERE id = {2_000_000 + rounds[0] - 3}")
                    rounds[0] += 1

        mover = threading.Thread(target=move)
        mover.start()
        try:
            wait_for(lambda: rounds[0] > 2, what="the first moves")
            for _ in range(4):
                self.assert_well(stage.run("run", "--quiet", "--reconcile"))
                self.assertEqual(set(range(1000, ROWS)) - self.ids(stage), set(), "documents of rows that never moved")
        finally:
            ended.set()
            mover.join()
        self.assertGreater(rounds[0], 8, "nothing moved meanwhile")
        self.assert_well(stage.run("run", "--quiet", "--reconcile"))
        self.assertEqual(self.ids(stage), self.keys(stage))

    def test_a_row_that_comes_back_between_the_two_reads_keeps_its_document(self):
        stage = self.stage("reconcile_back", rows=100)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(CONFIGURED, MONGODB_URI=proxy.uri)
        stage.sql("DELETE FROM t WHERE id IN (1, 2)")
        back = []

        def before(verb, name):
            """The ids were found missing: the row comes back before they are removed."""
            if verb == "find" and name == "t" and not back:
                stage.sql("INSERT INTO t (id, v) VALUES (1, 1)")
                back.append(1)

        proxy.before = before
        self.assert_well(stage.run("run", "--quiet", "--reconcile"))
        self.assertEqual(back, [1])
        self.assertEqual(self.ids(stage), set(range(100)) - {2})

    def test_a_read_of_the_keys_that_is_cut_removes_nothing(self):
        stage = self.stage("reconcile_cut")
        proxy = Proxy(stage.server.host, stage.server.port)
        self.addCleanup(proxy.close)
        stage.sql("DELETE FROM t WHERE id < 100")
        for retries, exit, left in ((0, 6, ROWS), (3, 0, ROWS - 100)):
            stage.configure(CONFIGURED, retries=retries, MYSQL_HOST="127.0.0.1", MYSQL_PORT=str(proxy.port))
            proxy.cut_after, proxy.cuts, proxy.cut_count = 40_000, 1, 0
            outcome = stage.run("run", "--quiet", "--reconcile")
            self.assertEqual(proxy.cut_count, 1, "nothing was cut")
            self.assertEqual(outcome.exit, exit, outcome)
            self.assertEqual(len(self.ids(stage)), left)

    def test_a_read_of_the_ids_that_is_cut_removes_nothing_wrong(self):
        stage = self.stage("reconcile_cut_target")
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.sql("DELETE FROM t WHERE id < 100")
        for retries, exit, left in ((0, 7, ROWS), (3, 0, ROWS - 100)):
            stage.configure(CONFIGURED, retries=retries, MONGODB_URI=proxy.uri)
            proxy.cut_after, proxy.cuts, proxy.cut_count = 60_000, 1, 0
            outcome = stage.run("run", "--quiet", "--reconcile")
            self.assertEqual(proxy.cut_count, 1, "nothing was cut")
            self.assertIn(outcome.exit, (exit, 0), outcome)  # the driver reads again by itself at times
            self.assertIn(len(self.ids(stage)), (left, ROWS - 100))

    def test_a_target_that_counts_its_documents_wrongly_neither_stops_nor_spoils_anything(self):
        stage = self.stage("reconcile_estimate", rows=100)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(CONFIGURED, MONGODB_URI=proxy.uri)
        for count in (0, 5, 100_000):
            with self.subTest(count):
                proxy.refuse["count"] = {"n": count, "ok": 1.0}
                stage.sql(f"DELETE FROM t WHERE id < 30; INSERT INTO t (id, v) VALUES ({1000 + count}, 1)")
                self.assert_well(stage.run("run", "--quiet"))
                self.assert_well(stage.run("verify", "--repair", "--quiet"))
                self.assertEqual(self.ids(stage), self.keys(stage))
                self.assertNotIn("every row is read again", stage.run("run").out)
                stage.sql("INSERT INTO t (id, v) SELECT id - 30, v FROM t WHERE id BETWEEN 30 AND 59")
                self.assert_well(stage.run("run", "--quiet"))

    def test_a_table_that_vanished_or_was_emptied_keeps_its_documents(self):
        stage = self.stage("reconcile_vanished", rows=100)
        for script in ("TRUNCATE t", "DROP TABLE t"):
            stage.sql(script)
            outcome = stage.run("run", "--reconcile", "t")
            self.assertNotEqual(outcome.exit, 0, outcome)
            self.assertEqual(len(self.ids(stage)), 100)

    def test_a_reconcile_that_was_killed_is_done_again(self):
        stage = self.stage("reconcile_killed", rows=3000)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.sql("DELETE FROM t WHERE id < 1000")
        stage.configure(CONFIGURED, sync='lease = "5s"', MONGODB_URI=proxy.uri)
        proxy.before = lambda verb, name: proxy.hold() if verb == "delete" and proxy.documents_written > 1 else None
        running = stage.start("run", "--quiet", "--reconcile", "--force-deletes")
        wait_for(lambda: not proxy.flowing.is_set(), what="the second removal")
        running.kill()
        running.communicate()
        proxy.before = lambda verb, name: None
        proxy.release()
        self.assertTrue(set(range(1000, 3000)) <= self.ids(stage))

        def attempt():
            outcome = stage.run("run", "--quiet", "--reconcile", "--force-deletes")
            return outcome if outcome.exit != 11 else None
        self.assert_well(wait_for(attempt, what="the lease of the dead run to expire"))
        self.assertEqual(self.ids(stage), self.keys(stage))


if __name__ == "__main__":
    unittest.main()
