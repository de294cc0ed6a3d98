"""Taking a port of this machine, and saying what to do where it cannot be had."""

import errno
import socket


class PortInUseError(Exception):
    """Something else listens there already, or the address is none of this machine's."""

    def __init__(self, host: str, port: int, fault: OSError, *, setting: str) -> None:
        match fault.errno:
            case errno.EADDRINUSE:
                advice = f"set {setting} to another port, or stop what listens there"
            case errno.EACCES:
                advice = f"set {setting} to a port from 1024 on"
            case _:
                advice = "set HOST to an address of this machine"
        super().__init__(f"cannot listen on {host}:{port} ({fault.strerror}): {advice}")


def open_listener(host: str, port: int, *, setting: str = "PORT") -> socket.socket:
    """Take `port`; the socket does not listen yet. Raises `PortInUseError` naming `setting`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortInUseError(host, port, error, setting=setting) from error
    return listener
