"""The shop of the quickstart, with its own configuration: every row of every table is compared with its
document, value by value, by a conversion that shares nothing with the program's."""

import os
import pathlib
import unittest

from independent import differences, expected
from stage import Stage

SHOP = pathlib.Path(__file__).resolve().parents[2] / "examples" / "quickstart"
TABLES = {"categories": {}, "products": {}, "orders": {}, "order_items": {}, "inventory": {},
          "customers": {"exclude": ["password_hash"], "rename": {"mail": "email"}}}
# The shop is of a size to be looked at; a part of it has every kind of value as well.
FEWER = "DELETE FROM orders WHERE id <= 52000; DELETE FROM customers WHERE id BETWEEN 4001 AND 25000"


class Shop(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("shop")
        self.addCleanup(self.stage.close)
        self.stage.sql(self.script("shop.sql"))
        self.stage.sql(FEWER)

    def script(self, name):
        return (SHOP / name).read_text(encoding="utf-8")

    def run_well(self):
        server = self.stage.server
        outcome = self.stage.run("-c", os.fspath(SHOP / "sync.toml"), "run", env={
            "SHOP_HOST": server.host, "MYSQL_PORT": str(server.port), "SHOP_USER": server.user,
            "SHOP_PASSWORD": server.password, "SHOP_MONGODB_URI": self.stage.uri,
            "MYSQL_DATABASE": self.stage.database, "MONGODB_DATABASE": self.stage.database})
        self.assertEqual(outcome.exit, 0, outcome)

    def compare(self):
        self.assertEqual(self.stage.collections(), sorted(TABLES))
        for table, mapping in TABLES.items():
            with self.subTest(table=table):
                self.assertEqual(differences(self.stage, table, **mapping), [])

    def test_documents_are_the_rows_before_and_after_a_day_in_the_shop(self):
        self.assertGreater(sum(len(expected(self.stage, table)) for table in TABLES), 20_000)
        self.run_well()
        self.compare()
        self.assertEqual(self.stage.state("_sync_quarantine"), [])
        self.stage.sql(self.script("changes.sql"))
        self.run_well()
        self.compare()
        self.run_well()
        self.compare()
        refused = {key for table in TABLES for key, document in expected(self.stage, table).items() if document is None}
        self.assertNotEqual(refused, set())  # a customer has more points than 2^63 - 1
        self.assertEqual({r["key"] for r in self.stage.state("_sync_quarantine")}, refused)


if __name__ == "__main__":
    unittest.main()
