"""A run that was asleep past its lease, while another took it over: it stops with 11, and moves nothing back."""

import signal
import time
import unittest

from proxy import MongoProxy
from stage import wait_for
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


if __name__ == "__main__":
    unittest.main()
