"""kill -9 at random moments of a first load and of catch-ups: the next clean run makes both sides equal, with
no document too many. The seed is fixed; MYSYNC_TEST_SEED chooses another."""

import itertools
import os
import random
import sys
import threading
import time
import unittest

from proxy import MongoProxy
from story import BUSY, Story

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260102"))
KILLS = 6  # of each kind
SHORTLY = 0.005  # seconds; between two commands to the target, much happens


class Kill(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.random = random.Random(SEED)

    def story(self, name):
        story = Story(self, name, rows=2500, lines=100)
        self.proxy = MongoProxy(story.stage.uri)
        self.addCleanup(self.proxy.close)
        story.stage.configure(**story.options, MONGODB_URI=self.proxy.uri)
        return story

    def commands_of(self, run):
        """How many commands to the target it takes: a measure of a run that does not depend on the machine."""
        before = len(self.proxy.commands)
        run()
        return len(self.proxy.commands) - before

    def kill(self, story, commands):
        """Kills one run at, or shortly after, a random one of its commands; 1 when it was still running. One that finds
        the lease held by another ends at once: then once more."""
        fatal, after = self.random.randint(1, int(0.7 * commands)), self.random.uniform(0, SHORTLY)
        while True:
            numbers, running, started = itertools.count(1), None, threading.Event()

            def before(verb, collection):
                if next(numbers) == fatal:
                    started.wait()
                    time.sleep(after)
                    running.kill()
            self.proxy.before = before
            running = story.stage.start("run", "--quiet")
            started.set()
            running.communicate()
            self.proxy.before = lambda verb, collection: None
            if running.returncode != BUSY:
                break
            time.sleep(0.2)
        story.expire_lease()
        return int(running.returncode == -9)

    def test_a_first_load_that_is_killed_again_and_again_ends_well(self):
        story = self.story("kill_snapshot")
        commands = self.commands_of(story.run_until_free)
        story.stage.client.drop_database(story.stage.database)
        self.assertGreater(sum(self.kill(story, commands) for _ in range(KILLS)), 0)
        story.mend()

    def test_catch_ups_that_are_killed_lose_nothing(self):
        story = self.story("kill_catch_up")
        story.mend()
        story.change(100)
        commands = self.commands_of(story.run_until_free)
        killed = 0
        for n in range(KILLS):
            story.change(n)
            killed += self.kill(story, commands)
            story.change(n + 10)
        self.assertGreater(killed, 0)
        story.mend()


if __name__ == "__main__":
    unittest.main()
