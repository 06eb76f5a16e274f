"""Passwords that are changed while a run is on: the new ones are read where the old ones came from, and the run
goes on."""

import os
import threading
import unittest

from independent import differences
from mongod import MongoServer
from proxy import MongoProxy
from stage import NUMBERS, Stage

OLD, NEW = "before-the-rotation", "after-the-rotation"


class Rotation(unittest.TestCase):
    def stage(self, name):
        stage = Stage(name)
        self.addCleanup(stage.close)
        stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY, v INT);"
                  f"INSERT INTO items SELECT n, n FROM {NUMBERS} WHERE n < 5000")
        return stage

    def source(self, stage, how):
        """Configures an account whose password is had in the given way."""
        account = stage.database[:20].rstrip("_") + "_rot"
        stage.sql(f"CREATE USER '{account}'@'%' IDENTIFIED BY '{OLD}'; GRANT SELECT ON `{stage.database}`.* TO '{account}'@'%'")
        self.addCleanup(lambda: self.drop(stage, account))
        stage.write("secret", OLD + "\n")
        stage.configure(mysql=how.replace("SECRET", os.path.join(stage.folder, "secret")), retries=0,
                        sync="batch_size = 500", MYSQL_USER=account)
        path = os.path.join(stage.folder, "sync.toml")
        with open(path, encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("password =")]
        stage.write("sync.toml", "".join(lines))
        return account

    def drop(self, stage, account):
        with stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"DROP USER '{account}'@'%'")

    def rotate(self, stage, account, secret):
        """The server's password, the secret's, and the end of what was connected with the old one."""
        with stage.server.connect() as mysql, mysql.cursor() as cursor:
            cursor.execute(f"ALTER USER '{account}'@'%' IDENTIFIED BY '{NEW}'")
            if secret:
                stage.write("secret", NEW + "\n")
            cursor.execute(f"SELECT id FROM information_schema.processlist WHERE user = '{account}'")
            for number, in cursor.fetchall():
                try:
                    cursor.execute(f"KILL {number}")
                except Exception:  # it has gone by itself
                    pass

    def run_through_rotation(self, stage, account, secret=True, retries=2):
        proxy = MongoProxy(stage.uri)
        self.addCleanup(proxy.close)
        path = os.path.join(stage.folder, "sync.toml")
        with open(path, encoding="utf-8") as file:
            text = file.read().replace(stage.uri, proxy.uri).replace("max_retries = 0", f"max_retries = {retries}")
        stage.write("sync.toml", text)
        rotated = threading.Event()

        def before(verb, collection):
            if verb == "insert" and collection == "items" and not rotated.is_set():
                rotated.set()
                self.rotate(stage, account, secret)
        proxy.before = before
        outcome = stage.run("run")
        self.assertTrue(rotated.is_set())
        return outcome

    def test_a_password_file_that_changes_in_mid_run_is_read_again(self):
        stage = self.stage("rotation_file")
        account = self.source(stage, 'password_file = "SECRET"')
        outcome = self.run_through_rotation(stage, account)
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertIn("the credentials have changed", outcome.err)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_password_command_is_asked_again(self):
        stage = self.stage("rotation_command")
        account = self.source(stage, 'password_command = ["cat", "SECRET"]')
        outcome = self.run_through_rotation(stage, account)
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(differences(stage, "items"), [])

    def test_a_password_that_stays_wrong_is_refused_once_and_nothing_of_it_is_shown(self):
        stage = self.stage("rotation_none")
        account = self.source(stage, 'password_file = "SECRET"')
        outcome = self.run_through_rotation(stage, account, secret=False)
        self.assertEqual(outcome.exit, 6, outcome)
        self.assertIn("denied", outcome.err)
        self.assertNotIn(OLD, outcome.err + outcome.out)

    def test_the_password_in_the_uri_of_the_target_is_read_again(self):
        server = MongoServer(self, "--auth")
        server.add_user("syncer", OLD)
        stage = self.stage("rotation_target")
        proxy = MongoProxy(server.uri("syncer", OLD))
        self.addCleanup(proxy.close)
        stage.configure(retries=3, sync="batch_size = 500", MONGODB_URI=proxy.uri)
        rotated = threading.Event()

        def before(verb, collection):
            if verb == "insert" and collection == "items" and not rotated.is_set():
                rotated.set()
                server.change_password("syncer", NEW)
                stage.configure(retries=3, sync="batch_size = 500", MONGODB_URI=proxy.uri.replace(OLD, NEW))
                proxy.cut_after, proxy.cuts = 0, 8
        proxy.before = before
        outcome = stage.run("run")
        self.assertTrue(rotated.is_set())
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertIn("the credentials have changed", outcome.err)
        self.assertNotIn(NEW, outcome.err + outcome.out)
        with server.client() as client:
            self.assertEqual(client[stage.database]["items"].count_documents({}), 5000)


if __name__ == "__main__":
    unittest.main()
