"""Prints what the target says it is."""

import os

import pymongo

info = pymongo.MongoClient(os.environ["MYSYNC_TEST_MONGODB"]).admin.command("buildInfo")
more = {k: v for k, v in info.items() if k in ("ferretdb", "secantusdb", "modules") and v}
print(f"server version {info['version']}" + (f" ({more})" if more else ""))
