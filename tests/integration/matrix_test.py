"""Every type with every `columns.type`, every policy for zero dates, NULL and NOT NULL, once: what makes sense holds
what it can and sets aside what it cannot, what makes none is a configuration error that says what would make some."""

import unittest

import opinions
from independent import same
from stage import Stage

ASKED = ("bool", "int", "long", "double", "decimal", "string", "date", "binary", "uuid", "json")
WHOLE = "bool int long double decimal string"
REAL = "double decimal string"
TEXT = "string int long uuid double decimal json date"
OCTETS = "binary uuid string json"
BOTH, MARIADB, MYSQL = "both", "mariadb", "mysql"

UUID = "'123e4567-e89b-12d3-a456-426655440000'"
TEXTS = ("''", "'1'", "'-7'", "'2147483648'", "'1.50'", "'0.1'", "'1e3'", "'x ä 😀'", "'\\0'", "'{\"a\": [1]}'", "'2024-02-29'",
         "'2024-02-30'", "'2024-01-01 01:02:03.456789'", UUID)
NUMBERS = ("0", "1", "-1", "127")
DATES = ("'2024-02-29'", "'0001-01-01'", "'9999-12-31'", "'0000-00-00'", "'2024-00-10'", "'2023-02-29'")

# declaration: what columns.type may ask for, and values; then the server, when it is one alone
TYPES = {
    "TINYINT(1)": (WHOLE, NUMBERS), "SMALLINT UNSIGNED": (WHOLE, ("0", "1", "65535")),
    "MEDIUMINT": (WHOLE, (*NUMBERS, "-8388608")), "INT": (WHOLE, (*NUMBERS, "-2147483648")),
    "INT UNSIGNED": (WHOLE, ("0", "1", "4294967295")), "BIGINT": (WHOLE, (*NUMBERS, "9007199254740993", "-9223372036854775808")),
    "BIGINT UNSIGNED": (WHOLE, ("0", "1", "9223372036854775807", "18446744073709551615")),
    "YEAR": ("int long string", ("'0000'", "1901", "2155")),
    "BIT(1)": ("bool int long decimal binary", ("0", "1")), "BIT(40)": ("bool int long decimal binary", ("0", "1", "1099511627775")),
    "BIT(64)": ("bool int long decimal binary", ("0", "1", "18446744073709551615")),
    "DECIMAL(65,30)": ("int long double decimal string", ("0", "1", "-2.50", "12345678901234567890123456789012345.5", "0.1", "4000000000")),
    "FLOAT": (REAL, ("0", "0.1", "16777216", "1e-45", "-3.40282e38")), "DOUBLE": (REAL, ("0", "0.1", "5e-324", "-1.7976931348623157e308")),
    "DATE": ("date string", DATES), "DATETIME(6)": ("date string", (*DATES, "'1969-12-31 23:59:59.999999'")),
    "TIMESTAMP(3)": ("date string", ("'2024-02-29 01:02:03.456'", "'1971-01-01'", "'0000-00-00'")),
    "TIME(6)": ("string", ("'-838:59:59'", "'00:00:00.000001'", "'838:59:58.999999'")),
    "CHAR(60)": (TEXT, TEXTS), "VARCHAR(60)": (TEXT, TEXTS), "LONGTEXT": (TEXT, TEXTS),
    "BINARY(16)": (OCTETS, ("'x'", "X'FF'", f"UNHEX(REPLACE({UUID}, '-', ''))")),
    "VARBINARY(60)": (OCTETS, (*TEXTS, "X'FF'")), "BLOB": (OCTETS, (*TEXTS, "X'FF'")),
    "ENUM('one', '2', 'ä')": ("string", ("'one'", "'2'", "2", "'none'")),
    "SET('a', 'b', 'ä')": ("string", ("''", "'a'", "'a,ä'")),
    "JSON": ("json string", ("'null'", "'{\"$a\": [1, 2.5, \"ä\"]}'", "'18446744073709551615'")),
    "GEOMETRY": ("binary", ("ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('LINESTRING(1 2, 3 4)', 4326)",
                            "ST_GeomFromText('POINT(1 2)', 3857)")),
    "VECTOR(2)": ("binary", ("STRING_TO_VECTOR('[0.1, -2]')",), MYSQL),
    "UUID": ("uuid string", (UUID,), MARIADB), "INET4": ("string", ("'1.2.3.4'",), MARIADB),
    "INET6": ("string", ("'::1'",), MARIADB),
}
HAVE_ZERO_DATES = ("DATE", "DATETIME(6)", "TIMESTAMP(3)", "CHAR(60)")


class Matrix(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("matrix")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'")
        server = MARIADB if self.stage.mariadb else MYSQL
        self.types = {t: line for t, line in TYPES.items() if (*line, BOTH)[2] in (BOTH, server)}

    def create(self, name, declared):
        self.stage.sql(f"CREATE TABLE `{name}` (id INT NOT NULL PRIMARY KEY, n {declared} NULL, v {declared} NOT NULL) "
                       "CHARACTER SET utf8mb4 ENGINE=MyISAM")  # some 200 tables: InnoDB would take a second for ten

    def fill(self, name, values):
        rows = (f"({number}, {value if number else 'NULL'}, {value})" for number, value in enumerate(values))
        self.stage.sql(f"INSERT IGNORE INTO `{name}` VALUES {', '.join(rows)}")

    def test_what_makes_sense_holds_what_it_can(self):
        plays = {}  # by table: declaration, type asked for, policy
        for number, (declared, (sensible, *_)) in enumerate(self.types.items()):
            for asked in (None, *sensible.split()):
                policies = ("null", "string", "quarantine") if declared in HAVE_ZERO_DATES and asked in (None, "date") else ("null",)
                for policy in policies:
                    plays[f"t{number}_{asked}_{policy}"] = declared, asked, policy
        for name, (declared, *_) in plays.items():
            self.create(name, declared)
            self.fill(name, self.types[declared][1])
        self.stage.configure("\n".join(
            f'[[table]]\nname = "{name}"\nzero_dates = "{policy}"' +
            (f'\ncolumns.type = {{ n = "{asked}", v = "{asked}" }}' if asked else "")
            for name, (_, asked, policy) in plays.items()), sync='max_quarantine = "100%"')
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        for name, play in plays.items():
            with self.subTest(type=play[0], asked=play[1], zero_dates=play[2]):
                self.check(name, *play)

    def check(self, name, declared, asked, policy):
        kind = opinions.Kind(declared, asked, self.stage.mariadb, policy)
        with self.stage.server.connect(self.stage.database, conv={}) as mysql, mysql.cursor() as cursor:
            cursor.execute("SET time_zone = '+00:00', sql_mode = ''")
            cursor.execute(f"SELECT id, {kind.select('n')}, {kind.select('v')} FROM `{name}`")
            rows = cursor.fetchall()
        documents = {d["_id"]: d for d in self.stage.target[name].find()}
        aside = {r["key"] for r in self.stage.state("_sync_quarantine") if r["table"] == name}
        for key, *values in rows:
            try:
                wanted = {"_id": int(key), "n": kind.opinion(values[0]), "v": kind.opinion(values[1])}
            except opinions.Refused as why:
                self.assertIn(key, aside, f"{values}: {why}, document {documents.get(int(key))}")
                self.assertNotIn(int(key), documents)
                continue
            have = documents.get(int(key))
            self.assertTrue(have is not None and same(wanted, have), f"row {values}, wanted {wanted}, document {have}")

    def test_what_makes_no_sense_is_a_configuration_error(self):
        for number, declared in enumerate(self.types):
            self.create(f"t{number}_", declared)
        for asked in ASKED:
            senseless = {f"t{number}_": sensible.split() for number, (sensible, *_) in enumerate(self.types.values())
                         if asked not in sensible.split()}
            with self.subTest(asked=asked):
                tables = "\n".join(f'[[table]]\nname = "{t}"\ncolumns.type = {{ v = "{asked}" }}' for t in senseless)
                self.stage.configure(tables, sync="tables = []")
                outcome = self.stage.run("run", "--dry-run")
                self.assertEqual(outcome.exit, 4, outcome)
                for table, sensible in senseless.items():
                    (line,) = [line for line in outcome.err.splitlines() if f" {table}: " in line]
                    for word in ("column v", f'"{asked}" makes no sense', *(f'"{s}"' for s in sensible)):
                        self.assertIn(word, line)


if __name__ == "__main__":
    unittest.main()
