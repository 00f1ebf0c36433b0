"""What a process gives up before it reads a stranger's file: memory, time, disk, network, other processes."""

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_SYSTEM_CALLS: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    # socket, ptrace, process_vm_readv, process_vm_writev, io_uring_setup
    "x86_64": (0xC000003E, (41, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 117, 270, 271, 425)),
}
"""By machine: what the kernel calls it, and the calls that reach a network or another process."""
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW: Final = 0x7FFF0000
_NOT_PERMITTED: Final = 0x00050000 | 1
_OTHER_ABI: Final = 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_MAKE_RULES, _ADD_RULE, _OBEY_RULES = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
_CHANGES: Final = ((1, 0x1FF2), (2, 1 << 13), (3, 1 << 14))
"""From which version of the rules on: to write, remove and make; to move between folders; to cut off."""
_FILE_RIGHTS: Final = 1 << 1 | 1 << 14
_SIGNALS_VERSION, _SIGNALS = 6, 2


def limit_resources(memory: int, cpu_seconds: float, file_bytes: int) -> None:
    """Bound what this process, and each that it starts, may take; more than was allowed before is never given.

    Args:
        memory: bytes of address space.
        cpu_seconds: the most that `allow_seconds` may ever give.
        file_bytes: the size of any one file that is written.
    """
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, file_bytes)
    _bound(resource.RLIMIT_CPU, int(cpu_seconds) + 2)
    with suppress(ValueError, OSError):  # macOS has no such bound
        _bound(resource.RLIMIT_AS, memory)
    os.nice(10)  # reading is work in the background: questions go first


def allow_seconds(seconds: float) -> None:
    """Let this process compute for so long in all; the kernel ends it after that."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _bound(kind: int, value: int) -> None:
    most = resource.getrlimit(kind)[1]
    value = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(kind, (value, value))


def close_network() -> None:
    """Take the network from this process and all that it starts, for good.

    The kernel refuses the calls (seccomp, https://docs.kernel.org/userspace-api/seccomp_filter.html); where it has no
    such filter, Python refuses them, which native code could get around.
    """
    known = _SYSTEM_CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if not known or not _install(_filter(*known)):
        sys.addaudithook(_refuse_network)


def close_disk(folder: Path) -> None:
    """Let this process, and all that it starts, change nothing outside a folder, nor send signals to others, for good.

    The kernel sees to it (Landlock, https://docs.kernel.org/userspace-api/landlock.html), where it has that.
    """
    if sys.platform != "linux" or platform.machine() not in _SYSTEM_CALLS:
        return
    libc = ctypes.CDLL(None)
    version = libc.syscall(_MAKE_RULES, None, 0, _ASK_VERSION)
    if version < 1 or libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return
    changes = sum(right for since, right in _CHANGES if since <= version)
    attributes = struct.pack("=QQQ", changes, 0, _SIGNALS if version >= _SIGNALS_VERSION else 0)
    known = len(attributes) if version >= _SIGNALS_VERSION else 8
    rules = libc.syscall(_MAKE_RULES, attributes, ctypes.c_size_t(known), 0)
    for path, rights in ((folder, changes), (Path(os.devnull), changes & _FILE_RIGHTS)):
        place = os.open(path, os.O_PATH)
        libc.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
        os.close(place)
    libc.syscall(_OBEY_RULES, rules, 0)
    os.close(rules)


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in {"socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise PermissionError(1, "A reader has no network")


def _filter(machine: int, calls: tuple[int, ...]) -> bytes:
    """Write the filter: another machine's calls and those listed are refused, all others pass."""
    refusal = len(calls) + 4  # the place of the last step but one
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, refusal - 1, machine), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, refusal - len(steps), 0, _OTHER_ABI))
    for call in calls:
        steps.append((_EQUAL, refusal - len(steps), 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _NOT_PERMITTED)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _install(steps: bytes) -> bool:
    """Put the filter on this thread and all that it starts; False where the kernel takes none."""
    libc = ctypes.CDLL(None)
    program = _Program(len(steps) // 8, steps)
    steps_taken = ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0))
    return all(libc.prctl(*step) == 0 for step in steps_taken)
