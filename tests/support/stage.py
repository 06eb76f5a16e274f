"""Where a test plays: a fresh MySQL database, a fresh MongoDB database, and the real binary.

The servers come from MYSYNC_TEST_MYSQL (mysql://user:password@host:port) and MYSYNC_TEST_MONGODB, the
program from MYSYNC_BINARY. A missing one is an error, never a skip. Databases carry the process's
number, are dropped at the end, and kept with MYSYNC_KEEP_TEST_DB=1.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import pymongo
import pymysql
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, DatetimeConversion
from pymysql.constants import CLIENT

# Exactly what is stored: no local time zones, no dates that Python cannot hold turned into errors.
EXACT = CodecOptions(datetime_conversion=DatetimeConversion.DATETIME_MS,
                     uuid_representation=UuidRepresentation.UNSPECIFIED)
OURS = ("MYSQL_", "MONGODB_", "SYNC_")  # what the program reads from its environment
HANG = 180  # seconds after which a run is taken for hung; the slowest test needs a third of it

# A table `numbers` with a column n from 0 to 99,999, for INSERT … SELECT on every server.
DIGITS = "(SELECT 0 n" + "".join(f" UNION ALL SELECT {d}" for d in range(1, 10)) + ")"
NUMBERS = (f"(SELECT 10000 * a.n + 1000 * b.n + 100 * c.n + 10 * d.n + e.n AS n FROM {DIGITS} a, {DIGITS} b, "
           f"{DIGITS} c, {DIGITS} d, {DIGITS} e) numbers")

count = itertools.count(1)


def required(variable):
    value = os.environ.get(variable, "")
    if not value:
        sys.exit(f"{variable} is not set: tests/run.sh starts servers and sets it")
    return value


class Mysql:
    """The source server, as the environment names it."""

    def __init__(self, uri):
        parts = urllib.parse.urlsplit(uri)
        if parts.scheme not in ("mysql", "mariadb") or not parts.hostname:
            sys.exit("MYSYNC_TEST_MYSQL: write mysql://user:password@host:port")
        self.host = parts.hostname
        self.port = parts.port or 3306
        self.user = urllib.parse.unquote(parts.username or "root")
        self.password = urllib.parse.unquote(parts.password or "")

    def connect(self, database=None, **options):
        return pymysql.connect(host=self.host, port=self.port, user=self.user, password=self.password,
                               database=database, charset="utf8mb4", autocommit=True,
                               client_flag=CLIENT.MULTI_STATEMENTS, **options)


def target_uri():
    """Of the target. Half of the tests take the second one, where there is one: see MYSYNC_TEST_MONGODB_2."""
    second = os.environ.get("MYSYNC_TEST_MONGODB_2")
    return second if second and os.environ.get("MYSYNC_TEST_HALF") == "2" else required("MYSYNC_TEST_MONGODB")


class Outcome:
    """What one run of the binary left behind."""

    def __init__(self, exit, out, err, seconds):
        self.exit, self.out, self.err, self.seconds = exit, out, err, seconds

    def __str__(self):
        return (f"exit status {self.exit} after {self.seconds:.2f} s\n--- standard output\n{self.out}"
                f"--- standard error\n{self.err}---")


class Stage:
    def __init__(self, name):
        short = re.sub(r"\W", "_", name)[:34]
        self.database = f"mst_{os.getpid()}_{next(count)}_{short}".lower()
        self.server = Mysql(required("MYSYNC_TEST_MYSQL"))
        self.uri = target_uri()
        self.binary = os.path.abspath(required("MYSYNC_BINARY"))
        self.folder = tempfile.mkdtemp(prefix="mysync-test-")
        self.home = tempfile.mkdtemp(prefix="mysync-home-")
        self.mysql = self.server.connect()
        self.client = pymongo.MongoClient(self.uri, serverSelectionTimeoutMS=10000)
        self.target = self.client.get_database(self.database, codec_options=EXACT)
        self.sql(f"CREATE DATABASE `{self.database}` CHARACTER SET utf8mb4")
        self.mysql.select_db(self.database)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if os.environ.get("MYSYNC_KEEP_TEST_DB") == "1":
            print(f"kept: database {self.database} on both servers, folder {self.folder}")
        else:
            with self.server.connect() as mysql, mysql.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS `{self.database}`")
            self.client.drop_database(self.database)
            shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        self.mysql.close()
        self.client.close()

    @property
    def mariadb(self):
        return "MariaDB" in self.mysql.get_server_info()

    @property
    def words(self):
        """What `${…}` in the files of a test stands for."""
        return {"MYSQL_HOST": self.server.host, "MYSQL_PORT": str(self.server.port),
                "MYSQL_USER": self.server.user, "MYSQL_PASSWORD": self.server.password,
                "MYSQL_DATABASE": self.database, "MONGODB_URI": self.uri,
                "MONGODB_DATABASE": self.database}

    def expand(self, text, **more):
        """`${NAME}` by its word; a name that is none of ours stays for the program."""
        words = {**self.words, **more}
        return re.sub(r"\$\{(\w+)\}", lambda m: words.get(m[1], m[0]), text)

    def sql(self, script):
        """Runs every statement of a script, and returns the rows of the last."""
        with self.mysql.cursor() as cursor:
            cursor.execute(script)
            rows = cursor.fetchall()
            while cursor.nextset():
                rows = cursor.fetchall()
            return rows

    def configure(self, more="", mysql="", mongodb="", sync="", retries=1, **words):
        """Writes sync.toml: the two connections, quick to give up, and what the test adds."""
        text = f"""[mysql]
host = "${{MYSQL_HOST}}"
port = ${{MYSQL_PORT}}
user = "${{MYSQL_USER}}"
password = "${{MYSQL_PASSWORD}}"
database = "${{MYSQL_DATABASE}}"
{mysql}
[mongodb]
uri = "${{MONGODB_URI}}"
{mongodb}
[sync]
max_retries = {retries}
retry_delay = "100ms"
{sync}
{more}
"""
        self.write("sync.toml", self.expand(text, **words))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o600)

    def environment(self, more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        return {**kept, "LC_ALL": "C.UTF-8", "HOME": self.home, "XDG_CONFIG_HOME": self.home,
                **(more or {})}

    def start(self, *args, env=None, **options):
        """The binary in the test's folder, which it does not wait for."""
        return subprocess.Popen([self.binary, *args], cwd=self.folder, env=self.environment(env),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)

    def run(self, *args, env=None, timeout=HANG):
        begun = time.monotonic()
        process = self.start(*args, env=env)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += f"\nhung: killed by the test after {timeout} s\n".encode()
        return Outcome(process.returncode, out.decode("utf-8", "replace"),
                       err.decode("utf-8", "replace"), time.monotonic() - begun)

    def rows_read(self, table):
        """How many rows the server has read from a table so far, whoever asked for them."""
        if self.mariadb:
            self.sql("SET GLOBAL userstat = 1")
            rows = self.sql("SELECT rows_read FROM information_schema.table_statistics WHERE "
                            f"table_schema = '{self.database}' AND table_name = '{table}'")
        else:
            rows = self.sql("SELECT count_fetch FROM performance_schema.table_io_waits_summary_by_table WHERE "
                            f"object_schema = '{self.database}' AND object_name = '{table}'")
        return int(rows[0][0]) if rows else 0

    def collections(self):
        """The names of all collections but the program's own."""
        return sorted(n for n in self.target.list_collection_names()
                      if not n.startswith(("_sync_", "system.")))

    def activity(self, connection):
        """What the server does for this connection: the command, "Sleep" when it is nothing, and the state of it."""
        # MySQL's information_schema.processlist fails while any text in it has a character of four octets.
        source = ("command, state FROM information_schema.processlist WHERE id = " if self.mariadb else
                  "processlist_command, processlist_state FROM performance_schema.threads WHERE processlist_id = ")
        return self.sql(f"SELECT {source}{connection.thread_id()}")[0]

    def documents(self, collection):
        return list(self.target[collection].find())

    def state(self, collection="_sync_state"):
        return list(self.target[collection].find())


class Elapsed:
    """The time that a block takes, in seconds, less what its machine kept a thread waiting that asked for its turn all the
    time: a promise of time is one of a machine that has time."""

    TICK = 0.01

    def __enter__(self):
        self.late, self.ended, self.begun = 0.0, threading.Event(), time.monotonic()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.begun
        self.ended.set()
        self.thread.join()
        self.seconds -= self.late

    def watch(self):
        while not self.ended.is_set():
            asked = time.monotonic()
            self.ended.wait(self.TICK)
            self.late += max(0.0, time.monotonic() - asked - self.TICK)


def wait_for(condition, seconds=HANG, what="the condition"):
    """Polls until `condition()` is true and returns its value; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {seconds} s")
        time.sleep(0.02)
