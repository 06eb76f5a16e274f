"""The writers of the storm: transactions that change several rows, mostly short, some open for up to a minute.
The n-th transaction of a writer depends on the seed alone."""

import itertools
import random
import threading

import pymysql

from storm_tables import statements


class Writers:
    """Threads that write until stopped. Only one is slow, since each open transaction holds all watermarks back;
    `latest`: seconds for which its transactions stay open at most."""

    def __init__(self, stage, seed, count, latest):
        self.stage, self.seed, self.latest = stage, seed, latest
        self.ended = threading.Event()
        self.lock = threading.Lock()
        self.transactions = self.changes = self.rows = self.late = 0
        self.errors = []
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def write(self, writer):
        with self.stage.server.connect(self.stage.database) as mysql, mysql.cursor() as cursor:
            cursor.execute("SET innodb_lock_wait_timeout = 2")
            for n in itertools.count():
                if self.ended.is_set():
                    return
                try:
                    chance = random.Random(f"{self.seed}/{writer}/{n}")
                    late = chance.random() ** 8 * (self.latest if writer == 0 else 0.5)
                    self.transaction(chance, late, mysql, cursor)
                except (pymysql.OperationalError, pymysql.IntegrityError):  # a deadlock, a lock, a key that is taken
                    mysql.rollback()
                except Exception as error:  # pylint: disable=broad-except
                    self.errors.append(error)
                    return

    def transaction(self, chance, late, mysql, cursor):
        changes = rows = 0
        mysql.begin()
        if chance.random() < 0.2:  # its place in time is that of its first look, not of its first change
            cursor.execute("SELECT COUNT(*) FROM orders")
            self.ended.wait(late)
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            for statement in statements(chance):
                cursor.execute(statement)
                changes, rows = changes + 1, rows + max(0, cursor.rowcount)
            self.ended.wait(chance.choice((0, 0, 0.01, 0.05)))
        self.ended.wait(late)
        if chance.random() < 0.1:
            mysql.rollback()
            return
        mysql.commit()
        with self.lock:
            self.transactions, self.changes, self.rows = self.transactions + 1, self.changes + changes, self.rows + rows
            self.late += late > 1
