"""kill -9 at random moments of a first load and of catch-ups: the next clean run makes both sides equal, with
no document too many. The seed is fixed; MYSYNC_TEST_SEED chooses another."""

import os
import random
import sys
import time
import unittest

from story import BUSY, Story

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260102"))
KILLS = 6  # of each kind


class Kill(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.random = random.Random(SEED)

    def kill(self, story, duration):
        """Kills one run at a random moment of the time it would take; 1 when it was still running. One that finds
        the lease held by another ends at once: then once more."""
        while True:
            running = story.stage.start("run", "--quiet")
            moment = time.monotonic() + self.random.uniform(0, duration)
            while running.poll() is None and time.monotonic() < moment:
                time.sleep(0.002)
            if running.poll() != BUSY:
                break
            running.communicate()
            time.sleep(0.2)
        running.kill()
        running.communicate()
        story.expire_lease()
        return int(running.returncode == -9)

    def test_a_first_load_that_is_killed_again_and_again_ends_well(self):
        story = Story(self, "kill_snapshot", rows=2500, lines=100)
        duration = story.run_until_free().seconds
        story.stage.client.drop_database(story.stage.database)
        self.assertGreater(sum(self.kill(story, 0.7 * duration) for _ in range(KILLS)), 0)
        story.mend()

    def test_catch_ups_that_are_killed_lose_nothing(self):
        story = Story(self, "kill_catch_up", rows=2500, lines=100)
        story.mend()
        story.change(100)
        duration = story.run_until_free().seconds
        killed = 0
        for n in range(KILLS):
            story.change(n)
            killed += self.kill(story, 0.7 * duration)
            story.change(n + 10)
        self.assertGreater(killed, 0)
        story.mend()


if __name__ == "__main__":
    unittest.main()
