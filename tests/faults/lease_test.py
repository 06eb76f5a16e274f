"""A run that was asleep past its lease, while another took it over: it stops with 11, and moves nothing back."""

import signal
import threading
import time
import unittest

from independent import differences
from proxy import MongoProxy
from stage import Stage, wait_for
from story import BUSY, Story


class Lease(unittest.TestCase):
    def asleep(self, story, proxy):
        """A run that was stopped in the middle of its writes."""
        start = proxy.documents_written
        sleeper = story.stage.start("run", "--quiet")
        wait_for(lambda: proxy.documents_written - start >= 300, what="some writes")
        sleeper.send_signal(signal.SIGSTOP)
        return sleeper

    def awake(self, sleeper):
        sleeper.send_signal(signal.SIGCONT)
        out, err = sleeper.communicate(timeout=60)
        self.assertEqual(sleeper.returncode, BUSY, out + err)
        self.assertIn(b"lease", err)

    def watermarks(self, story):
        return {d["_id"]: d["watermark"]["value"] for d in story.stage.state() if d.get("watermark")}

    def story(self, name):
        story = Story(self, name)
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, MONGODB_URI=proxy.uri)
        return story, proxy

    def test_a_first_load_that_slept_past_its_lease_stops(self):
        story, proxy = self.story("lease_snapshot")
        sleeper = self.asleep(story, proxy)
        story.mend()
        marks = self.watermarks(story)
        self.awake(sleeper)
        self.assertEqual(self.watermarks(story), marks)
        story.mend()

    def test_a_catch_up_that_slept_past_its_lease_overwrites_nothing_newer_for_good(self):
        story, proxy = self.story("lease_catch_up")
        story.mend()
        story.change(1)
        sleeper = self.asleep(story, proxy)
        time.sleep(1)
        story.change(1)  # the same rows again: what the sleeper has read is old now
        story.mend()
        marks = self.watermarks(story)
        self.awake(sleeper)
        story.mend()
        self.assertTrue(all(self.watermarks(story)[k] >= v for k, v in marks.items()))

    def overtaken(self, name):
        """A stage whose rows have newer documents than those in the hand of a sleeping run, which waits for
        its reply: the batch stands in its proxy. Only the horizon and the lease protect (no overlap)."""
        stage = Stage(name)
        self.addCleanup(stage.close)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(sync='overlap = "0s"\nlease = "5s"')
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
                  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at)); "
                  "INSERT INTO items (id, v) VALUES (1, 1), (2, 1)")
        self.run_well(stage)
        stage.sql("UPDATE items SET v = 2")

        def hold(verb, collection):
            if verb == "update" and collection == "items":
                proxy.hold()
                held.set()
        held = threading.Event()
        proxy.before = hold
        sleeper = stage.start("run", "--quiet", env={"MONGODB_URI": proxy.uri})
        self.assertTrue(held.wait(30))
        sleeper.send_signal(signal.SIGSTOP)
        stage.sql("UPDATE items SET v = 3")
        wait_for(lambda: stage.run("run", "--quiet").exit == 0, what="the lease to expire")
        # Somebody else's transactions on the server may hold the watermark back for a while.
        wait_for(lambda: self.run_well(stage) or self.watermark(stage) > str(stage.sql("SELECT MAX(updated_at) FROM items")[0][0]),
                 what="the watermark to pass the change")
        self.assertEqual(differences(stage, "items"), [])
        proxy.before = lambda verb, collection: None
        proxy.release()
        wait_for(lambda: stage.target["items"].find_one({"_id": 1})["v"] == 2, what="the late batch")
        return stage, sleeper

    def watermark(self, stage):
        return stage.target["_sync_state"].find_one({"_id": stage.database + "/items"})["watermark"]["value"]

    def run_well(self, stage):
        outcome = stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_a_batch_that_was_sent_before_the_lease_was_lost_undoes_nothing_for_good(self):
        stage, sleeper = self.overtaken("lease_batch")
        # Who took over is careful for ten lease times; here they have passed.
        stage.target["_sync_state"].update_one({"_id": stage.database}, {"$unset": {"careful_until": ""}})
        self.run_well(stage)
        self.assertNotEqual(differences(stage, "items"), [], "something else than the sleeper has mended it")
        self.awake(sleeper)
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])
        state = stage.target["_sync_state"].find_one({"_id": stage.database + "/items"})
        self.assertIsNone(state["reread_from"])

    def test_a_batch_of_a_run_that_never_wakes_up_is_overwritten_while_it_may_arrive(self):
        stage, sleeper = self.overtaken("lease_dead")
        sleeper.kill()
        sleeper.communicate()
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])


if __name__ == "__main__":
    unittest.main()
