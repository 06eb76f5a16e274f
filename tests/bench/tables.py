"""The tables that are measured: one shape each, as many rows as asked for."""

import pathlib

HERE = pathlib.Path(__file__).resolve().parent

NUMBERS = ("(SELECT 1 + m.n * 1000000 + t.n * 1000 + k.n AS i FROM millions m, thousands t, k "
           "WHERE m.n * 1000000 + t.n * 1000 + k.n < {rows})")
DIGITS = """
CREATE TEMPORARY TABLE IF NOT EXISTS k (n INT NOT NULL PRIMARY KEY);
INSERT IGNORE INTO k WITH RECURSIVE digit AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM digit WHERE n < 9)
  SELECT a.n * 100 + b.n * 10 + c.n FROM digit a, digit b, digit c;
CREATE TEMPORARY TABLE IF NOT EXISTS thousands AS SELECT n FROM k;
CREATE TEMPORARY TABLE IF NOT EXISTS millions AS SELECT n FROM k WHERE n < 100;
"""
# Columns behind the key, and their values from a number i.
SHAPES = {
    "narrow": [("a INT NOT NULL", "i % 1009"), ("b INT NOT NULL", "i % 89")],
    "wide": [(f"c{n} VARCHAR(40) NOT NULL", f"CONCAT('value {n} of ', i)") for n in range(30)]
            + [(f"d{n} INT NOT NULL", f"i % {n + 7}") for n in range(30)],
    "blobs": [("body LONGBLOB NOT NULL", "REPEAT(UNHEX(SHA2(i, 256)), 2048)")],
    "huge": [("body LONGBLOB NOT NULL", "REPEAT(UNHEX(SHA2(i, 256)), 32768)")],
}


def make(stage, name, shape, rows):
    """A table of a shape; `typical` is table.sql."""
    if shape == "typical":
        text = (HERE / "table.sql").read_text().replace("${ROWS}", str(rows))
        stage.sql("DROP TEMPORARY TABLE IF EXISTS k, thousands, millions")
        stage.sql(text.replace("CREATE TABLE t ", f"CREATE TABLE {name} ").replace("INTO t\n", f"INTO {name}\n")
                  .replace("ANALYZE TABLE t;", f"ANALYZE TABLE {name};"))
        stage.sql("DROP TEMPORARY TABLE k, thousands, millions")
        return
    columns = SHAPES[shape]
    stage.sql(DIGITS)
    stage.sql(f"CREATE TABLE {name} (id BIGINT NOT NULL PRIMARY KEY, {', '.join(c for c, _ in columns)}, "
              "updated_at DATETIME(6) NOT NULL, KEY by_update (updated_at))")
    stage.sql(f"INSERT INTO {name} SELECT i, {', '.join(v for _, v in columns)}, "
              f"'2024-01-01' + INTERVAL i SECOND FROM {NUMBERS.format(rows=rows)} numbers ORDER BY i")
    stage.sql(f"ANALYZE TABLE {name}")


# Values that are easily bent on the way: one row, one value, each.
EDGES = [
    ("whole BIGINT", ["9007199254740993", "-9223372036854775808"]),
    ("unsigned_whole BIGINT UNSIGNED", ["9223372036854775807"]),
    ("price DECIMAL(30,4)", ["12345678901234567890123456.7890", "1.5000"]),
    ("ratio FLOAT", ["16777216", "0.1"]),
    ("day DATE", ["'1000-01-01'", "'2024-02-29'"]),
    ("zero DATE", ["'0000-00-00'"]),
    ("moment DATETIME(6)", ["'2024-03-31 02:30:00.123456'", "'1969-12-31 23:59:59.999000'"]),
    ("stamp TIMESTAMP(3)", ["'2024-07-01 12:00:00.123'"]),
    ("span TIME(3)", ["'00:00:01.500'"]),
    ("debt TIME(3)", ["'-838:59:59.000'"]),
    ("era YEAR", ["0", "1999"]),
    ("flag BIT(1)", ["1", "0"]),
    ("bits BIT(10)", ["513"]),
    ("octets VARBINARY(8)", ["X'00ff'"]),
    ("words VARCHAR(20)", ["'naïve 🙂'", "''"]),
    ("chosen SET('a','b')", ["'a,b'", "''"]),
    ("shape JSON", ["'{\"a\": [1, 2.50], \"b\": null}'"]),
]


def edges(stage):
    """MariaDB has no type JSON, so that what its text should become is not in the table of types."""
    return [edge for edge in EDGES if not (stage.mariadb and edge[0].endswith("JSON"))]


def make_edges(stage, without=()):
    stage.sql("SET SESSION sql_mode = '', time_zone = '+00:00'")
    stage.sql("DROP TABLE IF EXISTS edges")
    stage.sql("CREATE TABLE edges (id INT NOT NULL PRIMARY KEY, "
              + ", ".join(f"{c} NULL" for c, _ in edges(stage)) + ")")
    row = 0
    for declared, values in edges(stage):
        if declared in without:
            continue
        for value in values:
            row += 1
            stage.sql(f"INSERT INTO edges (id, {declared.split()[0]}) VALUES ({row}, {value})")
