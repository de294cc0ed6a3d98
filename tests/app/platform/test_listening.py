"""A port is taken, or it is said why not and what to do."""

import errno
import os
import socket

import pytest

from app.platform.listening import PortInUseError, open_listener


def test_a_free_port_is_taken_and_does_not_listen_yet() -> None:
    with open_listener("127.0.0.1", 0) as listener, pytest.raises(ConnectionRefusedError):
        socket.create_connection(listener.getsockname(), timeout=1)


def test_an_address_of_version_six_is_taken_too() -> None:
    with open_listener("::1", 0) as listener:
        assert listener.family is socket.AF_INET6


def test_a_taken_port_is_said_with_the_setting_that_chooses_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError, match=rf":{port} .*set METRICS_PORT to another port"):
            open_listener("127.0.0.1", port, setting="METRICS_PORT")


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(PortInUseError, match="set HOST"):
        open_listener("192.0.2.1", 0)


def test_a_port_that_only_root_may_take_is_said() -> None:
    fault = OSError(errno.EACCES, os.strerror(errno.EACCES))
    error = PortInUseError("0.0.0.0", 80, fault, setting="PORT")
    assert str(error) == (
        "cannot listen on 0.0.0.0:80 (Permission denied): set PORT to a port from 1024 on"
    )
