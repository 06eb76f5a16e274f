"""A collection that is dropped while a run fills it, or between two runs of a first load: the next run says so and
loads it again, and nothing is missing."""

import time
import unittest

from proxy import MongoProxy
from stage import wait_for
from story import Story


class Dropped(unittest.TestCase):
    def story(self, name):
        story = Story(self, name)
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, MONGODB_URI=proxy.uri)
        return story, proxy

    def drop_at(self, story, proxy, documents):
        """Drops orders once, when so many documents were written."""
        start, dropped = proxy.documents_written, []

        def before(verb, name):
            if name == "orders" and verb in ("insert", "update") and not dropped \
                    and proxy.documents_written - start >= documents:
                dropped.append(1)
                story.stage.target.drop_collection("orders")
        proxy.before = before
        return dropped

    def test_a_collection_dropped_in_a_run_is_loaded_again_by_the_next(self):
        story, proxy = self.story("dropped_in_run")
        story.mend()
        story.change(1)
        dropped = self.drop_at(story, proxy, 500)
        story.run_until_free()
        self.assertEqual(dropped, [1], "nothing was dropped")
        proxy.before = lambda verb, name: None
        outcome = story.stage.run("run")
        self.assertIn("was dropped", outcome.out)
        story.mend()

    def test_a_collection_dropped_after_a_killed_first_load_is_loaded_from_the_start(self):
        story, proxy = self.story("dropped_killed")

        def position():
            orders = story.stage.target["_sync_state"].find_one({"table": "orders"})
            return orders and orders["snapshot"]["position"]

        def before(verb, name):
            """Slow until a position is remembered, which takes half a second; then nothing goes on."""
            if verb == "insert" and name == "orders":
                proxy.hold() if position() else time.sleep(0.1)
        proxy.before = before
        running = story.stage.start("run", "--quiet")
        wait_for(lambda: not proxy.flowing.is_set(), what="a remembered position")
        running.kill()
        running.communicate()
        proxy.cut_all()  # what stood in the proxy never arrives
        proxy.before = lambda verb, name: None
        proxy.release()
        story.stage.target.drop_collection("orders")
        story.mend()


if __name__ == "__main__":
    unittest.main()
