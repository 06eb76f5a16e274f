"""Includes go one way: core <- config, bson <- convert, mysql, mongo <- sync <- report <- cmd, and a
third-party library is named only by the module that adapts it."""

import re

import tree

MAY_SEE = {
    "core": {"core"},
    "config": {"core", "config"},
    "bson": {"core", "bson"},
    "convert": {"core", "config", "bson", "convert"},
    "mysql": {"core", "config", "mysql"},
    "mongo": {"core", "config", "mongo"},
    "sync": {"core", "config", "bson", "convert", "mysql", "mongo", "sync"},
}
MAY_SEE["report"] = MAY_SEE["sync"] | {"report"}
MAY_SEE["cmd"] = MAY_SEE["report"] | {"cmd"}

# include → the modules that may name it
THIRD_PARTY = {
    r"(mysql|mariadb|mysql/\S+|mariadb/\S+|errmsg|mysqld_error|mysql_\w+)(\.h)?$": {"mysql"},
    r"(mongoc|bson)/\S+$|(mongoc|bson)\.h$": {"mongo"},
    r"toml\+\+/\S+$|toml\.hpp$": {"config"},
    r"CLI/\S+$": {"cmd"},
}


def module_of(path):
    parts = path.parts
    if parts[0] == "lib":
        return parts[1]
    return parts[0]


def rule(path, text):
    module = module_of(path)
    if module == "tests":
        return []  # tests see everything
    if module not in MAY_SEE:
        return [f"module '{module}' is not in the picture of the house"]
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if own := re.match(r'\s*#\s*include\s+"([^"/]+)/', line):
            if own[1] not in MAY_SEE[module]:
                faults.append(f"{number}: {module} may not see {own[1]}")
        elif re.match(r'\s*#\s*include\s+"', line):
            faults.append(f"{number}: write the module before the file's name")
        elif other := re.match(r"\s*#\s*include\s+<([^>]+)>", line):
            faults += [f"{number}: only {', '.join(allowed)} may name <{other[1]}>"
                       for pattern, allowed in THIRD_PARTY.items()
                       if re.match(pattern, other[1]) and module not in allowed]
    return faults


SAMPLES = [
    ("lib/core/a.cpp", '#include "core/b.hpp"\n#include <vector>\n', 0),
    ("lib/core/a.cpp", '#include "config/b.hpp"\n', 1),
    ("lib/mysql/a.cpp", '#include "mongo/b.hpp"\n', 1),
    ("lib/mongo/a.cpp", '#include "mysql/b.hpp"\n', 1),
    ("lib/convert/a.cpp", '#include "mysql/b.hpp"\n', 1),
    ("lib/sync/a.cpp", '#include "mysql/b.hpp"\n#include "mongo/c.hpp"\n', 0),
    ("lib/sync/a.cpp", '#include "report/b.hpp"\n', 1),
    ("cmd/a.cpp", '#include "report/b.hpp"\n#include <CLI/CLI.hpp>\n', 0),
    ("lib/sync/a.cpp", "#include <mysql.h>\n", 1),
    ("lib/sync/a.cpp", "#include <mysql/mysql.h>\n", 1),
    ("lib/mysql/a.hpp", "#include <mysql.h>\n#include <errmsg.h>\n", 0),
    ("lib/bson/a.cpp", "#include <bson/bson.h>\n", 1),
    ("lib/mongo/a.cpp", "#include <mongoc/mongoc.h>\n#include <bson/bson.h>\n", 0),
    ("cmd/a.cpp", "#include <toml++/toml.h>\n", 1),
    ("lib/config/a.cpp", "#include <toml++/toml.h>\n", 0),
    ("lib/config/a.cpp", "#include <CLI/CLI.hpp>\n", 1),
    ("lib/core/a.cpp", '#include "b.hpp"\n', 1),
    ("lib/novel/a.cpp", "", 1),
    ("tests/unit/core/a_test.cpp", '#include "sync/b.hpp"\n', 0),
]

tree.check(rule, SAMPLES, tree.code)
