"""Trouble that passes is waited for, wherever it comes; trouble that does not is told, with its first cause,
in the result and in the state."""

import json
import unittest

from proxy import MongoProxy
from stage import NUMBERS, Stage

STEPPED_DOWN = (189, "PrimarySteppedDown", "the primary stepped down")
FORBIDDEN = (13, "Unauthorized", "not authorized to do that")


class Trouble(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("trouble")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, name VARCHAR(10));"
                       "INSERT INTO items VALUES (1, 'a'), (2, 'b')")

    def run_with_status(self, exit, *args):
        outcome = self.stage.run(*args)
        self.assertEqual(outcome.exit, exit, outcome)
        return outcome

    def proxied(self, retries):
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        self.stage.configure(retries=retries, MONGODB_URI=proxy.uri)
        return proxy

    def refuse(self, proxy, commands, answer, times):
        """Answers the first `times` of these (command, collection) with an error."""
        def before(verb, collection):
            proxy.refuse.pop(verb, None)
            if (verb, str(collection)) in commands and self.left > 0:
                self.left -= 1
                proxy.refuse[verb] = answer
        self.left = times
        proxy.before = before

    def table_state(self, table="items"):
        return self.stage.target["_sync_state"].find_one({"table": table})

    def test_a_table_waits_for_a_connection_that_the_source_refuses_for_now(self):
        user, host = self.stage.database[:20].rstrip("_") + "_few", "%"
        self.stage.sql(f"CREATE USER '{user}'@'{host}' IDENTIFIED BY 'few' WITH MAX_USER_CONNECTIONS 2;"
                       f"GRANT SELECT ON `{self.stage.database}`.* TO '{user}'@'{host}'")
        self.addCleanup(lambda: self.drop_user(f"'{user}'@'{host}'"))
        tables = ["items"] + [f"t{n}" for n in range(3)]
        for name in tables[1:]:
            self.stage.sql(f"CREATE TABLE {name} (id INT NOT NULL PRIMARY KEY); INSERT INTO {name} VALUES (1)")
        slow = "\n".join(f'[[table]]\nname = "{name}"\nwhere = "sleep(0.4) = 0"' for name in tables)
        self.stage.configure(slow, retries=8, MYSQL_USER=user, MYSQL_PASSWORD="few")
        outcome = self.run_with_status(0, "run")
        self.assertIn("trying again", outcome.err)
        self.assertEqual(self.stage.collections(), tables)

    def drop_user(self, account):
        with self.stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"DROP USER {account}")

    def test_the_lease_is_asked_for_again(self):
        proxy = self.proxied(retries=3)
        self.refuse(proxy, {("find", "_sync_state")}, STEPPED_DOWN, times=3)
        outcome = self.run_with_status(0, "run")
        self.assertIn("trying again", outcome.err)

    def test_what_is_due_is_asked_for_again(self):
        proxy = self.proxied(retries=3)
        self.run_with_status(0, "run")
        self.refuse(proxy, {("find", "_sync_state")}, STEPPED_DOWN, times=0)
        seen = []
        inner = proxy.before

        def before(verb, collection):
            if (verb, collection) == ("find", "_sync_state"):
                seen.append(verb)
                self.left = 1 if 3 <= len(seen) <= 5 else 0  # behind the lease's reading
            inner(verb, collection)
        proxy.before = before
        outcome = self.run_with_status(0, "run", "--due")
        self.assertIn("trying again", outcome.err)
        self.assertIn("nothing is due", outcome.out)

    def test_the_record_of_a_run_is_written_again_and_its_lack_does_not_fail_the_run(self):
        for answer, times, records, word in ((STEPPED_DOWN, 3, 1, "trying again"), (FORBIDDEN, 1, 1, "_sync_runs")):
            with self.subTest(answer[1]):
                proxy = self.proxied(retries=3)
                self.refuse(proxy, {("insert", "_sync_runs")}, answer, times)
                outcome = self.run_with_status(0, "run")
                self.assertIn(word, outcome.err)
                self.assertEqual(self.stage.target["_sync_runs"].count_documents({}), records)

    def test_a_failure_that_cannot_be_remembered_is_told_itself(self):
        proxy = self.proxied(retries=0)
        verbs = {("insert", "items"), ("update", "items")}

        def before(verb, collection):
            proxy.refuse.pop(verb, None)
            if (verb, str(collection)) in verbs:
                proxy.refuse[verb] = FORBIDDEN
                verbs.add(("update", "_sync_state"))
                verbs.add(("insert", "_sync_state"))
            if collection == "_sync_state" and (verb, collection) in verbs:
                proxy.refuse[verb] = (13, "Unauthorized", "the state is closed")
        proxy.before = before
        outcome = self.run_with_status(7, "run", "--format", "json")
        table = json.loads(outcome.out)["tables"][0]
        self.assertIn("not authorized to do that", table["error"])
        self.assertIn("not remembered", outcome.err)

    def test_a_table_that_fails_before_it_is_read_is_told_by_status(self):
        self.stage.sql("CREATE TABLE other (id INT NOT NULL PRIMARY KEY); INSERT INTO other VALUES (1)")
        self.stage.configure(retries=0)
        self.run_with_status(0, "run")
        broken = '[[table]]\nname = "items"\nkey = ["nowhere"]'
        for configured, sql, reason in ((broken, "SELECT 1", "nowhere"),
                                        ("", "ALTER TABLE items ADD `$odd` INT", "$odd")):
            with self.subTest(reason):
                self.stage.sql(sql)
                before = self.table_state()["failures"]
                self.stage.configure(configured, retries=0)
                self.run_with_status(3, "run")
                self.assertEqual(self.table_state()["failures"], before + 1)
                status = self.run_with_status(8, "status", "--check")
                self.assertIn(reason, status.out)
        self.stage.sql("ALTER TABLE items DROP `$odd`")
        self.run_with_status(0, "run")
        self.run_with_status(0, "status", "--check")

    def test_bad_rows_at_the_front_do_not_fail_a_table_that_bears_them(self):
        self.stage.sql("CREATE TABLE sums (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED);"
                       "INSERT INTO sums SELECT n, IF(n < 110, 18446744073709551615, n) "
                       f"FROM {NUMBERS} WHERE n < 11000; ANALYZE TABLE sums")
        self.stage.configure(retries=0, sync='tables = ["sums"]')
        self.run_with_status(0, "run")
        self.assertEqual(len(self.stage.documents("sums")), 11000 - 110)
        self.stage.sql("UPDATE sums SET n = 18446744073709551615 WHERE id BETWEEN 2000 AND 2010")
        for _ in range(2):  # a pass with too many is not taken for done by the next run
            outcome = self.run_with_status(6, "run")
            self.assertIn("121 of 11,000 rows", outcome.err)


if __name__ == "__main__":
    unittest.main()
