"""Verify while rows change and runs bring their changes: no false difference, in tables of every kind.

MYSYNC_VERIFY_LOOPS verifications (1); the long proof is a hundred, and with the overlap that runs have by default.
"""

import json
import os
import random
import sys
import threading
import time
import unittest

from stage import NUMBERS, Elapsed, Stage, wait_for

LOOPS = int(os.environ.get("MYSYNC_VERIFY_LOOPS", "1"))
OVERLAP = "auto" if LOOPS > 3 else "2s"
ROWS, PAIRS = 400, 60
ROWS_PER_TRANSACTION, PER_SECOND = 20, 1000

TABLES = """
CREATE TABLE stamped (id INT NOT NULL PRIMARY KEY, n INT, t TEXT, updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
  ON UPDATE CURRENT_TIMESTAMP(6), KEY (updated_at));
CREATE TABLE seconds (id INT NOT NULL PRIMARY KEY, n INT, t TEXT, updated_at DATETIME NOT NULL, KEY (updated_at));
CREATE TABLE no_cursor (id INT NOT NULL PRIMARY KEY, n INT, t TEXT);
CREATE TABLE soft (id INT NOT NULL PRIMARY KEY, n INT, t TEXT, deleted_at DATETIME NULL, updated_at DATETIME(6) NOT NULL, KEY (updated_at));
CREATE TABLE filtered (id INT NOT NULL PRIMARY KEY, n INT, t TEXT, updated_at DATETIME(6) NOT NULL, KEY (updated_at));
CREATE TABLE pairs (a INT NOT NULL, b VARCHAR(9) NOT NULL, n INT, t TEXT, updated_at DATETIME(6) NULL, PRIMARY KEY (a, b), KEY (updated_at));
"""
OPTIONS = """
[[table]]
name = "soft"
deletes = "soft:deleted_at"
[[table]]
name = "filtered"
where = "n < 50"
"""
# Per row that changes: its key's number and a number below 100.
WRITES = {
    "stamped": "INSERT INTO stamped (id, n) VALUES ({k}, {n}) ON DUPLICATE KEY UPDATE n = {n}",
    "seconds": "REPLACE INTO seconds VALUES ({k}, {n}, 'x', UTC_TIMESTAMP())",
    "no_cursor": "REPLACE INTO no_cursor VALUES ({k}, {n}, 'x')",
    "soft": "REPLACE INTO soft VALUES ({k}, {n}, 'x', IF({n} < 50, UTC_TIMESTAMP(), NULL), UTC_TIMESTAMP(6))",
    "filtered": "REPLACE INTO filtered VALUES ({k}, {n}, 'x', UTC_TIMESTAMP(6))",
    "pairs": f"REPLACE INTO pairs VALUES ({{k}} % {PAIRS} DIV 2, {{k}} % 2, {{n}}, 'x', IF({{n}} < 2, NULL, UTC_TIMESTAMP(6)))",
}


class Busy(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("verify_busy")
        self.addCleanup(self.stage.close)
        self.stage.configure(OPTIONS, sync=f'batch_size = 100\noverlap = "{OVERLAP}"', mysql='datetime_zone = "UTC"')
        self.stage.sql(TABLES)
        for table, write in WRITES.items():
            head, _, values = write.partition(" VALUES ")
            cells = values.partition(" ON DUPLICATE")[0][1:-1].format(k="n", n="n % 100")
            self.stage.sql(f"SET time_zone = '+00:00'; {head.replace('INSERT', 'REPLACE')} SELECT {cells} FROM {NUMBERS} WHERE n < {ROWS}")
        self.stop = threading.Event()
        self.written, self.runs, self.failures = 0, 0, []
        self.run_well()

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def guarded(self, work):
        def guarded():
            try:
                while not self.stop.is_set():
                    work()
            except Exception as failure:
                self.failures.append(failure)
        return threading.Thread(target=guarded)

    def writer(self):
        mysql = self.stage.server.connect(self.stage.database)
        self.addCleanup(mysql.close)
        chance = random.Random(7)
        begun = time.monotonic()
        with mysql.cursor() as cursor:
            cursor.execute("SET time_zone = '+00:00'")

        def write():
            with mysql.cursor() as cursor:
                mysql.begin()
                for _ in range(ROWS_PER_TRANSACTION):
                    table = chance.choice(list(WRITES))
                    cursor.execute(WRITES[table].format(k=chance.randrange(ROWS + 50), n=chance.randrange(100)))
                mysql.commit()
            self.written += ROWS_PER_TRANSACTION
            self.stop.wait(max(0, begun + self.written / PER_SECOND - time.monotonic()))
        return self.guarded(write)

    def runner(self):
        def run():
            outcome = self.stage.run("run", "--quiet")
            if outcome.exit != 0:
                raise AssertionError(outcome)
            self.runs += 1
        return self.guarded(run)

    def verify(self):
        outcome = self.stage.run("verify", "--format", "json")
        self.assertEqual(outcome.exit, 0, outcome)
        return {t["table"]: t for t in json.loads(outcome.out)["tables"]}

    def test_no_false_difference_and_what_is_known_is_told(self):
        threads = [self.writer(), self.runner()]
        for thread in threads:
            thread.start()
        with Elapsed() as elapsed:
            try:
                wait_for(lambda: self.runs or self.failures, what="the first run")
                for _ in range(LOOPS):
                    self.verify()
                    self.assertEqual(self.failures, [])
            finally:
                self.stop.set()
                for thread in threads:
                    thread.join()
        rate = self.written / elapsed.seconds
        print(f"{LOOPS} verifications, {self.runs} runs, {rate:.0f} rows changed a second", file=sys.stderr)
        self.assertEqual(self.failures, [])
        self.assertGreater(rate, 50)
        self.run_well()
        for name, table in self.verify().items():
            self.assertEqual((table["not_due"], table["equal"]), (0, table["rows"]), name)

    def test_a_real_difference_is_found_while_rows_change(self):
        """Also in a table whose rows do not say when they changed: a run that leaves it as it is proves it one."""
        self.stage.sql("UPDATE stamped SET id = 100000 + id, updated_at = '2026-01-02 03:04:05' WHERE id < 3")
        self.run_well()
        wanted = {"stamped": ["100000", "100001", "100002"], "seconds": ["100000"]}
        threads = [self.writer(), self.runner()]
        for thread in threads:
            thread.start()
        try:
            wait_for(lambda: self.runs or self.failures, what="the first run")
            self.stage.target["stamped"].update_many({"_id": {"$gte": 100000}}, {"$set": {"n": -1}})
            self.stage.target["seconds"].insert_one({"_id": 100000})
            # What is not known in time is not due: on a busy machine a second look, or a third, names it.
            found = wait_for(lambda: self.named(wanted), what="every difference")
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual((found, self.failures), (wanted, []))

    def named(self, tables):
        """The keys that a verification names, by table; nothing unless it names some of each of these."""
        outcome = self.stage.run("verify", "--format", "json")
        self.assertIn(outcome.exit, (0, 8), outcome)
        found = {t["table"]: sorted(s["key"]["$numberInt"] for s in t["samples"])
                 for t in json.loads(outcome.out)["tables"] if t["samples"]}
        return found if set(found) >= set(tables) else None


if __name__ == "__main__":
    unittest.main()
