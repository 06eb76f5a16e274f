"""Runs while others write: transactions that stay open for a while, commit out of order and roll back. When
they have ended, one more run makes both sides equal. The seed is fixed; MYSYNC_TEST_SEED chooses another."""

import os
import random
import sys
import threading
import time
import unittest

import pymysql

from independent import differences
from stage import NUMBERS, Stage

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260103"))
WRITERS, SECONDS, ROWS = 4, 8, 500
RUNS, TRANSACTIONS = 3, 20  # at least, however busy the machine is


class BusyWriters(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.stage = Stage("busy_writers")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 20")
        self.stage.sql("CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL "
                       "DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")
        self.stage.sql("CREATE TABLE log (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, line VARCHAR(20) NOT NULL, "
                       "at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (at))")
        self.stage.sql(f"INSERT INTO accounts (id, v) SELECT n, 0 FROM {NUMBERS} WHERE n < {ROWS}")
        self.ended = threading.Event()
        self.transactions = 0

    def write(self, seed):
        chance = random.Random(seed)
        with self.stage.server.connect(self.stage.database) as mysql:
            while not self.ended.is_set():
                try:
                    self.transaction(chance, mysql)
                except pymysql.MySQLError:
                    mysql.rollback()  # a deadlock or a lock that took too long: the next one

    def transaction(self, chance, mysql):
        mysql.begin()
        with mysql.cursor() as cursor:
            for _ in range(chance.randint(1, 4)):
                cursor.execute(f"UPDATE accounts SET v = v + 1 WHERE id = {chance.randrange(ROWS)}")
                cursor.execute("INSERT INTO log (line) VALUES ('x')")
                time.sleep(chance.choice((0, 0, 0.01, 0.3)))
        if chance.random() < 0.1:
            mysql.rollback()
        else:
            mysql.commit()
        self.transactions += 1

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_nothing_is_lost_whenever_it_commits(self):
        writers = [threading.Thread(target=self.write, args=(SEED + n,)) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        end, runs = time.monotonic() + SECONDS, 0
        try:
            while time.monotonic() < end or runs < RUNS or self.transactions < TRANSACTIONS:
                self.run_well()
                runs += 1
        finally:
            self.ended.set()
            for writer in writers:
                writer.join()
        self.run_well()
        for table in ("accounts", "log"):
            self.assertEqual(differences(self.stage, table), [])


if __name__ == "__main__":
    unittest.main()
