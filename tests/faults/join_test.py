"""Several processes share one first load: one leads, others join and are killed at random. Each row is one
document in the end, whoever read it. mysync_crashing (MYSYNC_CRASHING) cuts ranges of MYSYNC_RANGE_ROWS rows, so
that a small table is large enough to be shared, and with MYSYNC_SHARED cuts them from the start: else a leader alone
begins with the whole table, of which it gives a share to who asks."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

from bson.datetime_ms import DatetimeMS

from independent import differences
from proxy import MongoProxy
from stage import HANG, NUMBERS, Stage, wait_for

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260105"))
ROWS = int(os.environ.get("MYSYNC_JOIN_ROWS", "1500"))
BUSY = 11
PROCESSES = int(os.environ.get("MYSYNC_JOIN_PROCESSES", "3"))
KILLS = int(os.environ.get("MYSYNC_JOIN_KILLS", "4"))
PACE = float(os.environ.get("MYSYNC_JOIN_PACE", "0.3"))  # the longest time between two kills, in seconds

SHARED = os.environ.get("MYSYNC_JOIN_SHARED", "1")  # empty: the leader begins with the whole table

KEYS = {  # what makes the key, and its value for the n-th row: every order that ranges are cut in
    "whole": ("id BIGINT UNSIGNED NOT NULL PRIMARY KEY", "n * 1000003"),
    "folded": ("id VARCHAR(40) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY",
               "CONCAT(IF(n % 2, 'Row ', 'rOW '), n * 7919 % 999983, ' ')"),
    "pair": ("a SMALLINT NOT NULL, b DECIMAL(12,3) NOT NULL, PRIMARY KEY (a, b)", "n % 7 - 3, n / 8 - 500"),
}


class Join(unittest.TestCase):
    def stage(self, key, rows):
        columns, value = KEYS[key]
        stage = Stage("join_" + key)
        self.addCleanup(stage.close)
        stage.sql(f"CREATE TABLE t ({columns}, n INT, updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) "
                  "ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")
        names = "a, b, n" if key == "pair" else "id, n"
        for start in range(0, rows, 100000):
            stage.sql(f"INSERT INTO t ({names}) SELECT {value}, n FROM (SELECT n + {start} AS n FROM {NUMBERS} "
                      f"WHERE n < {min(100000, rows - start)}) AS more")
        stage.sql("ANALYZE TABLE t")
        stage.configure(sync='lease = "5s"\nbatch_size = 200')
        stage.binary, stage.range = os.path.abspath(os.environ["MYSYNC_CRASHING"]), max(2, rows // 40)
        return stage

    def through(self, stage, at_write):
        """For the environment: a way to the target on which each write of documents does `at_write` before."""
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        proxy.before = lambda verb, collection: (verb, collection) == ("insert", "t") and at_write()
        return {"MONGODB_URI": proxy.uri}

    def start(self, stage, *options, **more):
        environment = stage.environment({"MYSYNC_RANGE_ROWS": str(stage.range), **more})
        environment = {name: value for name, value in environment.items() if value}
        return subprocess.Popen([stage.binary, "run", *options], cwd=stage.folder, env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ranges(self, stage):
        return stage.target["_sync_state"].find_one({"_id": stage.database + "/t#ranges"})

    def end(self, process):
        out, err = process.communicate(timeout=600)
        return process.returncode, (out + err).decode()

    def read(self, process):
        """How many rows a run that ended well has read."""
        out, err = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 0, (out + err).decode())
        return sum(table["read"] for table in json.loads(out)["tables"])

    def check_equal(self, stage):
        self.assertEqual(differences(stage, "t"), [])
        self.assertEqual(stage.target["t"].count_documents({}), stage.sql("SELECT COUNT(*) FROM t")[0][0])

    def test_joined_runs_share_the_load_of_every_kind_of_key(self):
        for key in KEYS:
            with self.subTest(key):
                # A target that looks for a compound _id by reading all of them takes too long with many.
                rows = 500 if key == "pair" else ROWS
                stage = self.stage(key, rows)
                stage.configure(sync='lease = "1m"\nbatch_size = 200')  # a slow target is not a dead worker
                if key == "pair":
                    stage.configure(sync='lease = "1m"\nbatch_size = 20')
                helped = threading.Event()
                leader = self.start(stage, MYSYNC_SHARED="1", **self.through(stage, lambda: helped.wait(HANG)))  # not all of it alone
                wait_for(lambda: self.ranges(stage), what="the ranges")
                help_ = self.through(stage, helped.set)
                helpers = [self.start(stage, "--join", "--format", "json", **help_) for _ in range(PROCESSES - 1)]
                self.assertEqual(self.end(leader)[0], 0)
                shared = sum(map(self.read, helpers))
                self.assertGreater(shared, 0, "nobody helped")
                self.assertLessEqual(shared, rows)
                self.check_equal(stage)
                self.assertIsNone(self.ranges(stage))

    def test_a_load_whose_workers_are_killed_ends_with_every_row_once(self):
        print(f"seed {SEED}", file=sys.stderr)
        rng = random.Random(SEED)
        stage = self.stage("whole", ROWS)
        killed = 0
        leader = self.start(stage, MYSYNC_SHARED="1", MYSYNC_CRASH_AT="range_finished:20")  # of 40: a fast target is loaded before any kill
        wait_for(lambda: self.ranges(stage), what="the ranges")
        for _ in range(PROCESSES):
            helper = self.start(stage, "--join")
            time.sleep(rng.uniform(0.02, 0.3))
            if rng.random() < 0.5:
                stage.sql("UPDATE t SET n = n + 1 WHERE n % 50 = 7")
            helper.kill()
            helper.communicate()
            killed += helper.returncode == -9
        leader.kill()
        leader.communicate()
        killed += leader.returncode == -9
        stage.target["_sync_state"].update_many({"holder": {"$ne": None}}, {"$set": {"renewed": DatetimeMS(0)}})
        helper = self.start(stage, "--join")
        status, out = wait_for(lambda: self.led(stage), what="the dead leader's lease")
        self.assertEqual(status, 0, out)
        self.assertIn(self.end(helper)[0], (0, BUSY))  # on a slow target it may be taken for dead
        self.assertGreater(killed, 0)
        self.check_equal(stage)

    def held_leader(self, stage, then=lambda: None, **more):
        """A leader that has the whole table, and waits with its first documents until the event is set, `then` before
        each of the others."""
        stage.configure(sync='lease = "1m"\nbatch_size = 20')  # not all is on its way before it hears; nobody seems dead
        go_on = threading.Event()
        leader = self.start(stage, **self.through(stage, lambda: go_on.wait(HANG) and then()), **more)
        wait_for(lambda: (self.ranges(stage) or {}).get("whole"), what="the whole table to be taken")
        return leader, go_on

    def test_a_leader_that_has_the_whole_table_gives_a_share_to_who_joins(self):
        stage = self.stage("whole", ROWS)
        helped = threading.Event()
        leader, go_on = self.held_leader(stage, lambda: self.ranges(stage)["whole"] or helped.wait(HANG))
        help_ = self.through(stage, helped.set)
        helper = self.start(stage, "--join", "--format", "json", **help_)
        wait_for(lambda: self.ranges(stage)["share_asked"], what="the helper to ask")
        go_on.set()
        self.assertEqual(self.end(leader)[0], 0)
        shared = self.read(helper)
        self.assertTrue(0 < shared < ROWS, shared)
        self.check_equal(stage)

    def test_who_joins_a_leader_that_needs_no_help_any_more_ends_well(self):
        stage = self.stage("whole", 40)  # all of it is on its way before anybody asks
        leader, go_on = self.held_leader(stage)
        helper = self.start(stage, "--join", "--format", "json")
        wait_for(lambda: self.ranges(stage)["share_asked"], what="the helper to ask")
        go_on.set()
        self.assertEqual(self.end(leader)[0], 0)
        self.assertEqual(self.read(helper), 0)
        self.check_equal(stage)

    def test_a_leader_that_dies_with_the_whole_table_or_when_it_has_given_a_share_loses_nothing(self):
        for point in ("batch_acknowledged:3", "range_shared:1", "range_finished:1"):
            with self.subTest(point):
                stage = self.stage("whole", ROWS)
                leader, go_on = self.held_leader(stage, MYSYNC_CRASH_AT=point)
                helper = self.start(stage, "--join")
                wait_for(lambda: self.ranges(stage)["share_asked"], what="the helper to ask")
                stage.sql("UPDATE t SET n = n + 1 WHERE n % 50 = 7")
                go_on.set()
                leader.communicate(timeout=HANG)
                self.assertEqual(leader.returncode, -9, "it never came to that point")
                stage.target["_sync_state"].update_many({"holder": {"$ne": None}}, {"$set": {"renewed": DatetimeMS(0)}})
                status, out = wait_for(lambda: self.led(stage), what="the dead leader's lease")
                self.assertEqual(status, 0, out)
                self.assertIn(self.end(helper)[0], (0, BUSY))
                self.check_equal(stage)

    def test_a_leader_that_is_stopped_with_the_whole_table_leaves_it_to_who_asked(self):
        stage = self.stage("whole", ROWS)
        leader, go_on = self.held_leader(stage)
        helper = self.start(stage, "--join", "--format", "json")
        wait_for(lambda: self.ranges(stage)["share_asked"], what="the helper to ask")
        leader.send_signal(signal.SIGTERM)
        go_on.set()
        self.assertEqual(self.end(leader)[0], 143)
        self.assertGreater(self.read(helper), 0)
        self.assertEqual(self.led(stage)[0], 0)
        self.check_equal(stage)

    def test_a_helper_that_slept_while_the_load_ended_stops_and_has_its_rows_read_again(self):
        stage = self.stage("whole", ROWS)
        stage.configure(sync='lease = "5s"\nbatch_size = 20\noverlap = "0s"')
        leader = self.start(stage, MYSYNC_SHARED="1", MYSYNC_CRASH_AT="range_finished:1")
        leader.communicate(timeout=HANG)
        written, arrival = threading.Event(), threading.Event()
        self.addCleanup(arrival.set)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        proxy.before = lambda verb, collection: (verb, collection) == ("insert", "t") and (written.set(), arrival.wait(HANG))
        helper = self.start(stage, "--join", MONGODB_URI=proxy.uri)
        self.assertTrue(written.wait(HANG), "it wrote nothing")
        helper.send_signal(signal.SIGSTOP)
        stage.target["_sync_state"].update_many({"holder": {"$ne": None}}, {"$set": {"renewed": DatetimeMS(0)}})
        status, out = wait_for(lambda: self.led(stage), what="the load without the helper")
        self.assertEqual(status, 0, out)
        stage.sql("UPDATE t SET n = n + 1")
        self.assertEqual(self.led(stage)[0], 0)
        stage.target["_sync_state"].update_one({"_id": stage.database}, {"$unset": {"careful_until": ""}})  # long after
        asked = len(proxy.commands)
        helper.send_signal(signal.SIGCONT)
        wait_for(lambda: len(proxy.commands) > asked, what="its heart to beat, before its write arrives")
        time.sleep(0.2)
        arrival.set()
        status, out = self.end(helper)
        self.assertEqual(status, BUSY, out)
        self.assertEqual(self.led(stage)[0], 0)
        self.check_equal(stage)

    def test_processes_that_are_killed_and_replaced_finish_the_load(self):
        print(f"seed {SEED}", file=sys.stderr)
        rng = random.Random(SEED)
        stage = self.stage("whole", ROWS)
        processes = [self.start(stage, MYSYNC_SHARED=SHARED, MYSYNC_CRASH_AT="range_finished:5")]  # so that a fast target, too, is shared
        wait_for(lambda: self.ranges(stage), what="the ranges")
        processes += [self.start(stage, "--join") for _ in range(PROCESSES - 1)]
        begun, kills = time.monotonic(), 0
        for _ in range(KILLS):
            time.sleep(rng.uniform(0.02, PACE))
            if not self.ranges(stage):
                break  # loaded
            changed = ", ".join(str(rng.randrange(ROWS) * 1000003) for _ in range(20))
            stage.sql(f"UPDATE t SET n = n + 1 WHERE id IN ({changed})")
            victim = rng.randrange(PROCESSES)  # the first leads, as soon as the lease of the one before is free
            processes[victim].kill()
            processes[victim].communicate()
            kills += processes[victim].returncode == -9
            processes[victim] = self.start(stage, *([] if victim == 0 else ["--join"]))
        wait_for(lambda: self.led(stage), what="the dead leader's lease")
        ends = [self.end(process) for process in processes]
        print(f"{ROWS} rows, {PROCESSES} processes, {kills} killed, {time.monotonic() - begun:.1f} s", file=sys.stderr)
        for status, out in ends:
            self.assertIn(status, (0, BUSY, -9), out)
        self.assertGreater(kills + sum(status == -9 for status, _ in ends), 0, "nobody died")
        status, out = self.led(stage) or (BUSY, "")
        self.assertEqual(status, 0, out)
        self.check_equal(stage)

    def led(self, stage):
        """A whole run, unless a dead one still holds the lease."""
        status, out = self.end(self.start(stage))
        return (status, out) if status != BUSY else None

    def test_nothing_to_join_is_said_and_is_no_failure(self):
        stage = self.stage("whole", 10)
        status, out = self.end(self.start(stage, "--join"))
        self.assertEqual(status, 0, out)
        self.assertIn("no load to join", out)


if __name__ == "__main__":
    unittest.main()
