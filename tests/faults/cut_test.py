"""Connections that are cut: a read that was cut never counts as one that ended, and a write whose answer was
lost is not forgotten."""

import unittest

from proxy import MongoProxy, Proxy
from story import Story


class Cut(unittest.TestCase):
    def source(self, name, retries):
        story = Story(self, name)
        proxy = Proxy(story.stage.server.host, story.stage.server.port)
        self.addCleanup(proxy.close)
        self.through = {**story.options, "retries": retries, "MYSQL_HOST": "127.0.0.1", "MYSQL_PORT": str(proxy.port)}
        return story, proxy

    def test_a_first_load_whose_stream_is_cut_is_a_failure_and_is_mended(self):
        story, proxy = self.source("cut_source", retries=0)
        story.stage.configure(**self.through)
        for after in (30_000, 60_000, 120_000):
            proxy.cut_after, proxy.cuts, proxy.cut_count = after, 1, 0
            outcome = story.stage.run("run", "--quiet")
            self.assertEqual(proxy.cut_count, 1, "nothing was cut")
            self.assertIn(outcome.exit, (3, 6), outcome)
            self.assertNotEqual(outcome.err, "", outcome)
        proxy.cut_after = None
        story.mend()

    def test_a_read_that_is_cut_is_tried_again(self):
        story, proxy = self.source("cut_source_retry", retries=3)
        story.stage.configure(**self.through)
        proxy.cut_after, proxy.cuts = 100_000, 2
        outcome = story.stage.run("run", "--quiet")
        self.assertGreater(proxy.cut_count, 0, "nothing was cut")
        self.assertEqual(outcome.exit, 0, outcome)
        story.compare()

    def test_a_catch_up_whose_stream_is_cut_loses_nothing(self):
        story, proxy = self.source("cut_catch_up", retries=0)
        story.mend()
        story.stage.configure(**self.through)
        for n, after in enumerate((30_000, 90_000)):
            story.change(n)
            proxy.cut_after, proxy.cuts, proxy.cut_count = after, 1, 0
            outcome = story.stage.run("run", "--quiet")
            self.assertEqual(proxy.cut_count, 1, "nothing was cut")
            self.assertIn(outcome.exit, (3, 6), outcome)
        proxy.cut_after = None
        story.mend()

    def test_a_target_whose_connection_is_cut_loses_nothing(self):
        story = Story(self, "cut_target")
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        for n, retries in enumerate((0, 3)):
            story.change(n)
            story.stage.configure(**{**story.options, "retries": retries, "MONGODB_URI": proxy.uri})
            proxy.cut_after, proxy.cuts, proxy.cut_count = 2_000, 2, 0
            outcome = story.run_until_free()
            self.assertGreater(proxy.cut_count, 0, "nothing was cut")
            self.assertIn(outcome.exit, (0, 3, 7), outcome)  # the driver itself repeats a write once
        proxy.cut_after = None
        story.mend()


if __name__ == "__main__":
    unittest.main()
