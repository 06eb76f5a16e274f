"""SIGTERM and SIGINT: what was sent is finished and remembered, the run ends within two seconds with 143 or
130, and the next goes on where it stopped."""

import signal
import time
import unittest

from proxy import MongoProxy
from stage import wait_for
from story import ROWS, Story, started_until, stop


class Signals(unittest.TestCase):
    def setUp(self):
        self.proxy = None

    def story(self, name):
        story = Story(self, name)
        self.proxy = MongoProxy(story.stage.uri)
        self.addCleanup(self.proxy.close)
        story.options["MONGODB_URI"] = self.proxy.uri
        story.stage.configure(**story.options)
        return story

    def interrupt(self, story, number, exit, after):
        """Sends the signal once `after` documents were written; returns how many were in the end."""
        start = self.proxy.documents_written
        running = started_until(self.proxy, story.stage, after)
        stop(self, running, number, exit, then=self.proxy.release)
        return self.proxy.documents_written - start

    def test_a_first_load_goes_on_where_it_was_stopped(self):
        for number, exit in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            with self.subTest(exit=exit):
                story = self.story(f"signal_{exit}")
                written = self.interrupt(story, number, exit, 1500)
                self.assertLess(written, ROWS)
                self.check_told_as_stopped(story.stage)
                story.mend()  # the lease was given back: the next run does not wait
                again = self.proxy.documents_written - written
                self.assertLess(again, ROWS + 1000 - 0.7 * written, "the first load began anew")

    def check_told_as_stopped(self, stage):
        """Neither a good run nor a bad one."""
        last = stage.target["_sync_runs"].find_one(sort=[("started", -1)])
        self.assertEqual(last["status"], "partial")
        self.assertIn("stopped", [t["status"] for t in last["tables"]])
        table = stage.target["_sync_state"].find_one({"table": "orders"})
        self.assertEqual((table["last_status"], table["runs"], table["good_runs"]), ("stopped", 0, 0))

    def test_a_catch_up_goes_on_where_it_was_stopped(self):
        story = self.story("signal_catch_up")
        story.mend()
        story.stage.sql("UPDATE orders SET note = 'all changed', updated_at = UTC_TIMESTAMP(6)")
        written = self.interrupt(story, signal.SIGTERM, 143, 1500)
        self.assertLess(written, ROWS)
        story.mend()

    def test_a_target_that_does_not_answer_does_not_keep_a_second_signal_waiting(self):
        story = self.story("signal_twice")
        self.proxy.before = lambda verb, name: self.proxy.hold() if verb == "insert" and name == "orders" else None
        running = story.stage.start("run", "--quiet")
        wait_for(lambda: not self.proxy.flowing.is_set(), what="the first write")
        while running.poll() is None:  # two that come at once are one
            running.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        out, err = running.communicate()
        self.assertEqual(running.returncode, 143, out + err)
        self.assertNotIn(b"stopped before a server answered", err, "the first one's patience was waited for")
        self.proxy.before = lambda verb, name: None
        self.proxy.release()
        story.mend()


if __name__ == "__main__":
    unittest.main()
