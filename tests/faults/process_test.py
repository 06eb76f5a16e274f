"""What happens to the process itself: nobody reads its output, memory is short, its host's clock is hours off; and
what it shows of its secrets to whoever looks."""

import glob
import os
import resource
import signal
import subprocess
import unittest

from independent import differences
from proxy import MongoProxy
from stage import HANG, NUMBERS, Stage, wait_for

CANARY = "canary-8423-bluefin"
FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"


class Process(unittest.TestCase):
    def stage(self, name, rows=200, **options):
        stage = Stage(name)
        self.addCleanup(stage.close)
        stage.configure(**options)
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
                  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")
        stage.sql(f"INSERT INTO items (id, v) SELECT n, n FROM {NUMBERS} WHERE n < {rows}")
        return stage

    def run_like(self, stage, out=subprocess.PIPE, **options):
        return subprocess.run([stage.binary, "run"], cwd=stage.folder, env=stage.environment(options.pop("env", None)),
                              stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, timeout=HANG, check=False,
                              **options)

    def test_a_standard_output_that_nobody_reads_or_that_is_closed_loses_nothing(self):
        stage = self.stage("closed_output")
        read, write = os.pipe()
        os.close(read)
        broken = self.run_like(stage, out=write)
        os.close(write)
        self.assertEqual(broken.returncode, 2, broken.stderr)
        self.assertIn(b"standard output", broken.stderr)
        self.assertEqual(differences(stage, "items"), [])
        stage.sql("UPDATE items SET v = v + 1")
        closed = self.run_like(stage, preexec_fn=lambda: os.close(1))
        self.assertEqual(closed.returncode, 2, closed.stderr)
        self.assertEqual(differences(stage, "items"), [])
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.run_like(stage, out=full).returncode, 2)

    def test_a_run_that_may_not_have_enough_memory_ends_by_itself_and_the_next_one_mends(self):
        stage = self.stage("memory", rows=20000)
        stage.sql("ALTER TABLE items ADD t VARCHAR(2000) NOT NULL DEFAULT ''; UPDATE items SET t = REPEAT('x', 2000)")
        for megabytes in (64, 128, 192, 256):
            limit = megabytes << 20
            ended = self.run_like(stage, preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            self.assertNotEqual(ended.returncode, -signal.SIGSEGV, ended.stderr)
            if ended.returncode != 0:
                self.assertNotEqual(ended.stderr, b"", f"{megabytes} MB: no word, {ended.returncode}")
            stage.target["_sync_state"].update_many({"holder": {"$ne": None}}, {"$set": {"holder": None}})
        outcome = stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(differences(stage, "items"), [])

    def test_hosts_whose_clocks_are_hours_apart_take_turns_and_lose_nothing(self):
        library = glob.glob(FAKETIME)
        self.assertTrue(library, "libfaketime is not there: tests/run.sh installs it")
        stage = self.stage("clocks", sync='overlap = "0s"\nlease = "5s"')
        for n, shift in enumerate(("+6h", "-6h", "+0", "-10m", "+10m", "+30d")):
            stage.sql(f"UPDATE items SET v = v + 1 WHERE id % 3 = {n % 3}; INSERT INTO items (id, v) VALUES ({1000 + n}, 0)")
            ended = self.run_like(stage, env={"LD_PRELOAD": library[0], "FAKETIME": shift})
            self.assertEqual(ended.returncode, 0, ended.stderr)
            self.assertEqual(differences(stage, "items"), [], shift)

    def test_the_clock_of_another_host_does_not_decide_who_holds_the_lease(self):
        library = glob.glob(FAKETIME)
        self.assertTrue(library, "libfaketime is not there: tests/run.sh installs it")
        stage = self.stage("clock_lease", sync='lease = "30s"')
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        proxy.before = lambda verb, collection: proxy.hold() if collection == "items" and verb == "insert" else None
        holder = stage.start("run", "--quiet", env={"MONGODB_URI": proxy.uri})
        wait_for(lambda: not proxy.flowing.is_set(), what="the first write")
        for shift in ("+6h", "-6h"):
            other = self.run_like(stage, env={"LD_PRELOAD": library[0], "FAKETIME": shift})
            self.assertEqual(other.returncode, 11, other.stderr)
        proxy.before = lambda verb, collection: None
        proxy.release()
        out, err = holder.communicate(timeout=HANG)
        self.assertEqual(holder.returncode, 0, out + err)

    def test_no_secret_is_shown_in_logs_errors_arguments_or_a_core_file(self):
        stage = self.stage("secrets")
        account = stage.database[:20].rstrip("_") + "_sec"
        stage.sql(f"CREATE USER '{account}'@'%' IDENTIFIED BY '{CANARY}'; GRANT SELECT ON `{stage.database}`.* TO '{account}'@'%'")
        self.addCleanup(lambda: self.drop(stage, account))
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(MYSQL_USER=account, MYSQL_PASSWORD=CANARY, MONGODB_URI=proxy.uri)
        proxy.before = lambda verb, collection: proxy.hold() if collection == "items" and verb == "insert" else None
        running = stage.start("run", "--log-level", "debug", "--log-format", "json", preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2))
        wait_for(lambda: not proxy.flowing.is_set(), what="the first write")
        with open(f"/proc/{running.pid}/cmdline", "rb") as file:
            shown = file.read()
        self.assertEqual(os.stat(f"/proc/{running.pid}/mem").st_uid, 0, "whoever runs it could look into it")
        running.send_signal(signal.SIGABRT)
        out, err = running.communicate(timeout=HANG)
        proxy.before = lambda verb, collection: None
        proxy.release()
        self.assertEqual(glob.glob(os.path.join(stage.folder, "*core*")), [])
        for args in (("run",), ("check",), ("status",), ("run", "--log-level", "debug", "--log-format", "json")):
            for uri in (stage.uri, f"mongodb://u:{CANARY}@127.0.0.1:1/?serverSelectionTimeoutMS=200"):
                outcome = stage.run(*args, env={"MONGODB_URI": uri})
                shown += (outcome.out + outcome.err).encode()
        shown += repr(stage.state() + list(stage.target["_sync_runs"].find())).encode()
        self.assertNotIn(CANARY.encode(), shown + out + err)

    def drop(self, stage, account):
        with stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"DROP USER '{account}'@'%'")


if __name__ == "__main__":
    unittest.main()
