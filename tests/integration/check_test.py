"""`mysync check`: what would keep a run from working, and what should be other; it writes nothing."""

import json
import socket
import unittest

from stage import Stage

TABLES = """
CREATE TABLE items (id INT NOT NULL PRIMARY KEY, updated_at TIMESTAMP NOT NULL
  DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
CREATE TABLE slow (id INT NOT NULL PRIMARY KEY, updated_at TIMESTAMP NOT NULL
  DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);
CREATE TABLE private (id INT NOT NULL PRIMARY KEY);
"""


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Check(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("check")
        self.addCleanup(self.stage.close)
        self.stage.sql(TABLES)
        self.stage.configure(retries=0)

    def check(self, *args, exit=0):
        outcome = self.stage.run("check", *args, "--format", "json")
        self.assertEqual(outcome.exit, exit, outcome)
        result = json.loads(outcome.out)
        self.assertEqual(result["healthy"], exit == 0)
        for finding in result["findings"]:
            self.assertEqual(list(finding), ["code", "severity", "message", "fix"])
        return {f["code"]: f for f in result["findings"]}

    def test_a_pipeline_that_works_is_healthy_and_nothing_is_written(self):
        found = self.check()
        self.assertIn("CREATE INDEX", found["no_cursor_index"]["fix"])
        self.assertNotIn("no_select", found)
        self.assertEqual(self.stage.target.list_collection_names(), [])
        self.assertNotIn("no_cursor_index", self.check("items"))
        self.assertIn("a run would work", self.stage.run("check", "items").out)

    def test_an_account_with_few_rights_is_told_what_it_lacks(self):
        name = self.stage.database[:20] + "_c"
        self.stage.sql(f"CREATE USER '{name}'@'%' IDENTIFIED BY 'secret-4711'; GRANT INSERT ON "
                       f"`{self.stage.database}`.* TO '{name}'@'%'; GRANT SELECT ON "
                       f"`{self.stage.database}`.items TO '{name}'@'%'")
        self.addCleanup(lambda: self.stage.server.connect().cursor().execute(f"DROP USER '{name}'@'%'"))
        self.stage.configure(retries=0, MYSQL_USER=name, MYSQL_PASSWORD="secret-4711")
        found = self.check(exit=8)
        self.assertIn("PROCESS", found["no_process"]["fix"])
        self.assertIn("INSERT", found["mysql_excess_rights"]["message"])
        self.assertIn("GRANT SELECT", found["no_select"]["fix"])
        self.check("items")

    def test_a_table_that_cannot_be_synced_is_an_error(self):
        self.stage.sql("CREATE TABLE odd (id INT NOT NULL PRIMARY KEY, `a.b` INT)")
        self.assertIn("columns.rename", self.check("odd", exit=8)["mapping"]["message"])
        self.assertIn("did you mean", self.stage.run("check", "itmes").err)

    def test_a_side_that_does_not_answer_is_named_and_the_other_checked(self):
        port = closed_port()
        self.stage.configure(retries=0, MYSQL_PORT=str(port))
        self.assertIn(str(port), self.check(exit=8)["mysql_connection"]["message"])
        self.stage.configure(retries=0, MONGODB_URI=f"mongodb://127.0.0.1:{port}/?serverSelectionTimeoutMS=300")
        found = self.check(exit=8)
        self.assertIn(str(port), found["mongodb_connection"]["message"])
        self.assertIn("no_cursor_index", found)

    def test_documents_that_were_there_before_the_first_load_are_told(self):
        self.stage.target.items.insert_one({"_id": 77})
        self.assertIn("items", self.check()["collection_not_empty"]["message"])
        self.stage.run("run")
        self.assertNotIn("collection_not_empty", self.check())


if __name__ == "__main__":
    unittest.main()
