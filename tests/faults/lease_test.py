"""A run that was asleep past its lease, while another took it over: it stops with 11, and moves nothing back."""

import signal
import threading
import time
import unittest

from bson.datetime_ms import DatetimeMS

from independent import differences
from proxy import MongoProxy
from stage import HANG, Stage, wait_for
from story import BUSY, Story, started_until


class Lease(unittest.TestCase):
    def asleep(self, story, proxy):
        """A run that was stopped in the middle of its writes."""
        sleeper = started_until(proxy, story.stage, 300)
        sleeper.send_signal(signal.SIGSTOP)
        proxy.release()
        return sleeper

    def awake(self, sleeper):
        sleeper.send_signal(signal.SIGCONT)
        out, err = sleeper.communicate(timeout=HANG)
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

    def items(self, name):
        """A stage with two rows and their documents. Only the horizon and the lease protect (no overlap)."""
        stage = Stage(name)
        self.addCleanup(stage.close)
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        stage.configure(sync='overlap = "0s"\nlease = "5s"')
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
                  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at)); "
                  "INSERT INTO items (id, v) VALUES (1, 1), (2, 1)")
        self.run_well(stage)
        return stage, proxy

    def overtaken(self, name, verb="update", words=("run", "--quiet"), before="UPDATE items SET v = 2",
                  after="UPDATE items SET v = 3", meanwhile=lambda stage: None, fate=signal.SIGSTOP):
        """A stage whose rows have newer documents than those in the hand of a run that is asleep, or dead, and
        waited for its reply: its write stands in its proxy, and arrives after `meanwhile`."""
        stage, proxy = self.items(name)
        stage.sql(before)

        def hold(sent, collection):
            if sent == verb and collection == "items":
                proxy.hold()
                held.set()
        held = threading.Event()
        proxy.before = hold
        sleeper = stage.start(*words, env={"MONGODB_URI": proxy.uri})
        self.assertTrue(held.wait(HANG))
        sleeper.send_signal(fate)
        stage.sql(after)
        if fate == signal.SIGKILL:
            sleeper.communicate()
            self.expire(stage)
        wait_for(lambda: stage.run("run", "--quiet").exit == 0, what="the lease to expire")
        self.bring_over(stage)
        meanwhile(stage)
        right = stage.target["items"].find_one({"_id": 1})
        proxy.before = lambda verb, collection: None
        proxy.release()
        wait_for(lambda: stage.target["items"].find_one({"_id": 1}) != right, what="the late write")
        return stage, sleeper

    def bring_over(self, stage):
        """Runs until the watermark has passed every change; somebody else's transactions may hold it back."""
        wait_for(lambda: self.run_well(stage) or self.watermark(stage) > str(stage.sql("SELECT MAX(updated_at) FROM items")[0][0]),
                 what="the watermark to pass the change")
        self.assertEqual(differences(stage, "items"), [])

    def watermark(self, stage):
        return stage.target["_sync_state"].find_one({"_id": stage.database + "/items"})["watermark"]["value"]

    def run_well(self, stage):
        outcome = stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def end_care(self, stage):
        """As if the ten lease times for which who took over is careful had passed."""
        stage.target["_sync_state"].update_one({"_id": stage.database}, {"$unset": {"careful_until": ""}})

    def end_care_and_run(self, stage):
        self.end_care(stage)
        self.run_well(stage)

    def asks_to_reread(self, stage, sleeper):
        """Nobody mends but who wrote without the lease, when it wakes up."""
        self.run_well(stage)
        self.assertNotEqual(differences(stage, "items"), [], "something else than the sleeper has mended it")
        self.awake(sleeper)
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])
        state = stage.target["_sync_state"].find_one({"_id": stage.database + "/items"})
        self.assertIsNone(state["reread_from"])

    def test_a_batch_that_was_sent_before_the_lease_was_lost_undoes_nothing_for_good(self):
        self.asks_to_reread(*self.overtaken("lease_batch", meanwhile=self.end_care_and_run))

    def test_a_removal_that_was_sent_before_the_lease_was_lost_undoes_nothing_for_good(self):
        self.asks_to_reread(*self.overtaken(
            "lease_removal", "delete", ("run", "items", "--reconcile"), "DELETE FROM items WHERE id = 1",
            "INSERT INTO items (id, v) VALUES (1, 3)", self.end_care_and_run))

    def test_a_repair_that_was_sent_before_the_lease_was_lost_undoes_nothing_for_good(self):
        self.asks_to_reread(*self.overtaken(
            "lease_repair", "update", ("verify", "items", "--repair"),
            "UPDATE items SET v = 2, updated_at = updated_at - INTERVAL 1 HOUR", meanwhile=self.end_care_and_run))

    def expire(self, stage, **fields):
        stage.target["_sync_state"].update_one({"_id": stage.database}, {"$set": {**fields, "renewed": DatetimeMS(0)}})

    def dead(self, name, **options):
        return self.overtaken(name, fate=signal.SIGKILL, **options)[0]

    def test_a_batch_of_a_run_that_never_wakes_up_is_overwritten_while_it_may_arrive(self):
        stage = self.dead("lease_dead")
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_batch_that_arrived_when_nobody_ran_is_overwritten_by_the_first_run_thereafter(self):
        stage = self.dead("lease_seldom")
        self.end_care_and_run(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_second_take_over_does_not_forget_what_the_first_is_careful_of(self):
        def die_again(stage):
            self.expire(stage, holder={"host": "other", "pid": 1, "run": "dead"})
            self.run_well(stage)
        stage = self.dead("lease_twice", meanwhile=die_again)
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_write_that_timed_out_and_arrives_late_undoes_nothing_for_good(self):
        stage, proxy = self.items("lease_late")
        first, arrival = threading.Event(), threading.Event()
        self.addCleanup(arrival.set)

        def before(verb, collection):
            """The first write's connection stands still; the repetition has another."""
            if verb == "update" and collection == "items" and not first.is_set():
                first.set()
                arrival.wait(HANG)
        proxy.before = before
        stage.sql("UPDATE items SET v = 2")
        outcome = stage.run("run", "--quiet", env={"MONGODB_URI": proxy.uri + "&socketTimeoutMS=2000&retryWrites=false",
                                                   "SYNC_MAX_RETRIES": "8"})
        self.assertEqual((outcome.exit, first.is_set()), (0, True), outcome)
        stage.sql("UPDATE items SET v = 3")
        self.bring_over(stage)
        arrival.set()
        wait_for(lambda: stage.target["items"].find_one({"_id": 1})["v"] == 2, what="the late batch")
        self.run_well(stage)
        self.assertEqual(differences(stage, "items"), [])


if __name__ == "__main__":
    unittest.main()
