"""A load in parallel ranges that are cut at sampled keys: no row is left out and none doubled, for keys of every type
and collation, filled at random. mysync_crashing (MYSYNC_CRASHING) cuts ranges of MYSYNC_RANGE_ROWS rows, alone as well.
MYSYNC_TEST_SEED repeats the data, MYSYNC_RANGE_TEST_ROWS makes the tables larger."""

import os
import random
import sys
import unittest

from independent import differences
from stage import Stage

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260105"))
ROWS = int(os.environ.get("MYSYNC_RANGE_TEST_ROWS", "60"))
SIZE = os.environ.get("MYSYNC_RANGE_ROWS", "7")


def text(chance):
    """Few letters, so that many differ in case, accents or padding alone."""
    return "".join(chance.choice("aAbBéÉß ñn_%\\'\"`0-") for _ in range(chance.randint(0, 12)))


def number(low, high):
    """Often near one of the ends or zero."""
    return lambda chance: min(high, max(low, chance.choice((low, 0, high, chance.randint(low, high))) + chance.randint(-40, 40)))


KEYS = {  # columns, and how a row's values are made; what the server takes for equal is left out
    "tiny": (("TINYINT",), (number(-128, 127),)),
    "big_signed": (("BIGINT",), (number(-2**63, 2**63 - 1),)),
    "big_unsigned": (("BIGINT UNSIGNED",), (number(0, 2**63 - 1),)),
    "decimal_key": (("DECIMAL(24,6)",), (lambda c: f"{c.randint(-10**c.randint(0, 17), 10**17)}.{c.randint(0, 999999):06d}",)),
    "general_ci": (("VARCHAR(20) COLLATE utf8mb4_general_ci",), (text,)),
    "unicode_ci": (("VARCHAR(20) COLLATE utf8mb4_unicode_ci",), (text,)),
    "bin_text": (("VARCHAR(20) COLLATE utf8mb4_bin",), (text,)),
    "padded": (("CHAR(20) CHARACTER SET latin1",), (text,)),
    "swedish": (("VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german2_ci",), (text,)),
    "octets": (("VARBINARY(6)",), (lambda c: bytes(c.choice((0, 32, 65, 255)) for _ in range(c.randint(0, 6))),)),
    "fixed": (("BINARY(4)",), (lambda c: bytes(c.choice((0, 32, 97, 255)) for _ in range(4)),)),
    "day": (("DATE",), (lambda c: f"{c.randint(1000, 2999)}-{c.randint(1, 12):02d}-{c.randint(1, 28):02d}",)),
    "moment": (("DATETIME(3)",), (lambda c: f"2024-02-2{c.randint(0, 9)} 23:59:{c.randint(0, 59):02d}.{c.randint(0, 999):03d}",)),
    "stamp": (("TIMESTAMP",), (lambda c: f"2026-{c.randint(1, 12):02d}-0{c.randint(1, 9)} 0{c.randint(0, 9)}:30:00",)),
    "span": (("TIME(2)",), (lambda c: f"{c.choice('- ').strip()}{c.randint(0, 838)}:{c.randint(0, 59):02d}:{c.randint(0, 58):02d}.5",)),
    "pair": (("VARCHAR(8) COLLATE utf8mb4_general_ci", "SMALLINT"), (lambda c: c.choice(("a", "B", "é", "")), number(-32768, 32767))),
    "triple": (("TINYINT UNSIGNED", "DATE", "VARBINARY(3)"),
               (lambda c: c.randint(0, 2), lambda c: f"2024-01-0{c.randint(1, 3)}", lambda c: bytes(c.choice((0, 255)) for _ in range(c.randint(0, 3))))),
}
ONLY_MYSQL = {"folded_9": (("VARCHAR(20) COLLATE utf8mb4_0900_ai_ci",), (text,))}


class Ranges(unittest.TestCase):
    def make(self, stage, table, columns, makers, chance):
        names = "abc"[:len(columns)]
        stage.sql(f"CREATE TABLE `{table}` (" + ", ".join(f"{n} {c} NOT NULL" for n, c in zip(names, columns))
                  + f", v INT NOT NULL, at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), "
                  f"KEY (at), PRIMARY KEY ({', '.join(names)}))")
        few = max(20, ROWS // 8) if len(columns) > 1 else ROWS  # a compound _id is found slowly in some targets
        rows = [[make(chance) for make in makers] + [n] for n in range(few)]
        with stage.mysql.cursor() as cursor:
            cursor.executemany(f"INSERT IGNORE INTO `{table}` ({', '.join(names)}, v) VALUES ({', '.join(['%s'] * (len(columns) + 1))})", rows)
        stage.sql(f"ANALYZE TABLE `{table}`")

    def test_every_row_of_every_kind_of_key_is_one_document(self):
        print(f"seed {SEED}", file=sys.stderr)
        chance = random.Random(SEED)
        stage = Stage("ranges")
        self.addCleanup(stage.close)
        keys = {**KEYS, **({} if stage.mariadb else ONLY_MYSQL)}
        for table, (columns, makers) in keys.items():
            self.make(stage, table, columns, makers, chance)
        stage.configure(mysql="pool = { max = 4 }", sync="batch_size = 7")
        stage.binary = os.path.abspath(os.environ["MYSYNC_CRASHING"])
        outcome = stage.run("run", env={"MYSYNC_RANGE_ROWS": SIZE, "MYSYNC_SHARED": "1"})
        self.assertEqual(outcome.exit, 0, outcome)
        for table in keys:
            with self.subTest(table=table):
                self.assertEqual(differences(stage, table), [])
                self.assertEqual(stage.target[table].count_documents({}), stage.sql(f"SELECT COUNT(*) FROM `{table}`")[0][0])


if __name__ == "__main__":
    unittest.main()
