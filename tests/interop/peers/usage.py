"""What a process has cost so far: time of the processor, memory."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
# Where the fields utime and stime stand in /proc/PID/stat, counted from behind the program's name.
USER, SYSTEM = 11, 12
KIBIBYTE = 1024


@dataclass(frozen=True)
class Usage:
    """Seconds of the processor, in all threads; bytes of memory now, and at most so far."""

    cpu_s: float
    memory_bytes: int
    peak_bytes: int


def usage(pid: int) -> Usage:
    """Return what a running process has cost so far.

    Raises:
        FileNotFoundError: it has ended.

    """
    proc = Path(f"/proc/{pid}")
    fields = (proc / "stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[USER]) + int(fields[SYSTEM])
    status = dict(re.findall(r"^(Vm\w+):\s+(\d+) kB$", (proc / "status").read_text(), re.MULTILINE))
    memory, peak = (KIBIBYTE * int(status[name]) for name in ("VmRSS", "VmHWM"))
    return Usage(ticks / TICKS_PER_S, memory, peak)
