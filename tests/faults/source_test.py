"""What a source does to a run: it restarts, kills, limits, falls silent, has rows that are too large, is altered while
it is read. Afterwards one clean run makes both sides equal."""

import os
import subprocess
import threading
import time
import unittest

import pymysql

from independent import differences
from proxy import MongoProxy, Proxy
from stage import HANG, NUMBERS, Elapsed, Stage, wait_for
from story import Story, started_until


class Source(unittest.TestCase):
    def slow(self, name, delay=0.1, **options):
        """A story whose target takes its time, so that the source can be meddled with meanwhile."""
        story = Story(self, name, **options)
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        proxy.before = lambda verb, collection: time.sleep(delay) if verb in ("insert", "update") else None
        return story, proxy

    def test_a_source_that_restarts_is_waited_for(self):
        story = Story(self, "restart")
        proxy = Proxy(story.stage.server.host, story.stage.server.port)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, retries=8, MYSQL_HOST="127.0.0.1", MYSQL_PORT=str(proxy.port))
        proxy.hold_after = 100_000  # in mid-stream
        running = story.stage.start("run")
        wait_for(lambda: not proxy.flowing.is_set(), what="some rows")
        proxy.refusing, proxy.hold_after = True, None
        proxy.cut_all()
        proxy.release()
        time.sleep(0.5)
        proxy.refusing = False
        out, err = running.communicate(timeout=HANG)
        self.assertEqual(running.returncode, 0, out + err)
        self.assertIn(b"trying again", err)
        story.compare()

    def kill_while_running(self, story, what):
        """KILLs what the run reads on the source, three times, and returns how it ended."""
        running = story.stage.start("run", "--quiet")
        killed = 0
        with story.stage.server.connect() as mysql, mysql.cursor() as cursor:
            while running.poll() is None and killed < 3:
                cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID() "
                               "AND command <> 'Sleep' AND info LIKE '%%sleep(%%'", (story.stage.database,))
                for number, in cursor.fetchall()[:1]:
                    try:
                        cursor.execute(f"{what} {number}")
                        killed += 1
                    except pymysql.Error:
                        pass  # it has gone by itself
                time.sleep(0.3)
        out, err = running.communicate(timeout=HANG)
        self.assertGreater(killed, 0, "nothing was killed")
        return running.returncode, out + err

    def test_connections_and_queries_that_are_killed_are_opened_and_asked_again(self):
        slow = '[[table]]\nname = "orders"\nwhere = "sleep(0.002) = 0"'
        for what in ("KILL", "KILL QUERY"):
            with self.subTest(what):
                story = Story(self, "killed_" + what[-5:].strip(), rows=800, lines=20)
                story.stage.configure(slow, **story.options, retries=6)
                exit, said = self.kill_while_running(story, what)
                self.assertEqual(exit, 0, said)
                story.compare()

    def test_an_account_with_a_limit_of_time_per_statement_is_read_all_the_same(self):
        story, proxy = self.slow("time_limit", delay=0.05, rows=3000, lines=20)
        if not story.stage.mariadb:
            return  # MySQL has no such limit of an account, and sessions lift the server's
        account = story.stage.database[:20].rstrip("_") + "_lim"
        story.stage.sql(f"CREATE USER '{account}'@'%' IDENTIFIED BY 'limited' WITH MAX_STATEMENT_TIME 0.2;"
                        f"GRANT SELECT ON `{story.stage.database}`.* TO '{account}'@'%'")
        self.addCleanup(lambda: self.drop(story.stage, account))
        story.stage.configure(**story.options, MYSQL_USER=account, MYSQL_PASSWORD="limited", MONGODB_URI=proxy.uri)
        outcome = story.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        story.compare()

    def drop(self, stage, account):
        with stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"DROP USER '{account}'@'%'")

    def test_a_source_that_does_not_answer_a_connection_ends_in_a_time_out(self):
        story = Story(self, "silent_connect", rows=10, lines=1)
        proxy = Proxy(story.stage.server.host, story.stage.server.port)
        self.addCleanup(proxy.close)
        proxy.hold()
        story.stage.configure(mysql='pool = { timeout = "1s" }', retries=0, MYSQL_HOST="127.0.0.1", MYSQL_PORT=str(proxy.port))
        with Elapsed() as elapsed:
            outcome = story.stage.run("run")
        self.assertEqual(outcome.exit, 6, outcome)
        self.assertLess(elapsed.seconds, 20)

    def test_a_source_that_falls_silent_in_mid_stream_ends_in_a_time_out(self):
        """The program with little patience: the real one waits for five minutes."""
        story = Story(self, "silent_stream", retries=0)
        proxy = Proxy(story.stage.server.host, story.stage.server.port)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, mysql='pool = { timeout = "1s" }', MYSQL_HOST="127.0.0.1",
                              MYSQL_PORT=str(proxy.port))
        proxy.hold_after = 100_000
        ended = subprocess.run([os.path.abspath(os.environ["MYSYNC_CRASHING"]), "run", "--quiet"], cwd=story.stage.folder,
                               env=story.stage.environment({"MYSYNC_PATIENCE": "2"}), stdin=subprocess.DEVNULL,
                               capture_output=True, timeout=HANG, check=False)
        self.assertIn(ended.returncode, (3, 6), ended.stderr)
        self.assertNotEqual(ended.stderr, b"")
        proxy.hold_after = None
        proxy.release()
        story.mend()

    def test_a_row_larger_than_the_servers_packets_is_set_aside_and_the_others_arrive(self):
        stage = Stage("large_row")
        self.addCleanup(stage.close)
        stage.configure()
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, a LONGTEXT, b LONGTEXT, c LONGTEXT);"
                  "INSERT INTO items VALUES (1, 'x', 'x', 'x'), (2, '', '', ''), (3, 'y', 'y', 'y')")
        for column in "abc":
            stage.sql(f"UPDATE items SET {column} = REPEAT('z', 9000000) WHERE id = 2")
        outcome = stage.run("run")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual([d["_id"] for d in stage.documents("items")], [1, 3])
        self.assertEqual([d["key"] for d in stage.target["_sync_quarantine"].find()], ["2"])

    def test_an_alter_while_a_read_is_open_waits_and_is_followed(self):
        story, proxy = self.slow("alter_open", delay=0.05, rows=3000, lines=20)
        story.stage.configure(**story.options, retries=4, MONGODB_URI=proxy.uri)
        running = started_until(proxy, story.stage, 200)
        altered = threading.Thread(target=self.alter, args=(story.stage,))
        altered.start()
        proxy.release()
        out, err = running.communicate(timeout=HANG)
        altered.join(HANG)
        self.assertFalse(altered.is_alive(), "the ALTER never got its lock")
        self.assertEqual(running.returncode, 0, out + err)
        story.stage.configure(**story.options)
        outcome = story.stage.run("run", "--full", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(differences(story.stage, "orders"), [])

    def alter(self, stage):
        with stage.server.connect(stage.database) as mysql, mysql.cursor() as cursor:
            cursor.execute("ALTER TABLE orders ADD COLUMN later INT NOT NULL DEFAULT 7")

    def test_one_transaction_of_many_rows_that_commits_after_a_run_arrives_whole(self):
        stage = Stage("large_transaction")
        self.addCleanup(stage.close)
        stage.configure()
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
                  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")
        rows = int(os.environ.get("MYSYNC_TEST_TRANSACTION", "20000"))
        with stage.server.connect(stage.database) as mysql, mysql.cursor() as cursor:
            cursor.execute("START TRANSACTION")
            for first in range(0, rows, 100_000):
                cursor.execute(f"INSERT INTO items (id) SELECT {first} + n FROM {NUMBERS} WHERE {first} + n < {rows}")
            stage.sql("INSERT INTO items (id) VALUES (-1)")
            self.assertEqual(stage.run("run", "--quiet").exit, 0)
            self.assertEqual(stage.target["items"].count_documents({}), 1)
            cursor.execute("COMMIT")
        self.assertEqual(stage.run("run", "--quiet").exit, 0)
        self.assertEqual(stage.target["items"].count_documents({}), rows + 1)


if __name__ == "__main__":
    unittest.main()
