"""The tables of the storm, and the changes that its writers make in them.

Keys come from a small space, so that rows are removed and made again, moved and swapped under the same keys."""

NOW6 = "NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"
NOW0 = "NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"

SCHEMA = f"""
CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, region INT NOT NULL, v INT NOT NULL, note VARCHAR(60),
  at TIMESTAMP(6) {NOW6}, KEY (at));
CREATE TABLE pairs (id INT NOT NULL, line VARCHAR(8) NOT NULL, v INT NOT NULL, at DATETIME(6) {NOW6},
  PRIMARY KEY (id, line), KEY (at));
CREATE TABLE folded (id VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, v INT NOT NULL, at TIMESTAMP {NOW0}, KEY (at));
CREATE TABLE marked (id INT NOT NULL PRIMARY KEY, v INT NOT NULL, gone TIMESTAMP NULL DEFAULT NULL, at TIMESTAMP(6) {NOW6}, KEY (at));
CREATE TABLE refused (id INT NOT NULL PRIMARY KEY, v BIGINT UNSIGNED NOT NULL,
  at TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (at));
CREATE TABLE whole (id INT NOT NULL PRIMARY KEY, v INT NOT NULL);
CREATE TABLE numbered (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL)
"""

CONFIGURATION = """
[[table]]
name = "orders"
where = "region < 5"
deletes = "reconcile"
max_delete_percent = 100
[[table]]
name = "marked"
deletes = "soft:gone"
max_delete_percent = 100
[[table]]
name = "numbered"
mode = "append"
[[table]]
name = "whole"
mode = "full"
max_delete_percent = 100
""" + "".join(f'[[table]]\nname = "{name}"\nmax_delete_percent = 100\n' for name in ("pairs", "folded", "refused"))

# The rows that have documents.
WHERE = {"orders": "region < 5", "marked": "gone IS NULL", "pairs": "TRUE", "folded": "TRUE", "refused": "TRUE",
         "whole": "TRUE", "numbered": "TRUE"}
KEYS = {"orders": 1500, "pairs": 300, "folded": 200, "marked": 400, "refused": 200, "whole": 150}
TOO_LARGE = 2**63  # no BSON integer


def key(table, n):
    """The condition that finds the n-th key."""
    if table == "pairs":
        return f"id = {n % 40} AND line = 'l{n // 40}'"
    return f"id = 'Key {n}'" if table == "folded" else f"id = {n}"


def moved(table, n):
    """The assignment that gives a row the n-th key."""
    return key(table, n).replace(" AND ", ", ")


def columns(table, n, v, region):
    """Column names and values of a new row."""
    first = {"pairs": ("id, line, v", f"{n % 40}, 'l{n // 40}', {v}"),
             "folded": ("id, v", f"'Key {n}', {v}"),
             "orders": ("id, region, v, note", f"{n}, {region}, {v}, REPEAT('x', {v % 60})")}
    return first.get(table, ("id, v", f"{n}, {v}"))


def swap(table, one, other):
    """Two rows exchange their keys by a third that no other row has."""
    spare = KEYS[table] + 40 * 1000 + one
    return [f"UPDATE {table} SET {moved(table, to)} WHERE {key(table, what)}"
            for what, to in ((one, spare), (other, one), (spare, other))]


def special(table, chance, n):
    """The change that only this table knows."""
    where = key(table, n)
    if table == "orders":
        return f"UPDATE orders SET region = {chance.randrange(10)} WHERE id BETWEEN {n} AND {n + chance.randrange(20)}"
    if table == "marked":
        return f"UPDATE marked SET gone = {chance.choice(('NULL', 'CURRENT_TIMESTAMP'))} WHERE {where}"
    if table == "folded":
        return f"UPDATE folded SET id = {chance.choice(('UPPER', 'LOWER'))}(id) WHERE {where}"
    if table == "refused":
        return f"UPDATE refused SET v = {chance.choice((1, TOO_LARGE))}, at = {chance.choice(('NULL', 'CURRENT_TIMESTAMP(6)'))} WHERE {where}"
    return f"UPDATE {table} SET v = v + 1 WHERE {where}"


def statements(chance):
    """The next change, as the statements that make it."""
    table = chance.choice([*KEYS, "orders", "numbered"])
    if table == "numbered":
        return [f"INSERT INTO numbered (v) VALUES ({chance.randrange(100)}), (1)"]
    n, other, v = chance.randrange(KEYS[table]), chance.randrange(KEYS[table]), chance.randrange(1000)
    kind = chance.random()
    if kind < 0.3:
        names, values = columns(table, n, v, chance.randrange(10))
        return [f"INSERT IGNORE INTO {table} ({names}) VALUES ({values})"]
    if kind < 0.55:
        return [f"UPDATE {table} SET v = {v} WHERE {key(table, n)}"]
    if kind < 0.67:
        return [f"DELETE FROM {table} WHERE {key(table, n)}"]
    if kind < 0.77:
        return [f"UPDATE IGNORE {table} SET {moved(table, other)} WHERE {key(table, n)}"]
    if kind < 0.82 and n != other:
        return swap(table, n, other)
    return [special(table, chance, n)]


def fill(stage, chance):
    """The rows that the first load finds."""
    for table, keys in KEYS.items():
        rows = [columns(table, n, chance.randrange(1000), chance.randrange(10)) for n in range(0, keys, 2)]
        stage.sql(f"INSERT INTO {table} ({rows[0][0]}) VALUES " + ", ".join(f"({values})" for _, values in rows))
    stage.sql("INSERT INTO numbered (v) VALUES " + ", ".join(["(0)"] * 100))
    stage.sql("; ".join(f"ANALYZE TABLE {table}" for table in WHERE))
