"""Verify finds what somebody else did to the documents, names it and nothing else, and mends it. The mutator
writes by its own driver; what must be found is said here, not taken from the program."""

import json
import unittest

from bson import Int64
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

import golden
from stage import NUMBERS, Stage

ROWS = 1200
EQUAL, DIFFERENT = 0, 8

ITEMS = """
CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, n INT, total DECIMAL(20,4), at DATETIME(3), note VARCHAR(40), tags SET('a','b','c'),
  gone INT, updated_at DATETIME(6) NOT NULL, KEY updated (updated_at));
CREATE TABLE codes (code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL, part INT NOT NULL, n INT,
  updated_at DATETIME(6) NOT NULL, PRIMARY KEY (code, part), KEY updated (updated_at));
"""
OLD = "UTC_TIMESTAMP(6) - INTERVAL 1 HOUR"


def shown(value):
    return golden.plain(value)


class Mutator:
    """Changes documents of `items`, each in another place, and says what verify must report."""

    def __init__(self, target):
        self.items, self.expected = target["items"], set()

    def differs(self, key, field, source, target):
        """`source` and `target`: a value, or nothing (…) where the side has no such field."""
        sides = {name: json.dumps(shown(value)) for name, value in (("source", source), ("target", target))
                 if value is not ...}
        self.expected.add(("differing", json.dumps(shown(Int64(key))), field, *sorted(sides.items())))

    def change(self, key, field, value):
        before = self.items.find_one({"_id": key})[field]
        self.items.update_one({"_id": key}, {"$set": {field: value}})
        self.differs(key, field, before, value)

    def everything(self, keys):
        """One corruption of each kind, at nine of the keys in their order."""
        key = iter(keys)
        k = next(key)
        self.change(k, "n", Int64(self.items.find_one({"_id": k})["n"]))  # the same value, another type
        k = next(key)
        self.change(k, "total", Decimal128(str(self.items.find_one({"_id": k})["total"])[:-1] + "9"))  # the last digit
        k = next(key)
        self.change(k, "at", DatetimeMS(int(self.items.find_one({"_id": k})["at"]) + 1))  # one millisecond
        k = next(key)
        note = self.items.find_one({"_id": k})["note"]
        self.items.update_one({"_id": k}, {"$unset": {"note": 1}})
        self.differs(k, "note", note, ...)
        k = next(key)
        self.items.update_one({"_id": k}, {"$set": {"novel": None}})
        self.differs(k, "novel", ..., None)
        k = next(key)
        self.items.delete_one({"_id": k})
        self.expected.add(("missing", json.dumps(shown(Int64(k))), None))
        k = next(key)
        self.items.insert_one({"_id": Int64(-k - 1), "n": 1})
        self.expected.add(("extra", json.dumps(shown(Int64(-k - 1))), None))
        k = next(key)
        self.items.update_one({"_id": k}, {"$set": {"tags": ["b", "a"]}})  # the row has a, b
        self.differs(k, "tags[0]", "a", "b")
        self.differs(k, "tags[1]", "b", "a")
        k = next(key)
        self.items.update_one({"_id": k}, {"$unset": {"gone": 1}})  # null there, nothing here
        self.differs(k, "gone", None, ...)


def reported(table):
    """The samples in the form of Mutator.expected."""
    return {(s["kind"], json.dumps(s["key"]), s["field"],
             *sorted((side, json.dumps(s[side])) for side in ("source", "target") if side in s))
            for s in table["samples"]}


class VerifyTest(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("verify")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 500")
        self.stage.sql(ITEMS)
        self.stage.sql(f"INSERT INTO items SELECT n, n % 7, n / 8, '2026-01-02 03:04:05.006', CONCAT('note ', n), 'a,b', NULL, {OLD} "
                       f"FROM {NUMBERS} WHERE n < {ROWS}")
        self.stage.sql(f"INSERT INTO codes SELECT CONCAT('Code ', n DIV 3), n % 3, n, {OLD} FROM {NUMBERS} WHERE n < 300")
        self.run_well()

    def run_well(self):
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def verify(self, *args, exit=EQUAL):
        outcome = self.stage.run("verify", "--format", "json", *args)
        self.assertEqual(outcome.exit, exit, outcome)
        found = json.loads(outcome.out)
        return {t["table"]: t for t in found["tables"]}

    def test_every_corruption_is_found_and_named_and_nothing_else_and_mended(self):
        tables = self.verify()
        self.assertEqual([tables["items"][n] for n in ("rows", "documents", "equal", "differing", "missing", "extra", "not_due")],
                         [ROWS, ROWS, ROWS, 0, 0, 0, 0])
        mutator = Mutator(self.stage.target)
        for first in (0, ROWS // 2, ROWS - 10):  # the first page, the middle, the last rows
            mutator.everything(range(first, first + 10))
        codes = self.stage.target["codes"]
        codes.delete_one({"_id": {"code": "Code 7", "part": 1}})
        codes.insert_one({"_id": {"code": "CODE 7", "part": 1}, "n": 22})  # equal in the column's collation, another key
        items, other = (self.verify(exit=DIFFERENT)[t] for t in ("items", "codes"))
        self.assertEqual(reported(items), mutator.expected)
        self.assertEqual([items[n] for n in ("rows", "equal", "differing", "missing", "extra", "not_due", "quarantined")],
                         [ROWS, ROWS - 24, 21, 3, 3, 0, 0])
        self.assertEqual({(s["kind"], s["key"]["code"]) for s in other["samples"]}, {("missing", "Code 7"), ("extra", "CODE 7")})
        before = golden.snapshot(self.stage)
        tables = self.verify("--repair", "--dry-run", exit=DIFFERENT)
        self.assertEqual((tables["items"]["written"], tables["items"]["removed"]), (24, 3))
        self.assertEqual(golden.snapshot(self.stage), before)
        tables = self.verify("--repair")
        self.assertEqual((tables["items"]["written"], tables["items"]["removed"]), (24, 3))
        self.assertEqual(self.verify()["items"]["equal"], ROWS)
        last = self.stage.target["_sync_runs"].find_one({"operation": "verify"})
        self.assertEqual([t["extra"] for t in last["tables"] if t["table"] == "items"], [3])

    def test_parts_of_a_table(self):
        items = self.stage.target["items"]
        for key in (3, ROWS // 2, ROWS - 1):
            items.update_one({"_id": key}, {"$set": {"n": 100}})
        items.insert_one({"_id": Int64(70000)})
        found = self.verify("items", "--keys", "2,3,70000,80000", exit=DIFFERENT)["items"]
        self.assertEqual([found[n] for n in ("rows", "equal", "differing", "extra")], [2, 1, 1, 1])
        found = self.verify("items", "--sample", "100%", exit=DIFFERENT)["items"]
        self.assertEqual([found[n] for n in ("rows", "differing", "extra")], [ROWS, 3, 1])
        found = self.verify("codes", "--sample", "50%", "--seed", "5")["codes"]
        self.assertIn(found["rows"], (0, 100, 200, 300))
        status = json.loads(self.stage.run("status", "--format", "json").out)["tables"]
        verified = {t["table"]: (t["verified_whole"], t["verified_differences"]) for t in status}
        self.assertEqual(verified["items"], (False, 4))

    def test_a_walk_ends_where_it_began(self):
        self.stage.sql("ANALYZE TABLE items")
        items = self.stage.target["items"]
        items.update_one({"_id": 1}, {"$set": {"n": 100}})
        items.insert_one({"_id": Int64(70000)})
        seen, exits = 0, []
        for _ in range(20):
            outcome = self.stage.run("verify", "items", "--window", "30%", "--format", "json")
            table = json.loads(outcome.out)["tables"][0]
            seen += table["rows"]
            exits.append(outcome.exit)
            if table["whole"]:
                break
        self.assertEqual(seen, ROWS)
        self.assertGreater(len(exits), 2)
        self.assertEqual((exits[0], exits[1], exits[-1]), (DIFFERENT, EQUAL, DIFFERENT))  # the row, nothing, the document
        state = self.stage.target["_sync_state"].find_one({"table": "items"})
        self.assertEqual((state["verify"]["whole"], state["verify"]["counts"]["extra"], state["verify"]["walk"]), (True, 1, None))

    def test_a_row_beyond_the_watermark_is_not_due(self):
        self.stage.sql("UPDATE items SET n = 50, updated_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id < 5")
        found = self.verify("items")["items"]
        self.assertEqual((found["not_due"], found["differing"], found["equal"]), (5, 0, ROWS - 5))

    def test_too_many_extra_documents_are_not_removed(self):
        self.stage.sql("DELETE FROM items WHERE id >= 500")
        outcome = self.stage.run("verify", "items", "--repair")
        self.assertIn("max_delete_percent", outcome.err)
        self.assertEqual(self.stage.target["items"].count_documents({}), ROWS)
        self.assertEqual(outcome.exit, 6, outcome)
        self.verify("items", "--repair", "--force-deletes")
        self.assertEqual(self.stage.target["items"].count_documents({}), 500)

    def test_the_order_of_fields_counts_only_when_asked(self):
        items = self.stage.target["items"]
        document = items.find_one({"_id": 5})
        items.replace_one({"_id": 5}, {"_id": Int64(5), **{k: document[k] for k in reversed(list(document)) if k != "_id"}})
        self.verify("items")
        found = self.verify("items", "--field-order", exit=DIFFERENT)["items"]
        self.assertEqual([s["field"] for s in found["samples"]], ["(order)"])


if __name__ == "__main__":
    unittest.main()
