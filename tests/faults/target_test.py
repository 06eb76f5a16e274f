"""What a target does to a run: no majority, no primary, a reply that is lost, a batch that comes late, slowness,
silence, a full disk. Afterwards one clean run makes both sides equal."""

import time
import unittest

from independent import differences
from mongod import MongoServer
from proxy import MongoProxy
from stage import NUMBERS, Elapsed, Stage, wait_for
from story import BUSY, Story

NO_MAJORITY = {"ok": 1.0, "n": 1, "writeConcernError": {"code": 64, "codeName": "WriteConcernTimeout",
                                                         "errmsg": "waiting for replication timed out"}}
NOT_PRIMARY = (10107, "NotWritablePrimary", "not primary")
DISK_FULL = (14031, "OutOfDiskSpace", "available disk space is too low")
MOST_MEMORY = 64 << 10  # kB


class Target(unittest.TestCase):
    def small(self, name, retries=2, more=""):
        """One row with one version more than its document after the first run; the runs that follow reach the target
        through the proxy."""
        stage = Stage(name)
        self.addCleanup(stage.close)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        options = {"retries": retries, "sync": 'overlap = "0s"\nlease = "5s"'}
        stage.configure(**options)
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
                  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at)); "
                  "INSERT INTO items (id, v) VALUES (1, 1)")
        self.run_well(stage)
        stage.configure(**options, MONGODB_URI=proxy.uri + more)
        stage.sql("UPDATE items SET v = 2")
        return stage, proxy

    def run_well(self, stage, **environment):
        outcome = stage.run("run", env=environment)
        self.assertEqual(outcome.exit, 0, outcome)
        return outcome

    def refuse_times(self, proxy, answer, times):
        def before(verb, collection):
            proxy.refuse.pop("update", None)
            if (verb, collection) == ("update", "items") and self.left > 0:
                self.left -= 1
                proxy.refuse["update"] = answer
        self.left = times
        proxy.before = before

    def test_a_write_concern_error_is_no_acknowledgement(self):
        stage, proxy = self.small("no_majority")
        self.refuse_times(proxy, NO_MAJORITY, 1)  # the proxy wrote nothing: only a second try does
        outcome = self.run_well(stage)
        self.assertIn("trying again", outcome.err)
        self.assertEqual(differences(stage, "items"), [])

    def test_without_a_majority_nothing_is_remembered(self):
        stage, proxy = self.small("never_majority", retries=1)
        self.refuse_times(proxy, NO_MAJORITY, 100)
        outcome = stage.run("run")
        self.assertEqual(outcome.exit, 7, outcome)
        self.assertIn("majority", outcome.err)
        proxy.before = lambda verb, collection: None
        proxy.refuse.clear()
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_server_that_is_no_longer_primary_is_waited_for(self):
        stage, proxy = self.small("not_primary", retries=5)
        self.refuse_times(proxy, NOT_PRIMARY, 3)
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_full_disk_is_told_and_the_next_run_goes_on(self):
        stage, proxy = self.small("disk_full", retries=0)
        self.refuse_times(proxy, DISK_FULL, 100)
        outcome = stage.run("run")
        self.assertEqual(outcome.exit, 7, outcome)
        self.assertIn("disk space", outcome.err)
        proxy.before = lambda verb, collection: None
        proxy.refuse.clear()
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_connection_closed_after_the_write_and_before_its_reply(self):
        for more in ("", "&retryWrites=false"):
            with self.subTest(more):
                stage, proxy = self.small("lost_reply", more=more)
                proxy.drop_reply = ("update", "items")
                self.run_well(stage)
                self.assertIsNone(proxy.drop_reply, "no reply was lost")
                self.assertEqual(differences(stage, "items"), [])

    def test_a_batch_that_arrives_after_its_run_was_done_undoes_nothing_for_good(self):
        stage, proxy = self.small("late_batch", retries=8)
        proxy.late = ("update", "items")
        # Its first try gets no answer, the second one does. No patience is so short that a busy target wears out all tries.
        self.run_well(stage, MONGODB_URI=proxy.uri + "&socketTimeoutMS=2000&retryWrites=false")
        self.assertTrue(proxy.late_message, "nothing came late")
        stage.sql("UPDATE items SET v = 3")
        self.run_well(stage)
        self.assertEqual(stage.target["items"].find_one()["v"], 3)
        proxy.deliver_late()
        wait_for(lambda: stage.target["items"].find_one()["v"] == 2, what="the late batch")
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_target_that_falls_silent_ends_in_a_time_out(self):
        stage, proxy = self.small("silent_target", retries=0,
                                  more="&socketTimeoutMS=3000&serverSelectionTimeoutMS=3000&connectTimeoutMS=3000")
        proxy.before = lambda verb, collection: proxy.hold() if (verb, collection) == ("update", "items") else None
        with Elapsed() as elapsed:
            outcome = stage.run("run")
        self.assertEqual(outcome.exit, 7, outcome)
        self.assertRegex(outcome.err, "(?i)time.?out|timed out")
        self.assertLess(elapsed.seconds, 60)
        proxy.before = lambda verb, collection: None
        proxy.release()
        wait_for(lambda: stage.run("run", "--quiet").exit == 0, what="the lease to expire")
        self.assertEqual(differences(stage, "items"), [])

    def test_a_slow_target_keeps_memory_flat_and_the_lease_alive(self):
        stage = Stage("slow_target")
        self.addCleanup(stage.close)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(sync='lease = "5s"', MONGODB_URI=proxy.uri)
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v VARCHAR(4000))")
        stage.sql(f"INSERT INTO items SELECT n, REPEAT('x', 4000) FROM {NUMBERS} WHERE n < 20000")
        proxy.before = lambda verb, collection: time.sleep(0.7) if verb == "insert" else None
        running = stage.start("run", "--quiet")
        held = {"_id": stage.database, "holder.pid": running.pid}
        wait_for(lambda: stage.target["_sync_state"].find_one(held), what="the run to hold the lease")
        memory, others = 0, set()
        while running.poll() is None:
            memory = max(memory, self.memory(running.pid))
            others.add(stage.run("run", "--quiet", env={"MONGODB_URI": stage.uri}).exit)
        out, err = running.communicate()
        self.assertEqual(running.returncode, 0, out + err)
        self.assertLess(memory, MOST_MEMORY)
        self.assertIn(BUSY, others)
        self.assertLessEqual(others, {BUSY, 0})
        self.assertEqual(differences(stage, "items"), [])

    def memory(self, pid):
        """The most that the process has held, in kB."""
        try:
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                return max((int(line.split()[1]) for line in file if line.startswith("VmHWM")), default=0)
        except OSError:
            return 0

    def test_a_standalone_server_without_retryable_writes(self):
        server = MongoServer(self, "--standalone")
        story = Story(self, "standalone", rows=800, lines=20)
        story.stage.configure(**story.options, MONGODB_URI=server.address())
        self.run_well(story.stage)
        story.change(1)
        self.run_well(story.stage)
        outcome = story.stage.run("verify")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_a_document_that_appears_between_the_comparison_and_the_write_is_replaced(self):
        stage = Stage("appears")
        self.addCleanup(stage.close)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(MONGODB_URI=proxy.uri)
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL); INSERT INTO items VALUES (1, 1)")
        self.run_well(stage)
        appeared = []

        def before(verb, name):
            if verb == "insert" and name == "items" and not appeared:
                appeared.append(stage.target["items"].insert_one({"_id": 2, "v": 0}))
        proxy.before = before
        stage.sql("INSERT INTO items VALUES (2, 2)")
        self.run_well(stage)
        self.assertTrue(appeared)
        self.assertEqual(stage.documents("items"), [{"_id": 1, "v": 1}, {"_id": 2, "v": 2}])

    def test_a_capped_collection_is_refused_before_anything_is_written(self):
        stage = Stage("capped")
        self.addCleanup(stage.close)
        stage.configure()
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY); INSERT INTO items VALUES (1)")
        stage.target.create_collection("items", capped=True, size=1 << 20)
        if not next(stage.target.list_collections(filter={"name": "items"}))["options"].get("capped"):
            return  # FerretDB has none
        outcome = stage.run("run")
        self.assertEqual(outcome.exit, 4, outcome)
        self.assertIn("capped", outcome.err)
        self.assertEqual(stage.documents("items"), [])


if __name__ == "__main__":
    unittest.main()
