"""Documents whose rows are gone are removed, and no others: for every kind of key, for keys that changed or were
swapped, and at a cost of one look at the keys. MYSYNC_TEST_RECONCILE_ROWS makes the large table larger."""

import os
import unittest

from independent import differences
from stage import NUMBERS, Stage

ROWS = int(os.environ.get("MYSYNC_TEST_RECONCILE_ROWS", "8000"))
CURSOR = "updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at)"
BIG = 9223372036854775807  # the largest value of an int64 column; above it a row has no document

# name: key columns, the values of its rows, what then happens to them
KEYS = {
    "plain": ("id INT", [(n,) for n in range(-3, 9)], "DELETE FROM {t} WHERE id % 2 = 0"),
    "big": ("id BIGINT UNSIGNED", [(0,), (1,), (2**31,), (2**53 + 1,), (BIG - 1,), (BIG,), (BIG + 1,), (2**64 - 1,)],
            f"DELETE FROM {{t}} WHERE id IN (0, {2**53 + 1}, {BIG}); UPDATE {{t}} SET id = 7 WHERE id = {BIG + 1}; "
            f"UPDATE {{t}} SET id = {BIG + 5} WHERE id = 1"),
    "ci": ("code VARCHAR(10) COLLATE utf8mb4_general_ci", [("a",), ("B",), ("é",), ("ß",), ("z",), ("",)],
           "DELETE FROM {t} WHERE code = 'z'; UPDATE {t} SET code = 'A' WHERE code = 'a'; UPDATE {t} SET code = 'E' WHERE code = 'é'"),
    "padded": ("code VARCHAR(10) COLLATE utf8mb4_general_ci", [("a",), ("b ",), ("c  ",), ("d",)],
               "UPDATE {t} SET code = 'a ' WHERE code = 'a'; UPDATE {t} SET code = 'b' WHERE code = 'b'; DELETE FROM {t} WHERE code = 'c'"),
    "fixed": ("code CHAR(4)", [("a",), ("b",), ("cc",)], "DELETE FROM {t} WHERE code = 'b'; UPDATE {t} SET code = 'A' WHERE code = 'a'"),
    "octets": ("code VARBINARY(8)", [(b"\x00",), (b"\x00\x00",), (b"\xff",), (b"a",), (b"A",), (b"",)],
               "DELETE FROM {t} WHERE code IN (X'00', 'a'); UPDATE {t} SET code = X'FF00' WHERE code = X'FF'"),
    "fixed_octets": ("code BINARY(3)", [(b"\x00",), (b"a",), (b"ab",)], "DELETE FROM {t} WHERE code = X'610000'"),
    "price": ("price DECIMAL(12,3)", [("1.5",), ("-1.5",), ("0",), ("10",), ("9.999",)],
              "DELETE FROM {t} WHERE price IN (10, 0); UPDATE {t} SET price = 1.501 WHERE price = 1.5"),
    "day": ("day DATE", [("2024-01-01",), ("1969-07-20",), ("1000-01-01",), ("9999-12-31",)],
            "DELETE FROM {t} WHERE day = '1969-07-20'; UPDATE {t} SET day = '2024-01-02' WHERE day = '2024-01-01'"),
    "moment": ("at DATETIME(3)", [("2024-01-01 00:00:00.001",), ("2024-01-01 00:00:00.002",), ("1969-12-31 23:59:59.999",)],
               "DELETE FROM {t} WHERE at < '2000-01-01'"),
    "micro": ("at DATETIME(6)", [("2024-01-01 00:00:00.000001",), ("2024-01-01 00:00:00.000002",)],
              "DELETE FROM {t} WHERE at = '2024-01-01 00:00:00.000001'"),
    "span": ("span TIME(3)", [("-01:00:00",), ("00:00:00.5",), ("100:00:00",)], "DELETE FROM {t} WHERE span < 0"),
    "double_key": ("x DOUBLE", [(0.1,), (0.30000000000000004,), (0.3,), (-1e300,)], "DELETE FROM {t} WHERE x = 0.3e0"),
    "kind": ("kind ENUM('z', 'a', 'M')", [("z",), ("a",), ("M",)], "DELETE FROM {t} WHERE kind = 'a'"),
    "flags": ("flags SET('x', 'a', 'm')", [("",), ("a,x",), ("m",)], "DELETE FROM {t} WHERE flags = 'm'"),
    "pair": ("shop VARCHAR(5) COLLATE utf8mb4_general_ci; n INT UNSIGNED",
             [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("", 0), ("c", 4294967295)],
             "UPDATE {t} SET n = 9 WHERE shop = 'a' AND n = 1; UPDATE {t} SET n = 1 WHERE shop = 'a' AND n = 2; "
             "UPDATE {t} SET n = 2 WHERE shop = 'a' AND n = 9; DELETE FROM {t} WHERE shop = 'b' AND n = 1; "
             "UPDATE {t} SET shop = 'C' WHERE shop = 'c'; UPDATE {t} SET shop = 'b ' WHERE shop = 'b'"),
    "triple": ("a INT; b VARBINARY(4); c DATE", [(1, b"\x00", "2024-01-01"), (1, b"\x00", "2024-01-02"), (1, b"", "2024-01-01")],
               "DELETE FROM {t} WHERE c = '2024-01-02'"),
}


class Reconcile(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("reconcile")
        self.addCleanup(self.stage.close)

    def run_well(self, *args):
        outcome = self.stage.run("run", *args)
        self.assertEqual(outcome.exit, 0, outcome)
        return outcome

    def make(self, table, columns, rows):
        names = [c.split()[0] for c in columns.split("; ")]
        self.stage.sql(f"CREATE TABLE {table} ({columns.replace(';', ' NOT NULL,')} NOT NULL, v INT NOT NULL, {CURSOR}, "
                       f"PRIMARY KEY ({', '.join(names)}))")
        with self.stage.mysql.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}, v) VALUES ({', '.join(['%s'] * len(names))}, 0)", rows)

    def test_every_kind_of_key_converges(self):
        self.stage.configure("".join(f'[[table]]\nname = "{t}"\ndeletes = "reconcile"\n' for t in KEYS))
        for table, (columns, rows, _) in KEYS.items():
            self.make(table, columns, rows)
        self.run_well("--quiet")
        for table, (_, _, changes) in KEYS.items():
            self.stage.sql(changes.format(t=table))
        self.run_well("--quiet")
        self.assertNotEqual(differences(self.stage, "pair"), [], "nothing was left to reconcile")
        self.run_well("--quiet", "--reconcile")
        self.stage.sql(f"DELETE FROM big WHERE id > {BIG}")  # the check knows no _id for them
        for table in KEYS:
            with self.subTest(table=table):
                self.assertEqual(differences(self.stage, table), [])

    def test_a_key_that_grew_keeps_its_documents(self):
        self.stage.configure('[[table]]\nname = "t"\ndeletes = "reconcile"')
        self.make("t", "id INT", [(n,) for n in range(50)])
        self.run_well("--quiet")
        self.stage.sql("ALTER TABLE t MODIFY id BIGINT NOT NULL; DELETE FROM t WHERE id = 7")
        self.run_well("--quiet", "--reconcile")
        self.assertEqual({d["_id"] for d in self.stage.documents("t")}, set(range(50)) - {7})

    def test_the_rows_of_a_quarantined_document_keep_their_older_one(self):
        self.stage.configure('[[table]]\nname = "t"\ndeletes = "reconcile"')
        self.make("t", "id INT; n BIGINT UNSIGNED", [(1, 1), (2, 2)])
        self.stage.sql("ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id)")
        self.run_well("--quiet")
        self.stage.sql(f"UPDATE t SET n = {2**64 - 1} WHERE id = 1; DELETE FROM t WHERE id = 2")
        self.run_well("--reconcile")
        self.assertEqual([(d["_id"], d["n"]) for d in self.stage.documents("t")], [(1, 1)])

    def test_the_keys_are_read_once_and_memory_does_not_follow_them(self):
        self.stage.configure('[[table]]\nname = "t"\ndeletes = "reconcile"', sync="batch_size = 5000")
        self.make("t", "id BIGINT", [])
        for start in range(0, ROWS, 100_000):
            self.stage.sql(f"INSERT INTO t (id, v) SELECT n + {start}, n FROM {NUMBERS} WHERE n + {start} < {ROWS}")
        self.run_well("--quiet")
        self.stage.sql("DELETE FROM t WHERE id % 100 = 3; UPDATE t SET updated_at = '2024-01-01'")
        self.stage.sql("UPDATE t SET v = 1 WHERE id = 5")  # one row for the catch-up
        self.run_well("--quiet")
        before = self.stage.rows_read("t")
        outcome = self.run_well("--reconcile")
        self.assertIn(f"{ROWS // 100:,} removed", outcome.out)
        self.assertLess(self.stage.rows_read("t") - before, 1.05 * ROWS)
        self.assertEqual(self.stage.target["t"].count_documents({}), ROWS - ROWS // 100)


if __name__ == "__main__":
    unittest.main()
