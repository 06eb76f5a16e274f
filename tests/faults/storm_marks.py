"""The history of the watermarks, as a bystander sees it: he reads the state all the time."""

import threading
import time


class Marks:
    """Polls the state until stopped; `wrong` says which watermark moved backwards."""

    def __init__(self, stage):
        self.documents = stage.client[stage.database]["_sync_state"]
        self.before, self.wrong, self.moves = {}, [], 0
        self.forgotten = {}  # table: how often somebody asked for it
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def forget(self, table):
        """From now on the watermark of this table may be forgotten, once."""
        self.forgotten[table] = self.forgotten.get(table, 0) + 1

    def stop(self):
        self.ended.set()
        self.thread.join()
        self.look()

    def watch(self):
        while not self.ended.wait(0.05):
            self.look()

    def look(self):
        for document in self.documents.find({"table": {"$exists": True}}):
            self.note(document["table"], (document.get("watermark") or {}).get("value") or "")

    def note(self, table, value):
        before, self.before[table] = self.before.get(table, ""), value
        if value == before:
            return
        self.moves += 1
        if ordered(before) <= ordered(value):
            return
        if value == "" and self.forgotten.get(table, 0) > 0:
            self.forgotten[table] -= 1
            return
        self.wrong.append(f"{time.strftime('%H:%M:%S')} {table}: from '{before}' back to '{value}'")


def ordered(value):
    """A watermark's place among its like: numbers by their size, times by their text."""
    return (int(value), "") if value.isdigit() else (0, value)
