"""Every exit status that can be provoked from outside. The cases have 3, 4, 5 and 11 as well."""

import signal
import socket
import unittest

from proxy import MongoProxy
from stage import HANG, NUMBERS, Stage, wait_for

ROWS = 2000


class ExitStatus(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("exit_status")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, at DATETIME(6) NULL);"
                       "INSERT INTO items VALUES (1, NULL)")
        self.stage.configure(retries=0)

    def expect(self, exit, *args, env=None):
        outcome = self.stage.run(*args, env=env)
        self.assertEqual(outcome.exit, exit, f"{args}: {outcome}")
        return outcome

    def test_0_when_done_and_when_there_is_nothing_to_do(self):
        for args in (["run"], ["run"], ["run", "--quiet"], ["run", "--due"], ["discover"], ["status"],
                     ["run", "--dry-run"], ["--version"], ["--help"], ["run", "--help"], ["status", "--check"]):
            self.expect(0, *args)

    def test_0_when_disabled(self):
        outcome = self.expect(0, "run", env={"SYNC_ENABLED": "false"})
        self.assertEqual(self.stage.collections(), [], outcome)

    def test_2_for_a_bad_command_line(self):
        for args in ([], ["rnu"], ["run", "--fulll"], ["run", "--log-level", "loud"], ["discover", "--format", "xml"],
                     ["run", "no_such_table"], ["reset-watermark"]):
            outcome = self.expect(2, *args)
            self.assertNotEqual(outcome.err, "", args)
            self.assertEqual(outcome.out, "", args)

    def test_3_when_some_tables_failed(self):
        self.stage.configure('[[table]]\nname = "missing"')
        self.expect(3, "run")

    def test_4_for_a_bad_configuration(self):
        self.stage.write("sync.toml", "[mysql]\nport = 0\n")
        for command in ("run", "discover", "status"):
            self.expect(4, command)

    def test_4_for_a_secret_that_cannot_be_read(self):
        self.stage.write("sync.toml", self.stage.expand(
            '[mysql]\nhost = "${MYSQL_HOST}"\nuser = "x"\npassword_file = "nothing/here"\ndatabase = "d"\n'
            '[mongodb]\nuri = "${MONGODB_URI}"\n'))
        outcome = self.expect(4, "run")
        self.assertIn("nothing/here", outcome.err)

    def test_5_only_with_strict(self):
        self.stage.sql("CREATE TABLE sums (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED);"
                       "INSERT INTO sums VALUES (1, 18446744073709551615)")
        self.expect(0, "run")
        self.expect(5, "run", "--strict", "--full")

    def test_6_and_7_when_a_side_cannot_be_reached(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.stage.configure(retries=0, MYSQL_PORT=str(port))
        self.expect(6, "run")
        self.expect(6, "discover")
        self.stage.configure(retries=0, MONGODB_URI=f"mongodb://127.0.0.1:{port}/?serverSelectionTimeoutMS=300"
                                                    "&directConnection=true")
        self.expect(7, "run")
        self.expect(7, "status")

    def test_8_when_status_or_discover_finds_something(self):
        outcome = self.expect(8, "discover", "--strict", "--format", "json")
        self.assertIn("microseconds", outcome.out)
        self.expect(0, "run")
        self.expect(0, "status", "--check")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.stage.configure(retries=0, MYSQL_PORT=str(port))
        self.expect(0, "status")
        self.expect(8, "status", "--check")

    def test_11_while_another_run_holds_the_lease(self):
        self.stage.sql(f"INSERT INTO items SELECT n, NULL FROM {NUMBERS} WHERE n BETWEEN 2 AND {ROWS}")
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        proxy.before = lambda verb, name: proxy.hold() if verb == "insert" and name == "items" else None
        self.stage.configure(MONGODB_URI=proxy.uri)
        first = self.stage.start("run")
        wait_for(lambda: not proxy.flowing.is_set(), what="the first run's first write")
        self.stage.configure()
        outcome = self.expect(11, "run")
        self.assertEqual(len(outcome.err.splitlines()), 1, outcome)
        self.assertIn(str(first.pid), outcome.err)
        self.expect(0, "run", "--if-busy", "ok")
        self.expect(11, "reset-watermark", "items", "--yes")
        proxy.before = lambda verb, name: None
        proxy.release()
        out, err = first.communicate(timeout=HANG)
        self.assertEqual(first.returncode, 0, out + err)
        self.assertEqual(len(self.stage.documents("items")), ROWS)

    def test_130_and_143_for_signals(self):
        self.stage.sql(f"INSERT INTO items SELECT n, NULL FROM {NUMBERS} WHERE n BETWEEN 2 AND {ROWS}")
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        for number, exit in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            proxy.before = lambda verb, name: proxy.hold() if verb in ("insert", "update") and name == "items" else None
            self.stage.configure(MONGODB_URI=proxy.uri, sync="batch_size = 100")
            running = self.stage.start("run", "--full")
            wait_for(lambda: not proxy.flowing.is_set(), what="a write")
            proxy.before = lambda verb, name: None
            running.send_signal(number)
            proxy.release()
            out, err = running.communicate(timeout=HANG)
            self.assertEqual(running.returncode, exit, out + err)


if __name__ == "__main__":
    unittest.main()
