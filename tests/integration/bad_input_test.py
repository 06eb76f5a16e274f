"""Bad input gives one clear line that names the thing, the right exit status, no secret, and leaves the
data and the state as they were."""

import socket
import unittest

from proxy import MongoProxy
from stage import Stage

CANARY = "canary-4711-swordfish"
TABLES = """
CREATE TABLE items (id INT NOT NULL PRIMARY KEY, name VARCHAR(10), updated_at TIMESTAMP NOT NULL
  DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO items (id, name) VALUES (1, 'a'), (2, 'b');
CREATE TABLE private (id INT NOT NULL PRIMARY KEY);
INSERT INTO private VALUES (1);
CREATE TABLE keyless (line VARCHAR(10));
INSERT INTO keyless VALUES ('x');
"""


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class BadInput(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("bad_input")
        self.addCleanup(self.stage.close)
        self.stage.sql(TABLES)
        self.configure(sync='tables = ["items"]')
        good = self.stage.run("run")
        self.assertEqual(good.exit, 0, good)
        self.before = self.everything()

    def everything(self):
        """The data, and of the state what decides where the next run begins."""
        state = {d["_id"]: (d.get("phase"), d.get("watermark")) for d in self.stage.state()
                 if "/" in str(d["_id"])}
        return {n: self.stage.documents(n) for n in self.stage.collections()}, state

    def run_badly(self, exit, *words, args=("run", "--quiet"), env=None):
        """The binary must fail with `exit` and one line that has all `words`."""
        outcome = self.stage.run(*args, env=env)
        self.assertEqual(outcome.exit, exit, outcome)
        lines = [line for line in outcome.err.splitlines() if not line.startswith(" ")]
        self.assertEqual(len(lines), 1, outcome)
        for word in words:
            self.assertIn(word, lines[0], outcome)
        for bad in (CANARY, "terminate called", "what():", "Assertion", "std::"):
            self.assertNotIn(bad, outcome.err + outcome.out, outcome)
        return outcome

    def run_in_vain(self, exit, *words, **options):
        """The same, and nothing at all was changed by it."""
        self.run_badly(exit, *words, **options)
        self.assertEqual(self.everything(), self.before)

    def configure(self, more="", **options):
        self.stage.configure(more, retries=0, **options)

    def test_a_source_that_cannot_be_reached_is_named(self):
        port = closed_port()
        self.configure(MYSQL_PORT=str(port))
        self.run_in_vain(6, "127.0.0.1", str(port))

    def test_a_source_whose_name_does_not_resolve_is_named(self):
        self.configure(MYSQL_HOST="nowhere.invalid")
        self.run_in_vain(6, "nowhere.invalid")

    def test_a_wrong_password_names_the_user_and_not_the_password(self):
        self.configure(MYSQL_PASSWORD=CANARY)
        self.run_in_vain(6, "denied", self.stage.server.user)

    def test_a_missing_database_is_named(self):
        self.configure(MYSQL_DATABASE="no_such_database_here", mongodb=f'database = "{self.stage.database}"')
        self.run_in_vain(6, "no_such_database_here")

    def test_a_missing_table_is_named(self):
        self.configure('[[table]]\nname = "itmes"', sync="tables = []")
        self.run_in_vain(4, "itmes")

    def test_a_table_without_any_key_is_named(self):
        self.configure('[[table]]\nname = "keyless"', sync="tables = []")
        self.run_in_vain(4, "keyless", "key")

    def test_an_unknown_key_has_its_place_and_the_nearest_known(self):
        self.configure('[[table]]\nname = "items"\ncurser = "updated_at"')
        self.run_in_vain(4, "sync.toml:", "curser", "cursor")

    def test_a_file_that_is_no_toml_has_its_place(self):
        self.configure("this is not toml")
        self.run_in_vain(4, "sync.toml:")

    def test_a_missing_file_is_named(self):
        self.run_in_vain(4, "nothing.toml", args=("-c", "nothing.toml", "run"))

    def test_a_malformed_uri_is_named_and_its_password_is_not(self):
        for uri in (f"mongodb://user:{CANARY}@", f"mongo://user:{CANARY}@localhost",
                    f"mongodb://user:{CANARY}@localhost:99999/", "localhost:27017",
                    f"mongodb://user:pa@{CANARY}@127.0.0.1:1/", f"mongodb://user:pa/{CANARY}@127.0.0.1:1/"):
            self.configure(MONGODB_URI=uri)
            self.run_in_vain(4, "uri")

    def test_a_target_that_cannot_be_reached_is_named(self):
        port = closed_port()
        self.configure(MONGODB_URI=f"mongodb://user:{CANARY}@127.0.0.1:{port}/?serverSelectionTimeoutMS=500"
                                   "&directConnection=true")
        self.run_in_vain(7, "127.0.0.1", str(port))

    def test_a_source_account_without_rights_is_named(self):
        self.account(grants=())
        self.run_in_vain(6, "denied", self.name)

    def test_a_table_without_rights_fails_by_itself(self):
        self.account(grants=("items",), more='[[table]]\nname = "private"\n')
        self.run_badly(3, "private")
        self.assertEqual(self.everything()[0], self.before[0])

    def test_a_target_that_refuses_a_write_is_named(self):
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        self.stage.sql("INSERT INTO items (id, name) VALUES (3, 'c')")
        message = "not authorized on it to execute command"
        for verb in ("insert", "update"):
            proxy.refuse[verb] = (13, "Unauthorized", message)
        self.configure(MONGODB_URI=proxy.uri, sync='tables = ["items"]')
        self.run_in_vain(7, message)

    def test_a_target_that_refuses_everything_is_named(self):
        proxy = MongoProxy(self.stage.uri)
        self.addCleanup(proxy.close)
        for verb in ("insert", "update", "find", "aggregate", "listCollections", "count", "delete",
                     "findAndModify", "findandmodify", "create", "ping"):
            proxy.refuse[verb] = (13, "Unauthorized", "command requires authentication")
        self.configure(MONGODB_URI=proxy.uri)
        self.run_in_vain(7, "authentication")

    def account(self, grants, more=""):
        """Configures a source account that may read only the tables of `grants`."""
        self.name = self.stage.database[:20].rstrip("_") + "_reader"
        host = "%"
        self.stage.sql(f"CREATE USER '{self.name}'@'{host}' IDENTIFIED BY '{CANARY}'")
        self.addCleanup(lambda: self.drop_account(host))
        for table in grants:
            self.stage.sql(f"GRANT SELECT ON `{self.stage.database}`.`{table}` TO '{self.name}'@'{host}'")
        self.configure(more, sync='tables = ["items"]', MYSQL_USER=self.name, MYSQL_PASSWORD=CANARY)

    def drop_account(self, host):
        with self.stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"DROP USER '{self.name}'@'{host}'")


if __name__ == "__main__":
    unittest.main()
