"""The horizon, with the overlap set to nothing, so that it alone keeps rows that are committed late."""

import json
import re
import threading
import time
import unittest

import pymysql

from independent import differences
from stage import Stage, wait_for

STAMP = "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"
NO_OVERLAP = 'overlap = "0s"'


def items(name, stamp=STAMP):
    return f"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at {stamp}, KEY updated (updated_at))"


class Horizon(unittest.TestCase):
    def stage_with(self, *tables, sync=NO_OVERLAP, more=""):
        stage = Stage("horizon")
        self.addCleanup(stage.close)
        stage.configure(sync=sync, more=more)
        for table in tables:
            stage.sql(table)
        return stage

    def other(self, stage, *statements):
        """Another connection, that has run the statements."""
        mysql = stage.server.connect(stage.database)
        self.addCleanup(lambda: mysql.open and mysql.close())
        with mysql.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return mysql

    def behind(self, stage, statement):
        """The statement on a connection of its own, in a thread; returns the thread."""
        mysql = self.other(stage)
        def execute():
            try:
                mysql.cursor().execute(statement)
            except pymysql.MySQLError:
                pass  # killed at the end of the test
        thread = threading.Thread(target=execute)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(lambda: thread.is_alive() and stage.sql(f"KILL {mysql.thread_id()}"))
        wait_for(lambda: stage.activity(mysql)[0] != "Sleep", what="the statement")
        return thread

    def run_well(self, stage, *args):
        outcome = stage.run("run", "--format", "json", *args)
        self.assertEqual(outcome.exit, 0, outcome)
        return json.loads(outcome.out)["tables"], outcome

    def equal(self, stage, *tables):
        for table in tables:
            self.assertEqual(differences(stage, table), [])

    def test_a_transaction_is_waited_for_whatever_comes_after_it(self):
        stage = self.stage_with(items("items"))
        stage.sql("INSERT INTO items (id, v) VALUES (1, 1)")
        for before in (False, True):  # open during the first load, and during a catch-up
            late = self.other(stage, "BEGIN", f"INSERT INTO items (id, v) VALUES ({2 + before}, 2)",
                              "UPDATE items SET v = v + 1 WHERE id = 1")
            for n in range(3):
                stage.sql(f"INSERT INTO items (id, v) VALUES ({10 + 10 * before + n}, 0)")
                self.run_well(stage)
            late.commit()
            self.run_well(stage)
            self.equal(stage, "items")

    def test_it_is_said_how_much_is_held_back_and_by_whom(self):
        stage = self.stage_with(items("items"))
        self.run_well(stage)
        late = self.other(stage, "BEGIN", "INSERT INTO items (id, v) VALUES (1, 1)")
        wording = re.compile(r"^watermark held back \d+s: a transaction open since \d\d:\d\d:\d\d UTC "
                             rf"\(connection {late.thread_id()}, {stage.server.user}@")

        def held_back(by):  # somebody else's on the same server may be older, for a while
            tables, outcome = self.run_well(stage)
            said = any(by.match(line) for line in tables[0]["news"])
            self.assertEqual(tables[0]["held_back_seconds"] > 2, "held back" in outcome.err)
            return said
        wait_for(lambda: held_back(wording), what="the transaction to be the oldest")
        late.rollback()
        wait_for(lambda: not held_back(re.compile("watermark held back")), what="nobody to hold the watermark back")

    def test_transactions_and_statements_that_only_read_hold_nothing_back(self):
        stage = self.stage_with(items("items"))
        stage.sql("INSERT INTO items (id, v) VALUES (1, 1)")
        self.other(stage, "START TRANSACTION WITH CONSISTENT SNAPSHOT", "SELECT * FROM items")
        self.other(stage, "BEGIN", "SELECT * FROM items FOR UPDATE")
        self.other(stage, "START TRANSACTION READ ONLY", "SELECT * FROM items")
        self.behind(stage, "SELECT SLEEP(60) FROM items")
        time.sleep(2.1)
        # Somebody else's on the same server may, for a while.
        wait_for(lambda: self.run_well(stage)[0][0]["held_back_seconds"] < 2, what="a horizon that nobody holds back")

    def test_a_statement_that_waits_for_a_lock_has_an_old_time(self):
        stage = self.stage_with(items("items"))
        stage.sql("INSERT INTO items (id, v) VALUES (1, 1), (2, 2)")
        self.run_well(stage)
        lock = self.other(stage, "BEGIN", "SELECT * FROM items WHERE id = 2 FOR UPDATE")
        waiting = self.behind(stage, "UPDATE items SET v = v + 10")
        time.sleep(0.3)
        stage.sql("INSERT INTO items (id, v) VALUES (3, 3)")
        self.run_well(stage)
        lock.commit()
        waiting.join()
        self.run_well(stage)
        self.equal(stage, "items")

    def test_any_text_of_a_running_statement_is_no_trouble(self):
        stage = self.stage_with(items("items"))
        self.behind(stage, "SELECT SLEEP(60), '\U0001f600'")
        self.run_well(stage)
        late = self.behind(stage, "/* \U0001f600 */ INSERT INTO items (id, v) VALUES (1, SLEEP(1))")
        self.run_well(stage)
        late.join()
        self.run_well(stage)
        self.equal(stage, "items")

    def test_any_text_of_an_open_transaction_is_no_trouble(self):
        stage = self.stage_with(items("items"))
        self.run_well(stage)
        late = self.behind(stage, "INSERT INTO items (id, v) VALUES (1, 1), (2, SLEEP(3) + LENGTH('\U0001f600'))")
        stage.sql("INSERT INTO items (id, v) VALUES (3, 3)")
        self.assertGreater(self.run_well(stage)[0][0]["held_back_seconds"], 0)
        late.join()
        self.run_well(stage)
        self.equal(stage, "items")

    def test_a_statement_that_takes_long_before_it_touches_a_table_has_an_old_time(self):
        stage = self.stage_with(items("items"))
        self.run_well(stage)
        slow = self.behind(stage, "INSERT INTO items (id, v) VALUES (1, SLEEP(1.5))")
        stage.sql("INSERT INTO items (id, v) VALUES (2, 2)")
        self.run_well(stage)
        slow.join()
        self.run_well(stage)
        self.equal(stage, "items")

    def test_who_reads_the_list_of_transactions_all_the_time_makes_no_row_disappear(self):
        stage = self.stage_with(*(items(f"items{n}") for n in range(8)))
        self.run_well(stage)
        poller, ended = self.other(stage), threading.Event()

        def poll():
            while not ended.wait(0.03):
                poller.cursor().execute("SELECT * FROM information_schema.innodb_trx")
        thread = threading.Thread(target=poll)
        thread.start()
        try:
            for n in range(6):
                late = self.other(stage, "BEGIN", *(f"INSERT INTO items{t} (id, v) VALUES ({n}, 0)" for t in range(8)))
                stage.sql("; ".join(f"INSERT INTO items{t} (id, v) VALUES ({100 + n}, 0)" for t in range(8)))
                self.run_well(stage)
                late.commit()
        finally:
            ended.set()
            thread.join()
        self.run_well(stage)
        self.equal(stage, *(f"items{n}" for n in range(8)))

    def test_a_prepared_transaction_is_waited_for(self):
        stage = self.stage_with(items("items"))
        self.run_well(stage)
        for n, closed in enumerate((False, True)):
            xid = f"'{stage.database}-{n}'"
            prepared = self.other(stage, f"XA START {xid}", f"INSERT INTO items (id, v) VALUES ({n}, 0)",
                                  f"XA END {xid}", f"XA PREPARE {xid}")
            if closed:
                number = prepared.thread_id()
                prepared.close()
                wait_for(lambda: not stage.sql(f"SELECT 1 FROM information_schema.processlist WHERE id = {number}"))
            stage.sql(f"INSERT INTO items (id, v) VALUES ({10 + n}, 0)")
            self.run_well(stage)
            self.other(stage, f"XA COMMIT {xid}") if closed else prepared.cursor().execute(f"XA COMMIT {xid}")
            self.run_well(stage)
            self.equal(stage, "items")

    def test_datetime_cursors_of_any_zone(self):
        datetime = "DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"
        zones = {"utc": "+00:00", "server": "SYSTEM", "east": "+09:00", "west": "-05:00"}
        stage = self.stage_with(*(items(name, datetime) for name in zones), more="".join(
            f'[[table]]\nname = "{name}"\ncursor_zone = "{zones[name]}"\n' for name in ("east", "west")))
        for rounds in range(2):
            late = [self.other(stage, f"SET time_zone = '{zone}'", "BEGIN", f"INSERT INTO {name} (id, v) VALUES ({rounds}, 0)")
                    for name, zone in zones.items()]
            for name, zone in zones.items():
                self.other(stage, f"SET time_zone = '{zone}'", f"INSERT INTO {name} (id, v) VALUES ({10 + rounds}, 0)")
            self.run_well(stage)
            for mysql in late:
                mysql.commit()
            self.run_well(stage)
            self.equal(stage, *zones)

    def test_appended_rows_whose_numbers_were_given_out_before(self):
        stage = self.stage_with("CREATE TABLE log (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT)",
                                more='[[table]]\nname = "log"\nmode = "append"')
        for rounds in range(3):
            late = self.other(stage, "BEGIN", "INSERT INTO log (v) VALUES (0)")
            for n in range(3):
                stage.sql("INSERT INTO log (v) VALUES (1), (2)")
                self.run_well(stage)
            late.commit()
            for n in range(2):
                self.run_well(stage)
            self.equal(stage, "log")
        wait_for(lambda: self.run_well(stage)[0][0]["watermark"] == str(3 * 7), what="the watermark to follow")

    def test_without_the_right_to_look_it_is_said_and_the_overlap_is_long(self):
        stage = self.stage_with(items("items"), sync="")
        stage.sql(f"CREATE USER IF NOT EXISTS '{stage.database[:30]}'@'%' IDENTIFIED BY 'for-tests-only'; "
                  f"GRANT SELECT ON `{stage.database}`.* TO '{stage.database[:30]}'@'%'")
        self.addCleanup(stage.server.connect().cursor().execute, f"DROP USER '{stage.database[:30]}'@'%'")
        stage.sql("INSERT INTO items (id, v) VALUES (1, 1)")
        stage.configure(MYSQL_USER=stage.database[:30], MYSQL_PASSWORD="for-tests-only")
        late = self.other(stage, "BEGIN", "INSERT INTO items (id, v) VALUES (2, 2)")
        for _ in range(2):
            tables, outcome = self.run_well(stage)
        self.assertEqual(tables[0]["read_again"], 1)
        self.assertIn("PROCESS", outcome.err)
        late.commit()
        self.run_well(stage)
        self.equal(stage, "items")
        self.assertIn("PROCESS", stage.run("discover").out)
        self.assertIn("PROCESS", stage.run("status").out)
        state = json.loads(stage.run("status", "--format", "json").out)["tables"][0]
        self.assertEqual(state["horizon_exact"], False)
        self.assertIn("PROCESS", state["horizon_reason"])


if __name__ == "__main__":
    unittest.main()
