"""Sends what arrives from the broker where it belongs; fills `BrokerListener`."""

from realtime.attendance import Attendance
from realtime.hub import Hub
from realtime.nodes.control import Control
from realtime.observer import Observer


class Arrivals:
    """One per node; publications come often and go to the hub without a detour."""

    def __init__(
        self, hub: Hub, attendance: Attendance, control: Control, observer: Observer
    ) -> None:
        self.publication = hub.publication
        self.joined = hub.joined
        self.left = hub.left
        self.control = control.receive
        self.failure = observer.failure
        self._hub = hub
        self._attendance = attendance
        self._observer = observer

    def link_lost(self) -> None:
        """See `BrokerListener.link_lost`."""
        self._observer.broker_link(False)

    def link_restored(self) -> None:
        """See `BrokerListener.link_restored`."""
        self._observer.broker_link(True)
        self._hub.link_restored()
        self._attendance.link_restored()
