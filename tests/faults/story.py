"""What the fault tests share: tables large enough to be interrupted, and the one question afterwards."""

import json

from bson.datetime_ms import DatetimeMS

from independent import differences
from stage import HANG, NUMBERS, Elapsed, Stage, wait_for

ROWS, LINES = 6000, 400
BUSY = 11
SOON = 2.0  # seconds from a signal to the end

TABLES = """
CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, total DECIMAL(12,2), note VARCHAR(100), updated_at DATETIME(6) NOT NULL,
  KEY updated (updated_at));
CREATE TABLE order_lines (order_id BIGINT NOT NULL, line INT NOT NULL, qty INT, updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (order_id, line), KEY updated (updated_at));
CREATE TABLE countries (code CHAR(4) NOT NULL PRIMARY KEY, n INT);
"""


def started_until(proxy, stage, documents):
    """A run whose writes stand still in the proxy at so many documents more, until `release`."""
    proxy.hold_at = proxy.documents_written + documents
    running = stage.start("run", "--quiet")
    wait_for(lambda: not proxy.flowing.is_set(), what=f"{documents} documents")
    return running


def stop(test, running, number, exit, then=lambda: None):
    """Sends the signal and does `then`; the run must end in time, with this status. Returns what it said."""
    with Elapsed() as elapsed:
        running.send_signal(number)
        then()
        out, err = running.communicate(timeout=HANG)
    test.assertLess(elapsed.seconds, SOON, err)
    test.assertEqual(running.returncode, exit, out + err)
    return err.decode()


class Story:
    """A stage with tables that change, and runs that must mend whatever happened before."""

    def __init__(self, test, name, rows=ROWS, lines=LINES, **options):
        self.test, self.rows = test, rows
        self.stage = Stage(name)
        test.addCleanup(self.stage.close)
        self.options = {"sync": 'batch_size = 50\nlease = "5s"', **options}
        self.stage.configure(**self.options)
        self.stage.sql(TABLES)
        self.stage.sql(f"INSERT INTO orders SELECT n, n / 7, CONCAT('order ', n), UTC_TIMESTAMP(6) FROM {NUMBERS} "
                       f"WHERE n < {rows}")
        self.stage.sql(f"INSERT INTO order_lines SELECT n DIV 4, n % 4, n, UTC_TIMESTAMP(6) FROM {NUMBERS} WHERE n < {lines}")
        self.stage.sql(f"INSERT INTO countries SELECT n, n FROM {NUMBERS} WHERE n < 100")

    def change(self, n):
        """Some rows are updated, some added; countries also lose some."""
        stage = self.stage
        stage.sql(f"UPDATE orders SET total = total + 1, updated_at = UTC_TIMESTAMP(6) WHERE id % 3 = {n % 3}")
        stage.sql(f"UPDATE order_lines SET qty = qty + 1, updated_at = UTC_TIMESTAMP(6) WHERE order_id % 2 = {n % 2}")
        stage.sql(f"INSERT IGNORE INTO orders SELECT {self.rows} + {n} * 100 + n, n, NULL, UTC_TIMESTAMP(6) FROM {NUMBERS} WHERE n < 100")
        stage.sql(f"DELETE FROM countries WHERE n = {n}; UPDATE countries SET n = n WHERE n = 50")

    def run_until_free(self, *args):
        """Runs; while a dead run still holds the lease, again."""
        def attempt():
            outcome = self.stage.run("run", "--quiet", *args)
            return outcome if outcome.exit != BUSY else None
        return wait_for(attempt, what="the lease of a dead run to expire")

    def expire_lease(self):
        """A dead run's lease, as if its time had passed since."""
        self.stage.target["_sync_state"].update_many({"holder": {"$ne": None}},
                                                     {"$set": {"renewed": DatetimeMS(0)}})

    def mend(self):
        """One clean run; then both sides must be equal."""
        outcome = self.run_until_free()
        self.test.assertEqual(outcome.exit, 0, outcome)
        self.compare()

    def compare(self):
        """By the second opinion, and by the program's own."""
        outcome = self.stage.run("verify", "--format", "json")
        self.test.assertEqual(outcome.exit, 0, outcome)
        for table in json.loads(outcome.out)["tables"]:
            self.test.assertEqual(table["not_due"], 0, outcome)
        for table in ("orders", "order_lines", "countries"):
            self.test.assertEqual(differences(self.stage, table), [])
