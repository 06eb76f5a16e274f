"""A run dies, as by kill -9, at each moment that it has a name for; the next clean run makes both sides equal.

The program that dies is mysync_crashing (MYSYNC_CRASHING): the same code with faults/crash_point.cpp. The
moment between a write's arrival at the target and its reply is the proxy's."""

import os
import subprocess
import unittest

from proxy import MongoProxy
from stage import HANG
from story import Story

KILLED = -9
# Where a first load, and where a catch-up comes by; `reconciling` is for the table that is read whole.
POINTS = ["lease_taken", "horizon_taken", "batch_built:1", "batch_built:10", "batch_queued:2", "batch_sending:1",
          "batch_sending:8", "batch_acknowledged:1", "batch_acknowledged:8", "remembering:1", "remembering:3",
          "remembered:1", "releasing"]


class CrashPoints(unittest.TestCase):
    def story(self, name):
        story = Story(self, name, rows=800, lines=20)
        story.binary = os.path.abspath(os.environ["MYSYNC_CRASHING"])
        return story

    def crash(self, story, point):
        died = subprocess.run([story.binary, "run", "--quiet"], cwd=story.stage.folder,
                              env=story.stage.environment({"MYSYNC_CRASH_AT": point}),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=HANG, check=False)
        self.assertEqual(died.returncode, KILLED, f"the run never came to {point}: {died.stderr.decode()}")
        story.expire_lease()

    def test_a_first_load_survives_its_death_at_every_point(self):
        story = self.story("crash_snapshot")
        for point in POINTS:
            with self.subTest(point):
                story.stage.client.drop_database(story.stage.database)
                self.crash(story, point)
                story.mend()

    def test_a_catch_up_survives_its_death_at_every_point(self):
        story = self.story("crash_catch_up")
        story.mend()
        for n, point in enumerate(POINTS + ["reconciling"]):
            with self.subTest(point):
                story.change(n)
                self.crash(story, point)
                story.mend()

    def test_a_run_that_dies_before_the_reply_to_a_write_repeats_it_harmlessly(self):
        story = self.story("crash_reply")
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        for verb, n in (("insert", 3), ("update", 3)):
            with self.subTest(verb):
                story.stage.configure(**story.options, MONGODB_URI=proxy.uri)
                self.die_after(story, proxy, verb, n)
                story.stage.configure(**story.options)
                story.mend()
                story.change(n)

    def die_after(self, story, proxy, verb, n):
        """Kills a run whose n-th write of a kind has been sent; the proxy passes that write on all the same."""
        running = None
        seen = 0

        def before(command, collection):
            nonlocal seen
            if command != verb or collection.startswith("_"):
                return
            seen += 1
            if seen == n:
                running.kill()

        proxy.before = before
        running = story.stage.start("run", "--quiet")
        running.communicate(timeout=HANG)
        proxy.before = lambda command, collection: None
        self.assertEqual(running.returncode, KILLED)
        story.expire_lease()


if __name__ == "__main__":
    unittest.main()
