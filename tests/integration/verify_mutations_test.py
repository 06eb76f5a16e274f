"""Whatever is wrong with a document, under whatever kind of key: verify names it, and nothing else, and mends it."""

import copy
import json
import unittest

from bson import Int64
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

import golden
from mutator import NOTHING, mutations, named
from stage import NUMBERS, Stage

ROWS, MUTANTS = 70, 60
DAY = 86_400_000
DIFFERENT = 8

VALUES = """n INT, big BIGINT, total DECIMAL(20,4), ratio DOUBLE, at DATETIME(3), day DATE, note VARCHAR(40), raw VARBINARY(9),
  flag BIT(1), gone INT, tags SET('a','b','c'), meta JSON, updated_at DATETIME(6) NOT NULL, KEY updated (updated_at)"""
META = """CONCAT('{"a": {"b": [', n, ', 2.5, "x"], "c": null}, "$date": "plain", "t": true, "l": 12345678901}')"""
CELLS = f"""n % 7, n + 10000000000, n / 8, n / 3, '2026-01-02 03:04:05.006' + INTERVAL n SECOND, '2026-01-02', CONCAT('Café ', n),
  UNHEX(CONCAT('00FF', LPAD(HEX(n), 4, '0'))), n % 2, NULL, 'a,b,c', {META}, UTC_TIMESTAMP(6) - INTERVAL 1 HOUR"""

# The key's columns, their cells for row n, and from an `_id` that there is some that there are not: they compare
# equal in the column's collation, or the server would pad or round them to it, or they are no key's.
KEYS = {
    "naturals": ("id BIGINT UNSIGNED NOT NULL", "n * 100000000000000000", lambda i: [Int64(i + 7)]),
    "pairs": ("code VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, part INT NOT NULL", "CONCAT('Code ', n DIV 3), n % 3",
              lambda i: [{**i, "code": i["code"].upper()}, {**i, "part": 9}]),
    "words": ("word VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL", "CONCAT('wörd ', n)",
              lambda i: [i.upper(), i.replace("ö", "o"), i + " "]),
    "hashes": ("id BINARY(8) NOT NULL", "UNHEX(CONCAT(LPAD(HEX(n), 6, '0'), '0000000000'))", lambda i: [i[:-1] + b"\1", i[:-1]]),
    "days": ("day0 DATE NOT NULL", "'1969-12-30' + INTERVAL n DAY", lambda i: [DatetimeMS(int(i) + 1000 * DAY), DatetimeMS(int(i) - 500 * DAY)]),
    "moments": ("moment DATETIME(3) NOT NULL", "'1969-12-31 23:59:59.500' + INTERVAL n SECOND", lambda i: [DatetimeMS(int(i) + 1)]),
    "stamps": ("moment DATETIME(6) NOT NULL", "'2026-01-02 03:04:05.000006' + INTERVAL n SECOND", lambda i: [i[:-1] + "7"]),
    "sums": ("amount DECIMAL(9,2) NOT NULL", "n / 4", lambda i: [Decimal128(str(i.to_decimal() + 1000))]),
}


def normal(value):
    """One spelling for each double."""
    if isinstance(value, dict):
        return {k: repr(float(v)) if k == "$numberDouble" else normal(v) for k, v in value.items()}
    return [normal(v) for v in value] if isinstance(value, list) else value


def text(extended):
    return json.dumps(normal(extended))


def shown(value):
    return text(golden.plain(value))


def finding(key, path, source, target):
    sides = [(side, shown(value)) for side, value in (("source", source), ("target", target)) if value is not NOTHING]
    return ("differing", shown(key), named(path), *sides)


def reported(table):
    return sorted((s["kind"], text(s["key"]), s["field"] or "",
                   *((side, text(s[side])) for side in ("source", "target") if side in s)) for s in table["samples"])


class Mutations(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("verify_mutations")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 25")
        for table, (columns, cells, _) in KEYS.items():
            names = ", ".join(c.split()[0] for c in columns.split(", "))
            self.stage.sql(f"CREATE TABLE {table} ({columns}, {VALUES}, PRIMARY KEY ({names})) CHARACTER SET utf8mb4")
            self.stage.sql(f"INSERT INTO {table} SELECT {cells}, {CELLS} FROM {NUMBERS} WHERE n < {ROWS}")
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)

    def verify(self, *args, exit=0):
        outcome = self.stage.run("verify", "--format", "json", *args)
        self.assertEqual(outcome.exit, exit, outcome)
        return {t["table"]: t for t in json.loads(outcome.out)["tables"]}

    def corrupt(self, table, first, others_of):
        """Its documents, each by the next mutation; some go, some come. What must be found, and how much of each kind."""
        collection = self.stage.target[table]
        documents = sorted(collection.find(), key=lambda d: golden.rank(d["_id"]))
        self.assertEqual(len(documents), ROWS)
        expected = []
        for i, document in enumerate(documents[:MUTANTS]):
            possible = list(mutations(document))
            mutant, findings = possible[(first + i) % len(possible)]
            collection.replace_one({"_id": document["_id"]}, mutant)
            expected += [finding(document["_id"], *each) for each in findings]
        lost, kept = documents[-1], documents[-2]
        collection.delete_one({"_id": lost["_id"]})
        expected.append(("missing", shown(lost["_id"]), ""))
        extra = others_of(kept["_id"])
        for key in extra:
            collection.insert_one({**copy.deepcopy(kept), "_id": key})
            expected.append(("extra", shown(key), ""))
        return sorted(expected), (MUTANTS, 1, len(extra))

    def test_each_is_named_and_nothing_else_and_mended(self):
        before = golden.snapshot(self.stage)
        tables = self.verify()
        self.assertEqual({(t["rows"], t["documents"], t["equal"]) for t in tables.values()}, {(ROWS, ROWS, ROWS)})
        expected = {table: self.corrupt(table, i * MUTANTS, others) for i, (table, (_, _, others)) in enumerate(KEYS.items())}
        found = self.verify(exit=DIFFERENT)
        for table, (findings, counts) in expected.items():
            with self.subTest(table):
                self.assertEqual(reported(found[table]), findings)
                self.assertEqual(tuple(found[table][n] for n in ("differing", "missing", "extra")), counts)
                self.assertEqual((found[table]["rows"], found[table]["equal"]), (ROWS, ROWS - MUTANTS - 1))
        corrupt = golden.snapshot(self.stage)
        would = self.verify("--repair", "--dry-run", exit=DIFFERENT)
        self.assertEqual(golden.snapshot(self.stage), corrupt)
        did = self.verify("--repair")
        for table, (_, (differing, missing, extra)) in expected.items():
            for tables in (would, did):
                self.assertEqual((tables[table]["written"], tables[table]["removed"]), (differing + missing, extra), table)
        self.verify()
        self.assertEqual(golden.snapshot(self.stage), before)
        record = self.stage.target["_sync_runs"].find_one({"operation": "verify"})
        self.assertEqual({t["table"]: (t["differing"], t["missing"], t["extra"]) for t in record["tables"]},
                         {table: counts for table, (_, counts) in expected.items()})

    def test_what_no_key_can_have_made_is_named_and_stays(self):
        foreign = [("naturals", "a"), ("naturals", Int64(-1)), ("pairs", {"part": 1, "code": "Code 1"}), ("words", 1), ("days", "x"), ("moments", "x")]
        for table, key in foreign:
            self.stage.target[table].insert_one({"_id": key})
        found = self.verify("--repair", exit=DIFFERENT)
        self.assertEqual(sorted((table, text(s["key"])) for table, t in found.items() for s in t["samples"]),
                         sorted((table, shown(key)) for table, key in foreign))
        for table, key in foreign:
            self.assertEqual(self.stage.target[table].count_documents({"_id": key}), 1)
            self.assertIn("no key of this table", found[table]["news"][0])


if __name__ == "__main__":
    unittest.main()
