"""The programs that mysync is measured beside. One that is not installed is named and left out."""

import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent / "peers"


class Peer:
    """`command` is run with BENCH_… set."""

    def __init__(self, name, needs, command):
        self.name, self.needs, self.command = name, needs, command

    @property
    def missing(self):
        return next((path for path in self.needs if not os.path.exists(path)), None)


def peers(tools, installed):
    """All that are known; `tools` holds what run.sh compiled, `installed` what peers/install.sh did."""
    python = str(installed / "python/bin/python")
    jars = ",".join(map(str, sorted(installed.glob("jars/*.jar"))))
    return [
        Peer("C++ loop (text protocol, libbson)", [str(tools / "loop")], [str(tools / "loop")]),
        Peer("Python script (PyMySQL, PyMongo)", [python], [python, str(HERE / "script.py")]),
        Peer("Node script (mysql2, mongodb)", [str(installed / "node/node_modules")],
             ["node", str(installed / "node/script.js")]),
        Peer("Spark 3.5 (MongoDB connector 10.5)", [python, str(installed / "jars")],
             [str(installed / "python/bin/spark-submit"), "--jars", jars, "--conf", "spark.log.level=ERROR",
              str(HERE / "spark.py")]),
    ]


def environment(stage, uri, table, rows, installed):
    server = stage.server
    return {**os.environ, "BENCH_HOST": server.host, "BENCH_PORT": str(server.port), "BENCH_USER": server.user,
            "BENCH_PASSWORD": server.password, "BENCH_DATABASE": stage.database, "BENCH_URI": uri,
            "BENCH_TARGET": stage.database, "BENCH_TABLE": table, "BENCH_ROWS": str(rows),
            "PYSPARK_PYTHON": str(installed / "python/bin/python"), "SPARK_LOCAL_IP": "127.0.0.1", "TZ": "UTC"}
