"""`mysync quarantine`: rows that were set aside are listed, shown, tried again and dropped; a record ends when
its row arrives or is gone, and counts the runs that tried it."""

import datetime
import json
import unittest

from proxy import MongoProxy
from stage import Stage

TABLES = """
CREATE TABLE counters (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED NULL, note MEDIUMTEXT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT '2024-01-01 00:00:00', KEY updated (updated_at));
INSERT INTO counters (id, n) VALUES (1, 1), (2, 18446744073709551615), (3, 9223372036854775808);
CREATE TABLE people (id INT NOT NULL PRIMARY KEY, name VARCHAR(10) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT '2024-01-01 00:00:00', KEY updated (updated_at));
INSERT INTO people (id, name) VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Ada');
"""


class Quarantine(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("quarantine")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET time_zone = '+00:00'; SET sql_mode = '';" + TABLES)
        self.stage.target.people.create_index("name", name="name", unique=True)
        self.stage.configure()
        self.stage_run("run")

    def stage_run(self, *args, exit=0):
        outcome = self.stage.run(*args)
        self.assertEqual(outcome.exit, exit, outcome)
        return outcome

    def records(self, *args, action="list"):
        listed = json.loads(self.stage_run("quarantine", action, *args, "--format", "json").out)["records"]
        return {(r["table"], r["key"]): r for r in listed}

    def retry(self, *args):
        results = json.loads(self.stage_run("quarantine", "retry", *args, "--format", "json").out)["tables"]
        return {r["table"]: tuple(r[n] for n in ("arrived", "gone", "quarantined", "not_found")) for r in results}

    def everything(self):
        return {n: self.stage.documents(n) for n in self.stage.collections()}, self.stage.state(), \
            self.stage.state("_sync_quarantine")

    def test_list_and_show_tell_the_records_and_change_nothing(self):
        before = self.everything()
        records = self.records()
        self.assertEqual(set(records), {("counters", "2"), ("counters", "3"), ("people", "3")})
        two = records["counters", "2"]
        self.assertEqual((two["reason"], two["attempts"]), ("value", 1))
        self.assertIn("18446744073709551615", two["message"])
        self.assertEqual(two["first_seen"], two["last_seen"])
        self.assertNotIn("cells", two)
        self.assertEqual(set(self.records("people")), {("people", "3")})
        self.assertEqual(set(self.records("counters", "--key", "3")), {("counters", "3")})
        shown = self.records("counters", "--key", "2", action="show")["counters", "2"]
        self.assertEqual((shown["cells"]["n"], shown["cells"]["note"]), ("18446744073709551615", "NULL"))
        text = self.stage_run("quarantine", "list").out
        for word in ("people", "rejected_by_target", "3 records", "quarantine retry"):
            self.assertIn(word, text)
        text = self.stage_run("quarantine", "show", "counters").out
        self.assertIn("9223372036854775808", text)
        self.assertEqual(self.everything(), before)

    def test_a_name_that_nobody_knows_is_refused_with_the_nearest(self):
        outcome = self.stage_run("quarantine", "list", "peple", exit=2)
        self.assertIn("people", outcome.err)
        self.stage_run("quarantine", "lst", exit=2)
        self.stage_run("quarantine", "list", "--yes", exit=2)
        self.assertEqual(self.records("counters", "--key", "77"), {})

    def test_a_retry_brings_what_can_be_held_now_and_counts_what_cannot(self):
        # The cursor stays: no run would see these changes.
        self.stage.sql("UPDATE counters SET n = 2 WHERE id = 2; DELETE FROM people WHERE id = 1")
        self.stage.target.people.delete_one({"_id": 1})
        self.assertEqual(self.retry(), {"counters": (1, 0, 1, 0), "people": (1, 0, 0, 0)})
        self.assertEqual({d["_id"]: d["n"] for d in self.stage.documents("counters")}, {1: 1, 2: 2})
        self.assertEqual({d["_id"] for d in self.stage.documents("people")}, {2, 3})
        left = self.records()
        self.assertEqual(set(left), {("counters", "3")})
        self.assertEqual(left["counters", "3"]["attempts"], 2)

    def test_a_record_whose_row_is_gone_ends(self):
        self.stage.sql("DELETE FROM counters WHERE id = 2; DELETE FROM people WHERE id = 3")
        self.assertEqual(self.retry("counters", "--key", "2"), {"counters": (0, 1, 0, 0)})
        self.assertEqual(set(self.records()), {("counters", "3"), ("people", "3")})
        # What the target refused is tried in every run, and no more than once in it.
        self.stage_run("run")
        self.assertEqual({k: r["attempts"] for k, r in self.records().items()}, {("counters", "3"): 1})

    def test_what_the_target_refused_arrives_when_it_takes_it(self):
        self.stage_run("run")
        self.assertEqual(self.records()["people", "3"]["attempts"], 2)
        self.stage.target.people.drop_index("name")
        self.stage_run("run", "--strict")
        self.assertEqual(set(self.records()), {("counters", "2"), ("counters", "3")})
        self.assertEqual({d["_id"] for d in self.stage.documents("people")}, {1, 2, 3})

    def test_a_row_whose_key_has_no_value_in_bson_ends_its_record_like_any_other(self):
        self.stage.sql("CREATE TABLE days (day DATE NOT NULL PRIMARY KEY, n INT);"
                       "INSERT INTO days VALUES ('2024-01-01', 1), ('0000-00-00', 2), ('2010-00-31', 3)")
        self.stage_run("run", "days")
        self.assertEqual(set(self.records("days")), {("days", "0000-00-00"), ("days", "2010-00-31")})
        self.assertEqual(self.retry("days"), {"days": (0, 0, 2, 0)})
        self.stage.sql("UPDATE days SET day = '2024-01-02' WHERE n = 2")
        self.assertEqual(self.retry("days"), {"days": (0, 1, 1, 0)})
        self.assertEqual(set(self.records("days")), {("days", "2010-00-31")})
        self.stage.sql("UPDATE days SET day = '2024-01-03' WHERE n = 3")
        self.stage_run("run", "days")
        self.assertEqual(self.records("days"), {})
        self.assertEqual(len(self.stage.documents("days")), 3)

    def test_a_complete_read_ends_records_of_rows_that_nothing_else_finds(self):
        self.stage.sql("UPDATE counters SET n = 2 WHERE id = 2; DELETE FROM counters WHERE id = 3")
        self.stage_run("run")
        self.assertEqual(len(self.records("counters")), 2)
        self.stage_run("run", "counters", "--full")
        self.assertEqual(self.records("counters"), {})

    def test_drop_asks_and_removes_records_only(self):
        outcome = self.stage_run("quarantine", "drop", exit=2)
        self.assertIn("--yes", outcome.err)
        self.assertEqual(len(self.records()), 3)
        documents = self.everything()[0]
        self.stage_run("quarantine", "drop", "people", "--yes")
        self.stage_run("quarantine", "drop", "counters", "--key", "2", "--yes")
        self.assertEqual(set(self.records()), {("counters", "3")})
        self.assertEqual(self.everything()[0], documents)

    def test_retry_and_drop_leave_a_pipeline_alone_that_a_run_holds(self):
        self.stage.target["_sync_state"].update_one({"_id": self.stage.database}, {"$set": {
            "holder": {"host": "elsewhere", "pid": 4242, "run": "other"}, "lease_ms": 3600000,
            "renewed": datetime.datetime.now(datetime.timezone.utc)}})
        before = self.stage.state("_sync_quarantine")
        self.assertIn("elsewhere", self.stage_run("quarantine", "retry", exit=11).err)
        self.stage_run("quarantine", "drop", "--yes", exit=11)
        self.assertEqual(self.stage.state("_sync_quarantine"), before)

    def test_a_record_stays_small_whatever_its_row_holds(self):
        self.stage.sql("INSERT INTO counters (id, n, note) VALUES (4, 18446744073709551615, REPEAT('ä', 1500000))")
        self.stage_run("run", "counters", "--full")
        cells = self.records("counters", "--key", "4", action="show")["counters", "4"]["cells"]
        self.assertTrue(cells["note"].endswith("…"))
        self.assertLessEqual(len(cells["note"]), 1001)

    def test_a_batch_that_is_sent_twice_counts_one_attempt(self):
        self.stage.sql("INSERT INTO counters (id, n) VALUES (5, 18446744073709551615)")
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        # The records are written, and what follows them fails once.
        proxy.refuse["delete"] = (91, "ShutdownInProgress", "the server is shutting down")
        seen = []

        def note(verb, name):
            seen.extend([verb] if verb == "delete" and name == "_sync_quarantine" else [])
            if len(seen) == 2:
                proxy.refuse.clear()

        proxy.before = note
        self.stage.configure(MONGODB_URI=proxy.uri, retries=3)
        self.stage_run("run", "counters", "--full")
        self.assertGreaterEqual(len(seen), 2)
        self.assertEqual(self.records("counters")["counters", "5"]["attempts"], 1)


if __name__ == "__main__":
    unittest.main()
