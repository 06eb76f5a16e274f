"""A schema that changes between runs and in the middle of one: it is followed, left alone or refused as
configured, and a table that is altered while it is read is planned again."""

import json
import os
import threading
import unittest

from proxy import MongoProxy
from stage import NUMBERS, Stage, wait_for

LONG = os.environ.get("MYSYNC_LONG_TESTS") == "1"
ITEMS = """
CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NULL, old INT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO items (id, v, old, updated_at) VALUES (1, 1, 1, '2024-01-01 00:00:00'), (2, 2, 2, '2024-01-01 00:00:00');
"""


METADATA = "Waiting for table metadata lock"  # all else is done


class Drift(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("drift")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET time_zone = '+00:00';" + ITEMS)
        self.stage.configure()

    def run_well(self, *args, exit=0):
        outcome = self.stage.run(*(args or ("run",)))
        self.assertEqual(outcome.exit, exit, outcome)
        return outcome

    def documents(self):
        return {d["_id"]: {k: v for k, v in d.items() if k not in ("_id", "updated_at")}
                for d in self.stage.documents("items")}

    def reformed(self):
        return json.loads(self.run_well("status", "--format", "json").out)["tables"][0]["reformed"]

    def test_changes_are_followed_and_said(self):
        self.run_well()
        self.stage.sql("ALTER TABLE items ADD COLUMN fresh INT DEFAULT 7, DROP COLUMN old, MODIFY v VARCHAR(20);"
                       "UPDATE items SET v = 'two', updated_at = NOW() + INTERVAL 5 SECOND WHERE id = 2")
        out = self.run_well().out
        for word in ("new column fresh", "column old is gone", "column v was int", "run --full"):
            self.assertIn(word, out)
        self.assertEqual(self.documents(), {1: {"v": 1, "old": 1}, 2: {"v": "two", "fresh": 7}})
        self.assertEqual(len(self.reformed()), 1)
        self.assertIn("mysync run items --full", self.run_well("status").out)
        self.assertNotIn("column", self.run_well().out)  # said once
        self.assertEqual(len(self.reformed()), 1)
        self.run_well("run", "items", "--full")
        self.assertEqual(self.documents(), {1: {"v": "1", "fresh": 7}, 2: {"v": "two", "fresh": 7}})
        self.assertEqual(self.reformed(), [])

    def test_ignored_columns_stay_out_until_they_are_followed(self):
        self.run_well()
        self.stage.sql("ALTER TABLE items ADD COLUMN fresh INT DEFAULT 7;"
                       "UPDATE items SET v = 5, updated_at = NOW() + INTERVAL 5 SECOND WHERE id = 2")
        self.stage.configure(sync='drift = "ignore"')
        for args in (("run",), ("run", "--full")):
            self.assertNotIn("fresh", self.run_well(*args).out)
            self.assertEqual(self.documents()[2], {"v": 5, "old": 2})
        self.stage.configure()
        self.assertIn("new column fresh", self.run_well().out)

    def test_a_change_fails_the_table_when_it_shall(self):
        self.run_well()
        self.stage.sql("ALTER TABLE items ADD COLUMN fresh INT DEFAULT 7")
        self.stage.configure(sync='drift = "fail"')
        for _ in range(2):
            outcome = self.run_well("run", exit=4)
            for word in ("fresh", 'drift = "follow"'):
                self.assertIn(word, outcome.err)
        self.stage.configure()
        self.run_well()
        self.stage.configure(sync='drift = "fail"')
        self.run_well()

    def test_a_vanished_cursor_fails_the_table_with_what_to_do(self):
        self.run_well()
        self.stage.sql("ALTER TABLE items DROP COLUMN updated_at")
        err = self.run_well("run", exit=4).err
        for word in ("updated_at is gone", "reset-watermark items"):
            self.assertIn(word, err)
        self.run_well("reset-watermark", "items", "--yes")
        self.run_well()

    def altered_while_read(self, statement, exit=0):
        """Alters `many` once its first documents are on their way: between two pages, when the server lets it."""
        self.stage.sql(f"CREATE TABLE many (id INT NOT NULL PRIMARY KEY, v INT); INSERT INTO many SELECT n, n FROM "
                       f"{NUMBERS} WHERE n < 25000")
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        other = self.stage.server.connect(self.stage.database)
        self.addCleanup(other.close)
        altering = threading.Thread(target=lambda: other.cursor().execute(statement))

        def before(verb, name):
            if verb == "insert" and name == "many" and altering.ident is None:
                proxy.hold()  # with a few batches in hand the read waits
                altering.start()
                wait_for(lambda: not altering.is_alive() or self.stage.activity(other)[1] == METADATA, what="the ALTER")
                proxy.release()

        proxy.before = before
        self.stage.configure(sync='tables = ["many"]\nbatch_size = 500', MONGODB_URI=proxy.uri, retries=2)
        outcome = self.run_well("run", exit=exit)
        altering.join(60)
        self.assertFalse(altering.is_alive())
        return outcome

    def test_a_type_that_changes_between_two_pages_is_planned_again(self):
        outcome = self.altered_while_read("ALTER TABLE many MODIFY v VARCHAR(20), ADD COLUMN w INT DEFAULT 3")
        self.assertIn("planned again", outcome.err)
        self.assertIn("column v was int", outcome.out)
        documents = {d["_id"]: d for d in self.stage.documents("many")}
        self.assertEqual(len(documents), 25000)
        self.assertEqual(documents[24999], {"_id": 24999, "v": "24999", "w": 3})
        self.assertTrue(all(str(d["v"]) == str(n) for n, d in documents.items()))

    if LONG:  # as the one before
        def test_a_column_that_is_dropped_between_two_pages_is_planned_again(self):
            outcome = self.altered_while_read("ALTER TABLE many DROP COLUMN v")
            self.assertIn("column v is gone", outcome.out)
            self.assertEqual(self.stage.target.many.count_documents({}), 25000)
            self.assertNotIn("v", self.stage.target.many.find_one({"_id": 24999}))

        def test_a_key_that_changes_between_two_pages_fails_the_table(self):
            outcome = self.altered_while_read("ALTER TABLE many DROP PRIMARY KEY, CHANGE id key_id INT NOT NULL PRIMARY KEY",
                                              exit=4)
            self.assertIn("key", outcome.err)


if __name__ == "__main__":
    unittest.main()
