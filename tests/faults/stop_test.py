"""A stop is heard whatever hangs: a target that does not answer, a source that falls silent, a limit of time."""

import signal
import time
import unittest

from proxy import MongoProxy, Proxy
from stage import wait_for
from story import BUSY, ROWS, Story, stop


class Stop(unittest.TestCase):
    def behind_mongo(self, name):
        story = Story(self, name)
        proxy = MongoProxy(story.stage.uri)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, MONGODB_URI=proxy.uri)
        return story, proxy

    def hold_at(self, proxy, name, count):
        """The proxy stops relaying at the n-th write to this collection."""
        seen = []

        def before(command, collection):
            if command in ("insert", "update") and collection == name:
                seen.append(command)
                if len(seen) == count:
                    proxy.hold()
        proxy.before = before

    def hung(self, story, proxy):
        """A run whose fourth write to orders hangs."""
        def attempt():
            story.expire_lease()
            self.hold_at(proxy, "orders", 4)
            running = story.stage.start("run", "--quiet")
            wait_for(lambda: not proxy.flowing.is_set() or running.poll() is not None, what="the write that hangs")
            if running.poll() is None:
                return running
            out, err = running.communicate()
            self.assertEqual(running.returncode, BUSY, out + err)  # a renewal of the run before arrived only now
            return None
        return wait_for(attempt, what="the lease")

    def test_a_target_that_hangs_does_not_keep_a_stop_waiting(self):
        story, proxy = self.behind_mongo("stop_target")
        for number, exit in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            with self.subTest(exit=exit):
                running = self.hung(story, proxy)
                try:
                    self.assertIn("stopped before a server answered", stop(self, running, number, exit))
                finally:
                    proxy.before = lambda command, collection: None
                    proxy.release()
        story.expire_lease()
        story.mend()

    def test_a_source_that_is_silent_does_not_keep_a_stop_waiting_and_the_lease_is_released(self):
        story = Story(self, "stop_source")
        proxy = Proxy(story.stage.server.host, story.stage.server.port)
        self.addCleanup(proxy.close)
        story.stage.configure(**story.options, MYSQL_HOST="127.0.0.1", MYSQL_PORT=str(proxy.port))
        released = any(self.stopped_in_silence(story, proxy) for _ in range(3))  # on a busy machine time may be too short
        self.assertTrue(released, "the lease was never released")
        self.assertNotEqual(story.stage.run("run", "--quiet").exit, BUSY)
        story.mend()

    def stopped_in_silence(self, story, proxy):
        """Stops a run whose source is silent; true when it has released its lease."""
        story.expire_lease()
        proxy.hold_after = 100_000
        running = story.stage.start("run", "--quiet")
        wait_for(lambda: not proxy.flowing.is_set(), what="the source's silence")
        wait_for(lambda: story.stage.target["orders"].estimated_document_count() > 0, what="some documents")
        stop(self, running, signal.SIGTERM, 143)
        proxy.hold_after = None
        proxy.release()
        return story.stage.target["_sync_state"].find_one({"_id": story.stage.database})["holder"] is None

    def test_a_run_whose_time_is_up_stops_between_batches_and_says_that_more_is_to_do(self):
        story, proxy = self.behind_mongo("stop_duration")
        proxy.before = lambda command, collection: time.sleep(1) if command == "insert" else None
        for limit in ("1s", "5s", "25s"):  # a busy machine may not come to the first batch in the first
            outcome = story.stage.run("run", "--max-duration", limit)
            self.assertEqual(outcome.exit, 0, outcome)
            self.assertIn("more is to do", outcome.out)
            written = story.stage.target["orders"].count_documents({})
            if written > 0:
                break
        self.assertTrue(0 < written < ROWS, written)
        proxy.before = lambda command, collection: None
        story.mend()


if __name__ == "__main__":
    unittest.main()
