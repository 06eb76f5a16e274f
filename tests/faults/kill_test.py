"""kill -9 at random moments of a first load and of catch-ups: the next clean run makes both sides equal, with
no document too many. The seed is fixed; MYSYNC_TEST_SEED chooses another."""

import os
import random
import sys
import time
import unittest

from story import BUSY, Story

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260102"))
KILLS = 5  # of each kind; every one waits for the lease of the run that died


class Kill(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.random = random.Random(SEED)

    def start_when_free(self, story):
        """Starts a run that gets the lease: one that another holds ends at once."""
        while True:
            running = story.stage.start("run", "--quiet")
            time.sleep(0.05)
            if running.poll() != BUSY:
                return running
            running.communicate()
            time.sleep(0.2)

    def kill_runs(self, story, duration):
        killed = 0
        for _ in range(KILLS):
            running = self.start_when_free(story)
            time.sleep(self.random.uniform(0, duration))
            running.kill()
            running.communicate()
            killed += running.returncode == -9
        return killed

    def test_a_first_load_that_is_killed_again_and_again_ends_well(self):
        story = Story(self, "kill_snapshot")
        self.assertGreater(self.kill_runs(story, 0.6), 0)
        story.mend()

    def test_catch_ups_that_are_killed_lose_nothing(self):
        story = Story(self, "kill_catch_up")
        story.mend()
        killed = 0
        for n in range(3):
            story.change(n)
            running = self.start_when_free(story)
            time.sleep(self.random.uniform(0.05, 0.8))
            running.kill()
            running.communicate()
            killed += running.returncode == -9
            story.change(n + 10)
        self.assertGreater(killed, 0)
        story.mend()


if __name__ == "__main__":
    unittest.main()
