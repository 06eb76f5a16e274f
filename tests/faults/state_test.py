"""A state that is missing, spoilt, of a newer program, or for something else; a lease that somebody edited: refused
with what to do, or survived, and nothing is lost."""

import time
import unittest
from datetime import datetime, timedelta, timezone

from independent import differences
from stage import Stage, wait_for

TABLE = ("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, updated_at TIMESTAMP(6) NOT NULL DEFAULT "
         "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at));"
         "INSERT INTO items (id, v) VALUES (1, 1), (2, 1), (3, 1)")
NONSENSE = {"what": "nobody writes this"}


class State(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("state")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync='overlap = "0s"\nlease = "5s"', retries=0)
        self.stage.sql(TABLE)
        self.run_with(0)
        self.id = self.stage.database + "/items"
        self.states = self.stage.target["_sync_state"]

    def run_with(self, exit, *words, args=("run",)):
        outcome = self.stage.run(*args)
        self.assertEqual(outcome.exit, exit, outcome)
        for word in words:
            self.assertIn(word, outcome.err, outcome)
        return outcome

    def equal(self):
        self.assertEqual(differences(self.stage, "items"), [])

    def test_without_its_state_a_table_is_loaded_anew(self):
        self.states.delete_many({})
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(0)
        self.equal()

    def test_a_field_of_a_wrong_type_is_named_and_nothing_is_taken_for_synced(self):
        good = self.states.find_one({"_id": self.id})
        self.stage.sql("UPDATE items SET v = 2")
        for field in ("version", "phase", "watermark", "watermark.value", "key", "reread_from", "careful_from"):
            with self.subTest(field):
                self.states.update_one({"_id": self.id}, {"$set": {field: NONSENSE if field != "watermark" else "today"}})
                self.run_with(7, self.id, field, "remove it")
                self.states.replace_one({"_id": self.id}, good)
        self.states.delete_one({"_id": self.id})  # as the message says
        self.run_with(0)
        self.equal()

    def test_a_token_that_no_lease_gave_is_not_taken_for_a_lost_lease(self):
        self.stage.sql("UPDATE items SET v = 2")
        for token in (NONSENSE, "7", -5, 2**60, 4_000_000_000):
            with self.subTest(token):
                self.states.update_one({"_id": self.id}, {"$set": {"token": token}})
                self.run_with(7, self.id, "token", "set it to NumberLong(0)")
                self.run_with(7, self.id, "token", args=("reset-watermark", "items", "--yes"))
                self.run_with(0, args=("status",))  # who writes nothing does not care
        self.states.update_one({"_id": self.id}, {"$set": {"token": 0}})  # as the message says
        self.run_with(0)
        self.equal()

    def test_a_watermark_that_is_no_time_is_told_with_the_command_that_mends_it(self):
        self.states.update_one({"_id": self.id}, {"$set": {"watermark.value": "yesterday"}})
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(7, "yesterday", "mysync reset-watermark items")
        self.run_with(0, args=("reset-watermark", "items", "--yes"))
        self.run_with(0)
        self.equal()

    def test_a_state_of_a_newer_program_is_refused(self):
        self.states.update_one({"_id": self.id}, {"$set": {"version": 99}})
        self.run_with(7, "newer mysync")

    def test_a_state_for_another_key_or_filter_is_refused_with_what_to_do(self):
        self.stage.sql("ALTER TABLE items ADD UNIQUE KEY (v, id)")
        for more, word in (('where = "v > 1"', "where"), ('key = ["v", "id"]', "key")):
            with self.subTest(word):
                self.stage.configure(f'[[table]]\nname = "items"\n{more}', retries=0)
                self.run_with(4, word, "reset-watermark")

    def test_a_lease_document_that_was_edited_by_hand_is_refused_with_what_to_do(self):
        lease = {"_id": self.stage.database}
        good = self.states.find_one(lease)
        held = {"holder": {"host": "db9", "pid": 7, "run": "of-somebody"}}
        for edit in ({"token": "seven"}, {"token": -3}, {"token": 2**60}, {"holder": "me"}, {"holder": {"pid": 1}},
                     {**held, "renewed": "now"}, {**held, "renewed": None}, {**held, "lease_ms": 0}):
            with self.subTest(edit):
                self.states.update_one(lease, {"$set": edit})
                self.run_with(7, f"'{self.stage.database}'", "remove it")
                self.states.replace_one(lease, good)
        self.states.delete_one(lease)  # as the message says
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(0)
        self.equal()

    def test_a_lease_whose_token_was_lowered_takes_nothing_from_the_tables(self):
        lease = {"_id": self.stage.database}
        # Tokens are seconds, and runs are rarer than that in life.
        wait_for(lambda: self.states.find_one(lease)["token"] < time.time(), what="the clock to pass the token")
        self.states.update_one(lease, {"$set": {"token": 1}})
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(0)
        self.equal()

    def test_a_lease_renewed_in_the_future_is_watched_and_taken_when_its_holder_is_dead(self):
        future = datetime.now(timezone.utc) + timedelta(hours=5)
        self.states.update_one({"_id": self.stage.database}, {"$set": {
            "holder": {"host": "db9", "pid": 7, "run": "of-a-dead-run"}, "renewed": future, "lease_ms": 5000}})
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(0, "watching", "died without releasing")
        self.equal()

    def test_a_pause_that_cannot_be_understood_is_no_permission_to_run(self):
        self.states.update_one({"_id": self.stage.database}, {"$set": {"paused": True}})
        self.stage.sql("UPDATE items SET v = 2")
        self.run_with(7, "mysync resume")
        self.run_with(0, args=("resume",))
        self.run_with(0)
        self.equal()


if __name__ == "__main__":
    unittest.main()
