"""What one piece of work took: of the tool, of the source, of the target."""

import os
import pathlib
import statistics
import subprocess
import urllib.parse

TICK = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat behind the name, which may hold spaces."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def cpu_of(pids):
    """Seconds of CPU that processes, and all that they started, have taken so far."""
    family, total = set(pids), 0
    stats = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stats[int(entry)] = stat(entry)
            except OSError:
                continue
    grew = True
    while grew:
        children = {pid for pid, fields in stats.items() if int(fields[1]) in family} - family
        grew = bool(children)
        family |= children
    for pid in family & stats.keys():
        total += sum(map(int, stats[pid][11:15]))  # its own, and those of children that have ended
    return total / TICK


def listeners(port):
    """The processes that listen on a port of this machine; none for a server elsewhere."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    found = set()
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            if any(os.readlink(f"/proc/{entry}/fd/{fd}") in inodes for fd in os.listdir(f"/proc/{entry}/fd")):
                found.add(int(entry))
        except OSError:
            continue
    return found


def server_processes(uri, default_port):
    """Those of a throw-away server (all that servers.sh started for it), else the one that listens."""
    port = urllib.parse.urlsplit(uri).port or default_port
    pids = listeners(port)
    for folder in os.environ.get("BENCH_SERVERS", "").split():
        for name in pathlib.Path(folder).glob("*/uri"):
            if name.read_text().strip() == uri:
                pids |= {int(line.split()[0]) for line in (name.parent / "pids").read_text().splitlines()}
    return pids


class Used:
    """One run's cost. `documents` and `moved` (bytes) as the sink counted them, or none."""

    def __init__(self, seconds, cpu, mebibytes):
        self.seconds, self.cpu, self.mebibytes = seconds, cpu, mebibytes
        self.source = self.target = 0.0
        self.sent = 0  # bytes from the source
        self.documents = self.moved = None


class Failed(Exception):
    """The work ended badly, or its result is not what it must be."""


def run(resources, command, environment, folder, timeout=600):
    """Runs a command under `resources`, which ends its standard error with what was used."""
    try:
        done = subprocess.run([resources, *command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{os.path.basename(command[0])} did not end within {timeout} s") from error
    said, _, last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")
    if done.returncode != 0:
        raise Failed(f"{os.path.basename(command[0])} ended with {done.returncode}: {said}")
    seconds, cpu, kibibytes = map(float, last.split())
    return Used(seconds, cpu, kibibytes / 1024)


class Sink:
    """A fresh write sink in front of a real server."""

    def __init__(self, program, upstream, *options):
        self.process = subprocess.Popen([program, str(upstream), *options], stdout=subprocess.PIPE, text=True)
        self.uri = f"mongodb://127.0.0.1:{int(self.process.stdout.readline())}/?directConnection=true"

    def close(self, used=None):
        """Notes the documents and bytes it was given, and the CPU it took."""
        cpu = cpu_of({self.process.pid})
        self.process.terminate()
        out, _ = self.process.communicate()
        if used is not None:
            _, documents, _, moved = out.split()
            used.documents, used.moved, used.target = int(documents), int(moved), cpu


def spread(values, form):
    """The median, and the least and the most where there are more."""
    middle = form(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({form(min(values))}–{form(max(values))})"
