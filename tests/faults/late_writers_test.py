"""Writers that commit late, at random, while runs follow each other: at the end no row may be missing or old.

Rows are written once, or changed seldom, so that what was lost is not mended by a later change. Short and without an
overlap here; MYSYNC_TEST_SECONDS=600 MYSYNC_TEST_OVERLAP=auto MYSYNC_TEST_LATEST=60 is the long run with the usual
one. MYSYNC_TEST_SEED repeats a schedule."""

import itertools
import os
import random
import sys
import threading
import time
import unittest

import pymysql

from independent import differences
from stage import Stage

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20261122"))
SECONDS = float(os.environ.get("MYSYNC_TEST_SECONDS", "8"))
LATEST = float(os.environ.get("MYSYNC_TEST_LATEST", "3"))  # how late a transaction commits at most
OVERLAP = os.environ.get("MYSYNC_TEST_OVERLAP", "0s")
WRITERS = int(os.environ.get("MYSYNC_TEST_WRITERS", "6"))
CURSORS = {"six": "TIMESTAMP(6)", "whole": "TIMESTAMP", "wall": "DATETIME(3)"}


class LateWriters(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.stage = Stage("late_writers")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync=f'overlap = "{OVERLAP}"', more='[[table]]\nname = "numbered"\nmode = "append"')
        for name, kind in CURSORS.items():
            now = "CURRENT_TIMESTAMP" + kind[kind.index("("):] if "(" in kind else "CURRENT_TIMESTAMP"
            self.stage.sql(f"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, at {kind} NOT NULL DEFAULT {now} "
                           f"ON UPDATE {now}, KEY (at))")
        self.stage.sql("CREATE TABLE numbered (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL)")
        self.ids = itertools.count(1)
        self.lock = threading.Lock()
        self.end = time.monotonic() + SECONDS
        self.transactions = 0

    def write(self, seed):
        chance = random.Random(seed)
        with self.stage.server.connect(self.stage.database) as mysql:
            while time.monotonic() < self.end:
                try:
                    self.transaction(chance, mysql)
                except pymysql.MySQLError:
                    mysql.rollback()

    def transaction(self, chance, mysql):
        mysql.begin()
        with mysql.cursor() as cursor:
            for _ in range(chance.randint(1, 5)):
                self.statement(chance, cursor)
                time.sleep(chance.choice((0, 0, 0.02, 0.1)))
            late = chance.random() ** 4 * LATEST  # mostly at once
            time.sleep(max(0.0, min(late, self.end - time.monotonic())))
        mysql.rollback() if chance.random() < 0.1 else mysql.commit()
        with self.lock:
            self.transactions += 1

    def statement(self, chance, cursor):
        with self.lock:
            number = next(self.ids)
        table = chance.choice(list(CURSORS))
        kind = chance.random()
        if kind < 0.2:
            cursor.execute(f"UPDATE {table} SET v = v + 1 WHERE id = {chance.randrange(1, number + 1)}")
        elif kind < 0.4:
            cursor.execute("INSERT INTO numbered (v) VALUES (1), (2)")
        else:
            cursor.execute(f"INSERT INTO {table} (id, v) VALUES ({number}, 0)")

    def poll(self):
        """A monitor that keeps the list of transactions old, now and then."""
        chance = random.Random(SEED)
        with self.stage.server.connect() as mysql, mysql.cursor() as cursor:
            while time.monotonic() < self.end:
                for _ in range(30):
                    cursor.execute("SELECT * FROM information_schema.innodb_trx")
                    time.sleep(0.03)
                time.sleep(chance.random())

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_no_row_is_lost(self):
        threads = [threading.Thread(target=self.write, args=(SEED + n,)) for n in range(WRITERS)]
        threads.append(threading.Thread(target=self.poll))
        for thread in threads:
            thread.start()
        runs, chance = 0, random.Random(SEED)
        try:
            while time.monotonic() < self.end:
                self.run_well()
                runs += 1
                time.sleep(chance.random() / 2)
        finally:
            for thread in threads:
                thread.join()
        self.run_well()
        print(f"{runs} runs, {self.transactions} transactions", file=sys.stderr)
        self.assertGreater(runs, 0)
        self.assertGreater(self.transactions, 20)
        for table in (*CURSORS, "numbered"):
            self.assertEqual(differences(self.stage, table), [])


if __name__ == "__main__":
    unittest.main()
