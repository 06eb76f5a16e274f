"""Parts of a table: samples, windows, keys, walks that are killed; and verify by what run has remembered."""

import json
import os
import unittest
import urllib.parse

from bson.datetime_ms import DatetimeMS

from stage import NUMBERS, Stage, wait_for

CRASHING = os.environ.get("MYSYNC_CRASHING", "")  # its walks remember every step
ROWS, WINDOW = 1000, 100
BAD_COMMAND_LINE, DIFFERENT = 2, 8
OLD = "UTC_TIMESTAMP(6) - INTERVAL 1 HOUR"

# A secondary index whose order is not the key's.
ITEMS = """CREATE TABLE items (id INT NOT NULL PRIMARY KEY, n INT NOT NULL, updated_at DATETIME(6) NOT NULL, KEY (n), KEY updated (updated_at));
CREATE TABLE codes (code VARCHAR(30) COLLATE utf8mb4_general_ci NOT NULL, part INT NOT NULL, n INT, updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (code, part), KEY updated (updated_at)) CHARACTER SET utf8mb4;
CREATE TABLE days (day DATE NOT NULL PRIMARY KEY, n INT);
CREATE TABLE hashes (hash BINARY(3) NOT NULL PRIMARY KEY, n INT);
CREATE TABLE grades (grade ENUM('b','a','c') NOT NULL PRIMARY KEY, n INT)"""


class Parts(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("verify_parts")
        self.addCleanup(self.stage.close)
        self.stage.configure()
        self.stage.sql(ITEMS)
        self.stage.sql(f"INSERT INTO items SELECT n, n * 7919 % {ROWS}, {OLD} FROM {NUMBERS} WHERE n < {ROWS}")
        self.stage.sql(f"""INSERT INTO codes VALUES ('a,b', 1, 1, {OLD}), ('a/b', 2, 2, {OLD}), ('"q" \\\\', 3, 3, {OLD}), ('Größe', 4, 4, {OLD})""")
        self.stage.sql("INSERT INTO days VALUES ('2026-01-02', 1), ('1969-12-31', 2)")
        self.stage.sql("INSERT INTO hashes VALUES (0x00ff01, 1), (0x616263, 2)")
        self.stage.sql("INSERT INTO grades VALUES ('a', 1), ('b', 2), ('c', 3)")
        self.run_well()

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def verify(self, table, *args, exit=0):
        outcome = self.stage.run("verify", table, "--format", "json", *args)
        self.assertEqual(outcome.exit, exit, outcome)
        return json.loads(outcome.out)["tables"][0]

    def numbers(self, table):
        return sorted(int(s["key"]["$numberInt"]) for s in table["samples"])

    def test_a_sample_is_whole_windows_of_neighbours_that_the_seed_chooses(self):
        self.stage.target["items"].update_many({}, {"$inc": {"n": 1}})
        found = {}
        for seed in range(6):
            table = self.sampled(seed)
            self.assertEqual(table["rows"] % WINDOW, 0)
            self.assertEqual(table["differing"], table["rows"])
            keys = self.numbers(table)
            for at in range(0, len(keys), WINDOW):
                self.assertEqual(keys[at:at + WINDOW], list(range(keys[at], keys[at] + WINDOW)))
            found[seed] = keys
        self.assertGreater(len({tuple(keys) for keys in found.values()}), 1)
        self.assertEqual(self.numbers(self.sampled(3)), found[3])

    def test_the_smallest_sample_looks_at_a_window_and_says_at_how_much_it_looked(self):
        self.stage.target["items"].update_many({}, {"$inc": {"n": 1}})
        for seed in range(3):
            table = self.verify("items", "--sample", "0.001%", "--seed", str(seed), exit=DIFFERENT)
            self.assertEqual((table["rows"], table["differing"]), (WINDOW, WINDOW))
            self.assertEqual(table["sample"], {"windows": 1, "windows_in_table": ROWS // WINDOW, "window_rows": WINDOW,
                                               "documents": 1, "documents_in_collection": ROWS})
        self.assertIn("a sample: 1 of 1 window of 100 rows; 1 of 2 documents", self.stage.run("verify", "days", "--sample", "1%").out)
        self.stage.sql("DELETE FROM days")
        self.assertIn("a sample: 0 of 0 windows", self.stage.run("verify", "days", "--sample", "1%").out)

    def test_a_walk_that_has_not_ended_says_how_far_it_came(self):
        self.stage.sql("ANALYZE TABLE items")
        self.assertRegex(self.stage.run("verify", "items", "--window", "10%").out, r"the walk has come to row \d+ of about [1,]*\d+\n")

    def test_a_key_that_is_named_twice_counts_once(self):
        self.stage.target["items"].delete_one({"_id": 2})
        table = self.verify("items", "--keys", "1,1,2,02,1", "--keys", "2,1", exit=DIFFERENT)
        self.assertEqual((table["rows"], table["equal"], table["missing"], table["news"]), (2, 1, 1, []))
        table = self.verify("codes", "--keys", "Größe/4,größe/4,GROSE/4,x/1,x/1")
        self.assertEqual((table["rows"], table["equal"], table["news"]), (1, 1, ["1 of 2 keys have neither a row nor a document"]))
        table = self.verify("items", "--keys", "5000,5000,1")
        self.assertEqual((table["rows"], table["news"]), (1, ["1 of 2 keys have neither a row nor a document"]))

    def test_a_key_whose_row_was_set_aside_is_quarantined(self):
        self.stage.sql("CREATE TABLE wide (id BIGINT UNSIGNED NOT NULL PRIMARY KEY); INSERT INTO wide VALUES (1), (18446744073709551615)")
        self.run_well()
        table = self.verify("wide", "--keys", "18446744073709551615,18446744073709551615,1")
        self.assertEqual((table["rows"], table["equal"], table["quarantined"], table["news"]), (2, 1, 1, []))

    def test_tables_that_fail_leave_the_status_to_those_that_were_compared(self):
        self.stage.configure('[[table]]\nname = "gone"')
        for tables, exit in ((["gone", "items"], 3), (["items", "days"], 0), (["gone"], 4), ([], 3)):
            outcome = self.stage.run("verify", *tables)
            self.assertEqual(outcome.exit, exit, f"{tables}: {outcome}")
        self.stage.target["days"].delete_one({"_id": DatetimeMS(-86_400_000)})
        self.assertEqual(self.stage.run("verify").exit, DIFFERENT)
        outcome = self.stage.run("verify", "--repair")
        self.assertEqual(outcome.exit, 3, outcome)
        record = self.stage.target["_sync_runs"].find_one({"operation": "verify"})
        self.assertEqual(record["status"], "partial")

    def sampled(self, seed):
        outcome = self.stage.run("verify", "items", "--sample", "10%", "--seed", str(seed), "--format", "json")
        self.assertIn(outcome.exit, (0, DIFFERENT), outcome)
        return json.loads(outcome.out)["tables"][0]

    def test_keys_of_every_kind_are_taken_as_they_are_shown(self):
        self.stage.target["codes"].update_many({}, {"$inc": {"n": 1}})
        for typed, key in (('"a,b"/1', "a,b"), ('"a/b"/2', "a/b"), (r'"\"q\" \\"/3', '"q" \\'), ("größe/4", "Größe")):
            table = self.verify("codes", "--keys", typed, exit=DIFFERENT)
            self.assertEqual([s["key"]["code"] for s in table["samples"]], [key])
        for table, typed, rows in (("days", "2026-01-02,1969-12-31T00:00:00.000Z", 2), ("hashes", "0x00FF01,abc", 2), ("items", "5,6,1000", 2)):
            self.assertEqual(self.verify(table, "--keys", typed)["rows"], rows, typed)
        self.stage.target["days"].insert_one({"_id": DatetimeMS(86_400_000)})
        self.assertEqual(self.verify("days", "--keys", "1970-01-02", exit=DIFFERENT)["extra"], 1)

    def test_keys_that_are_none_are_refused(self):
        for args in (["items", "--keys", "x"], ["items", "--keys", "5x"], ["items", "--keys", "1,,2"], ["items", "--keys", '"1'],
                     ["codes", "--keys", "a"], ["codes", "--keys", "a/b/2"], ["days", "--keys", "yesterday"], ["--keys", "1"], ["items", "codes", "--keys", "1"],
                     ["items", "--keys", "1", "--sample", "5%"], ["items", "--sample", "0%"], ["items", "--sample", "101%"],
                     ["items", "--sample=-1%"], ["items", "--sample", "nan"], ["items", "--window", "200%"], ["items", "--window", "0"],
                     ["items", "--sample", "5%", "--seed", "-1"], ["items", "--sample", "5%", "--seed", "18446744073709551616"], ["items", "--seed", "1.5"],
                     ["items", "--window", "x"], ["items", "--window", "5%", "--sample", "5%"], ["items", "--max-duration", "soon"],
                     ["items", "--dry-run"], ["items", "--force-deletes"], ["no_such_table"]):
            outcome = self.stage.run("verify", *args)
            self.assertEqual(outcome.exit, BAD_COMMAND_LINE, f"{args}: {outcome}")
            self.assertNotEqual(outcome.err, "", args)

    def test_a_walk_that_was_killed_goes_on_where_it_was(self):
        self.stage.target["items"].update_many({"_id": {"$in": [0, ROWS - 1]}}, {"$inc": {"n": 1}})
        ours, self.stage.binary = self.stage.binary, os.path.abspath(CRASHING)
        walk = self.stage.start("verify", "items", "--max-duration", "1h", "--quiet")
        self.stage.binary = ours

        def walked():
            state = self.stage.target["_sync_state"].find_one({"table": "items"})
            done = state.get("verify") and state["verify"]["walk"]
            return done and done["counts"]["rows"]
        wait_for(lambda: (walked() or 0) > 20 or walk.poll() is not None, what="the first steps of the walk")
        walk.kill()
        walk.communicate()
        before = walked()
        table = self.verify("items", "--max-duration", "1h", exit=DIFFERENT)
        self.assertLess(before, ROWS, "it was killed too late")
        self.assertTrue(table["whole"])
        self.assertGreater(table["rows"], 0)
        self.assertLessEqual(table["rows"], ROWS - before)  # less when what was under way at the kill arrived behind `before`
        self.assertEqual(self.numbers(table), [ROWS - 1])
        state = self.stage.target["_sync_state"].find_one({"table": "items"})["verify"]
        self.assertEqual((state["counts"]["rows"], state["counts"]["differing"], state["walk"]), (ROWS, 2, None))

    def test_a_walk_mends_what_it_leaves_behind(self):
        self.stage.sql("ANALYZE TABLE items")
        self.stage.target["items"].update_many({"_id": {"$in": [0, ROWS // 2]}}, {"$set": {"n": -1}})
        self.assertEqual(self.verify("items", "--window", "10%", "--repair")["written"], 1)
        self.assertEqual(self.stage.target["items"].count_documents({"n": -1}), 1)
        written = 0
        while not (table := self.verify("items", "--window", "40%", "--repair"))["whole"]:
            written += table["written"]
        self.assertEqual((written + table["written"], self.stage.target["items"].count_documents({"n": -1})), (1, 0))

    def test_rows_without_an_order_are_walked_at_once(self):
        table = self.verify("grades", "--window", "10%")
        self.assertEqual((table["rows"], table["whole"]), (3, True))

    def test_columns_that_runs_ignore_are_ignored(self):
        self.stage.configure(sync='drift = "ignore"')
        self.stage.sql("ALTER TABLE items ADD COLUMN novel INT NOT NULL DEFAULT 5")
        self.run_well()
        self.assertEqual(self.verify("items")["equal"], ROWS)
        self.stage.configure()
        self.assertEqual(self.verify("items", exit=DIFFERENT)["samples"][0]["field"], "novel")

    def test_documents_are_asked_of_the_primary(self):
        name = self.stage.client.admin.command("hello").get("setName")
        if name is None:
            return  # a server without members has no other one to ask
        where = urllib.parse.urlsplit(self.stage.uri).netloc
        self.stage.configure(MONGODB_URI=f"mongodb://{where}/?replicaSet={name}&readPreference=secondary")
        self.run_well()
        self.assertEqual(self.verify("items")["equal"], ROWS)

    def test_the_side_that_failed_is_told_by_the_status(self):
        for more, exit, name in (({"MYSQL_HOST": "127.0.0.1", "MYSQL_PORT": "1"}, 6, "mysql"),
                                 ({"MONGODB_URI": "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300"}, 7, "mongodb")):
            self.stage.configure(retries=0, **more)
            outcome = self.stage.run("verify")
            self.assertEqual(outcome.exit, exit, outcome)
            self.assertIn(name, outcome.err)

    def test_the_last_verification_is_in_the_status(self):
        self.assertNotIn("verified", self.stage.run("status").out)
        self.verify("items")
        self.stage.target["items"].update_one({"_id": 1}, {"$inc": {"n": 1}})
        self.verify("items", "--sample", "100%", exit=DIFFERENT)
        tables = {t["table"]: t for t in json.loads(self.stage.run("status", "--format", "json").out)["tables"]}
        self.assertEqual((tables["items"]["verified_whole"], tables["items"]["verified_differences"]), (False, 1))
        self.assertRegex(tables["items"]["verified"], r"^\d{4}-\d\d-\d\dT.*Z$")
        self.assertIsNone(tables["codes"]["verified"])
        self.assertRegex(self.stage.run("status").out, r"items .*1 difference.* in part .* ago")


if __name__ == "__main__":
    unittest.main()
