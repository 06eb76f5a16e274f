"""Random values of every type, rows changed at random: after each run every document is what a second,
independent conversion says, value by value. The seed is fixed; MYSYNC_TEST_SEED chooses another."""

import os
import random
import sys
import unittest

from independent import differences
from stage import Stage

SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260101"))
ROWS = 1500

COLUMNS = {
    "tiny": "TINYINT", "tinyu": "TINYINT UNSIGNED", "small": "SMALLINT", "medium": "MEDIUMINT UNSIGNED",
    "num": "INT", "numu": "INT UNSIGNED", "big": "BIGINT", "money": "DECIMAL(12,2)",
    "wide": "DECIMAL(34,17)", "wider": "DECIMAL(65,30)", "f": "FLOAT", "d": "DOUBLE", "b1": "BIT(1)",
    "b20": "BIT(20)", "b64": "BIT(64)", "day": "DATE", "at": "DATETIME", "at6": "DATETIME(6)",
    "ts": "TIMESTAMP NULL", "ts6": "TIMESTAMP(6) NULL", "span": "TIME(3)", "y": "YEAR",
    "c": "CHAR(8)", "v": "VARCHAR(300)", "latin": "VARCHAR(20) CHARACTER SET latin1", "long_text": "MEDIUMTEXT",
    "bin": "BINARY(6)", "blob_": "BLOB", "e": "ENUM('one','two','größer')", "s": "SET('a','b','c')",
}


def digits(random, most):
    return str(random.randrange(10 ** random.randint(1, most)))


def text(random, alphabet, most):
    return "".join(random.choices(alphabet, k=random.randint(0, most)))


def signed(random, value):
    return random.choice(("", "-")) + value


def moment(random, low, high):
    return (f"{random.randint(low, high):04}-{random.randint(1, 12):02}-{random.randint(1, 28):02} "
            f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}"
            f".{random.randrange(10**6):06}")


UNICODE = "abc äöüß€ żółw Привет 中文 😀🚀 \t\n\0\\'\""

MAKERS = {
    "tiny": lambda r: r.randint(-128, 127), "tinyu": lambda r: r.randint(0, 255),
    "small": lambda r: r.randint(-2**15, 2**15 - 1), "medium": lambda r: r.randint(0, 2**24 - 1),
    "num": lambda r: r.randint(-2**31, 2**31 - 1), "numu": lambda r: r.randint(0, 2**32 - 1),
    "big": lambda r: r.choice((r.randint(-2**63, 2**63 - 1), -2**63, 2**63 - 1)),
    "money": lambda r: signed(r, f"{digits(r, 10)}.{r.randint(0, 99):02}"),
    "wide": lambda r: signed(r, f"{digits(r, 17)}.{digits(r, 17)}"),
    "wider": lambda r: signed(r, f"{digits(r, 16)}.{digits(r, 18)}"),
    "f": lambda r: repr(r.uniform(-1, 1) * 10 ** r.randint(-30, 30)),
    "d": lambda r: repr(r.uniform(-1, 1) * 10 ** r.randint(-300, 300)),
    "b1": lambda r: r.randint(0, 1), "b20": lambda r: r.randrange(2**20), "b64": lambda r: r.randrange(2**64),
    "day": lambda r: moment(r, 1, 9999)[:10], "at": lambda r: moment(r, 1, 9999)[:19],
    "at6": lambda r: moment(r, 1900, 2100), "ts": lambda r: moment(r, 1971, 2037)[:19],
    "ts6": lambda r: moment(r, 1971, 2037),
    "span": lambda r: signed(r, f"{r.randint(0, 837)}:{r.randint(0, 59)}:{r.randint(0, 59)}.{r.randint(0, 999):03}"),
    "y": lambda r: r.choice((0, 1901, 2155, r.randint(1901, 2155))),
    "c": lambda r: text(r, UNICODE, 8), "v": lambda r: text(r, UNICODE, 300),
    "latin": lambda r: text(r, "abc äöüß€é?", 20), "long_text": lambda r: text(r, UNICODE, 3000),
    "bin": lambda r: r.randbytes(6), "blob_": lambda r: r.randbytes(r.randint(0, 5000)),
    "e": lambda r: r.choice(("one", "two", "größer")), "s": lambda r: ",".join(r.sample("abc", r.randint(0, 3))),
}


class Values(unittest.TestCase):
    def setUp(self):
        print(f"seed {SEED}", file=sys.stderr)
        self.random = random.Random(SEED)
        self.stage = Stage("values")
        self.addCleanup(self.stage.close)
        self.stage.configure(sync="batch_size = 200")
        columns = ", ".join(f"`{name}` {type} " for name, type in COLUMNS.items())
        self.stage.sql(f"CREATE TABLE things (id INT NOT NULL PRIMARY KEY, {columns}, updated_at DATETIME(6) NOT NULL "
                       "DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY updated (updated_at))")
        self.stage.sql("SET time_zone = '+00:00'")

    def value(self, name):
        return None if self.random.random() < 0.1 else MAKERS[name](self.random)

    def write(self, ids):
        names = list(COLUMNS)
        row = "(" + ", ".join(["%s"] * (len(names) + 1)) + ")"
        update = ", ".join(f"`{n}` = VALUES(`{n}`)" for n in names)
        with self.stage.mysql.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO things (id, {', '.join(f'`{n}`' for n in names)}) VALUES {row} "
                f"ON DUPLICATE KEY UPDATE {update}",
                [(i, *(self.value(n) for n in names)) for i in ids])

    def check(self):
        outcome = self.stage.run("run")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(differences(self.stage, "things"), [])

    def test_every_value_arrives_as_it_is(self):
        self.write(range(ROWS))
        self.check()
        for _ in range(2):
            self.write(self.random.sample(range(ROWS + 100), 200))
            self.check()


if __name__ == "__main__":
    unittest.main()
