"""C objects are freed by their handles: who closes or frees by hand forgets it on one path. Only handle.hpp
files of the library may."""

import re

import tree

FREED = re.compile(r"\bmysql_close\b|\bmysql_stmt_close\b|\bmysql_free_result\b|\w+_destroy\s*\("
                   r"|\bbson_free\b|\b(?:std::)?free\s*\(")


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)


def rule(path, text):
    if path.name == "handle.hpp" and path.parts[0] == "lib":
        return []
    return [f"{number}: '{found[0]}' belongs in a handle.hpp"
            for number, line in enumerate(without_comments(text).splitlines(), 1)
            if (found := FREED.search(line))]


SAMPLES = [
    ("lib/mysql/a.cpp", "mysql_close(c);\n", 1),
    ("lib/mysql/a.cpp", "using C = Handle<MYSQL, &mysql_close>;\n", 1),
    ("lib/mysql/a.cpp", "mysql_stmt_close(s);\n", 1),
    ("lib/mongo/a.cpp", "bson_destroy (&b);\nmongoc_uri_destroy(u);\n", 2),
    ("lib/core/a.cpp", "std::free(p); free(q);\n", 1),
    ("lib/core/a.cpp", "bson_free(p);\n", 1),
    ("lib/core/a.cpp", "session.free_list(); is_free = true; // free(x)\n", 0),
    ("lib/core/a.cpp", "std::destroy_at(p);\n", 0),
    ("lib/mongo/handle.hpp", "using C = Handle<mongoc_client_t, &mongoc_client_destroy>;\n", 0),
    ("cmd/handle.hpp", "free(p);\n", 1),
]

tree.check(rule, SAMPLES, lambda root: tree.files(root, ("cmd", "lib"), tree.CODE))
