"""The runs of the storm: one starts every second, with options and a fate that depend on the seed and its number
alone, and is watched until it has ended."""

import dataclasses
import os
import random
import signal
import subprocess
import threading
import time

from bson.datetime_ms import DatetimeMS

from proxy import WRITES, MongoProxy, Proxy
from storm_tables import WHERE

POINTS = ["lease_taken", "horizon_taken", "batch_built", "batch_queued", "batch_sending", "batch_acknowledged", "remembering",
          "remembered", "reconciling", "releasing", "range_claimed", "range_finished", "range_shared"]
FATES = {"none": 30, "kill": 18, "term": 8, "int": 3, "sleep": 5, "sleep_long": 1, "sleep_kill": 3, "crash": 12, "cut_mysql": 8,
         "cut_mongo": 8, "delay_mysql": 3, "delay_mongo": 3, "straggle": 6, "straggle_kill": 6}
WELL = {0, 8, 11}  # 8: a repair that could not mend all, since rows changed under it
TROUBLE = {3, 6, 7}
# How a run may end; by the signal itself before it has begun to listen to it.
ENDS = {"none": WELL, "term": WELL | {143, -15}, "int": WELL | {130, -2}, "kill": WELL | {-9}, "crash": WELL | {-9},
        "sleep": WELL | TROUBLE, "sleep_long": WELL | TROUBLE, "sleep_kill": WELL | TROUBLE | {-9},
        "straggle_kill": WELL | TROUBLE | {-9}}
AT_ONCE = 5
LONGEST = 240  # seconds that a run may take, whatever happens to it
LEASE = 5


@dataclasses.dataclass
class Plan:
    """What one run is to do, and what is to happen to it."""
    number: int
    words: list
    fate: str
    after: float
    seed: float
    environment: dict
    crashing: bool

    def __str__(self):
        more = " ".join(f"{k}={v}" for k, v in self.environment.items())
        return f"{self.number}: mysync {' '.join(self.words)} [{more}] {self.fate} {self.after:.2f}"


def plan(seed, number, may_sleep_long):
    chance = random.Random(f"{seed}/run/{number}")
    table = chance.choice(list(WHERE))
    words = chance.choices(
        [["run"], ["run", table, chance.choice(list(WHERE))], ["run", table, "--full"], ["run", "--reconcile"],
         ["run", table, "--reconcile"], ["run", "--max-duration", f"{chance.randrange(100, 900)}ms"], ["run", "--join"],
         ["verify", "--repair"], ["verify", table, "--repair"], ["quarantine", "retry"], ["reset-watermark", table, "--yes"]],
        [30, 10, 10, 10, 6, 10, 5, 3, 4, 4, 2])[0]
    if words[0] == "run" and chance.random() < 0.5:
        words = [*words, "--if-busy", "ok"]
    fate = chance.choices(list(FATES), list(FATES.values()))[0]
    if fate == "sleep_long" and not may_sleep_long:
        fate = "sleep"
    environment = {"SYNC_BATCH_SIZE": str(chance.choice((3, 20, 200, 1000))), "SYNC_MAX_RETRIES": str(chance.choice((0, 1, 3)))}
    crashing = fate == "crash" or chance.random() < 0.3
    if crashing:
        environment["MYSYNC_RANGE_ROWS"] = "150"
        if number % 2 == 0:
            environment["MYSYNC_SHARED"] = "1"  # cut from the start, and not only for who joins
    if fate == "crash":
        environment["MYSYNC_CRASH_AT"] = f"{chance.choice(POINTS)}:{chance.choice((1, 1, 1, 2, 5))}"
    return Plan(number, words, fate, chance.random() ** 2 * 1.2, chance.random(), environment, crashing)


class Runs:
    """Starts runs and does to each what its plan says. `wrong` tells of those that ended as none may."""

    def __init__(self, stage, marks):
        self.stage, self.marks = stage, marks
        self.lock = threading.Lock()
        self.threads, self.story, self.wrong = [], [], []
        self.counts = {}

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def start(self, chosen):
        self.threads = [thread for thread in self.threads if thread.is_alive()]
        if len(self.threads) >= AT_ONCE:
            self.count("not started")
            return
        thread = threading.Thread(target=self.live, args=(chosen,))
        self.threads.append(thread)
        thread.start()

    def wait(self):
        for thread in self.threads:
            thread.join()

    def live(self, chosen):
        proxies = []
        try:
            self.count("runs")
            self.watch(chosen, *self.begin(chosen, proxies))
        except Exception as error:  # pylint: disable=broad-except
            self.wrong.append(f"{chosen}: {error!r}")
        finally:
            for proxy in proxies:
                proxy.close()

    def begin(self, chosen, proxies):
        """The process, and what happens at its first data writes."""
        environment = dict(chosen.environment)
        chance = random.Random(chosen.seed)
        written = threading.Event()
        if chosen.fate.endswith("mysql"):
            proxy = Proxy(self.stage.server.host, self.stage.server.port)
            environment.update(MYSQL_HOST="127.0.0.1", MYSQL_PORT=str(proxy.port))
        elif chosen.fate.endswith("mongo") or chosen.fate.startswith("straggle"):
            proxy = MongoProxy(self.stage.uri)
            timeout = 700 if chosen.fate == "straggle" else 30000
            environment["MONGODB_URI"] = f"{proxy.uri}&socketTimeoutMS={timeout}"
        else:
            proxy = None
        if proxy:
            proxies.append(proxy)
            self.disturb(chosen, proxy, chance, written)
        if chosen.words[0] == "reset-watermark":
            self.marks.forget(chosen.words[1])
        binary = os.path.abspath(os.environ["MYSYNC_CRASHING"]) if chosen.crashing else self.stage.binary
        return subprocess.Popen([binary, *chosen.words], cwd=self.stage.folder, env=self.stage.environment(environment),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE), written

    def disturb(self, chosen, proxy, chance, written):
        if chosen.fate.startswith("cut"):
            proxy.cut_after, proxy.cuts = int(chance.random() ** 2 * 40000) + 200, chance.choice((1, 2, 9))
        elif chosen.fate.startswith("delay"):
            threading.Timer(chosen.after, proxy.hold).start()
            threading.Timer(chosen.after + chance.random() * 4, proxy.release).start()
        else:
            left = [chance.choice((1, 1, 2, 5))]

            def before(verb, collection):
                """One write arrives late: its connection waits, while others go on."""
                if verb not in WRITES or str(collection).startswith("_sync_"):
                    return
                left[0] -= 1
                if left[0] == 0:
                    written.set()
                    self.count("late writes")
                    time.sleep(1 + chance.random() * 9)

            proxy.before = before

    def watch(self, chosen, process, written):
        begun = time.monotonic()
        self.strike(chosen, process, written)
        try:
            out, err = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.wrong.append(f"{chosen}: hung")
        if process.returncode == -signal.SIGKILL:
            self.count("killed")
            self.bury(process.pid, random.Random(chosen.seed).random())
        elif chosen.fate.startswith("cut"):
            self.count("cut short" if process.returncode in TROUBLE else "cut")
        self.count(f"exit {process.returncode}")
        text = (out + err).decode("utf-8", "replace").strip()
        self.story.append(f"{time.strftime('%H:%M:%S')} {chosen}: exit {process.returncode} after {time.monotonic() - begun:.2f} s\n{text}")
        if process.returncode not in ENDS.get(chosen.fate, WELL | TROUBLE):
            self.wrong.append(f"{chosen}: exit {process.returncode}\n{text}")

    def strike(self, chosen, process, written):
        """What befalls the process itself; it may have ended before."""
        if chosen.fate == "straggle_kill":
            if written.wait(LEASE):
                time.sleep(0.05)
            process.kill()
            return
        if chosen.fate not in ("kill", "term", "int", "sleep", "sleep_long", "sleep_kill"):
            return
        time.sleep(chosen.after)
        process.send_signal({"kill": signal.SIGKILL, "term": signal.SIGTERM, "int": signal.SIGINT}.get(chosen.fate, signal.SIGSTOP))
        if chosen.fate.startswith("sleep"):
            self.count("asleep")
            time.sleep(LEASE * (11 if chosen.fate == "sleep_long" else 1.1) + chosen.after)
            process.send_signal(signal.SIGKILL if chosen.fate == "sleep_kill" else signal.SIGCONT)

    def bury(self, pid, chance):
        """A dead run's lease, mostly as if its time had passed."""
        if chance < 0.8:
            self.stage.client[self.stage.database]["_sync_state"].update_many({"holder.pid": pid}, {"$set": {"renewed": DatetimeMS(0)}})
