"""The figures of one process, as OpenMetrics.

Each process counts what it does itself; whoever collects the figures adds them up. What waits in
the database, and which part is silent, is asked when the figures are asked for. Imported only
where `METRICS_PORT` is set: the library takes memory that nobody else needs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily

from clinic.storage import Database
from clinic.telemetry.events import KINDS, Event, Kind, happened
from clinic.telemetry.queues import alerts, parts_up, queues

PREFIX = "assistant_"
# Seconds: a turn takes hundredths, a part that is away a quarter of a minute and more.
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 300.0, 3600.0)

# What is asked of the database: what it is, and its labels.
GAUGES = {
    "part_up": ("Whether a part does its work: 1 or 0.", ["part"]),
    "queue_messages": ("What waits now.", ["queue", "channel"]),
    "queue_oldest_seconds": ("How long the oldest has waited.", ["queue", "channel"]),
    "unseen_alerts": ("Alerts that nobody at the desk has seen.", ["tier"]),
    "unseen_alert_oldest_seconds": ("How old the oldest of them is.", ["tier"]),
}


class Counts:
    """Counts events."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self._kept = {name: _figure(kind, registry) for name, kind in KINDS.items()}

    def __call__(self, event: Event) -> None:
        figure = self._kept[event.kind]
        one = figure.labels(*event.labels) if event.labels else figure
        if isinstance(one, Histogram):
            one.observe(max(event.seconds, 0.0))
        else:
            one.inc()


def _figure(kind: Kind, registry: CollectorRegistry) -> Counter | Histogram:
    name = PREFIX + kind.name
    if kind.timed:
        return Histogram(name, kind.about, kind.labels, buckets=BUCKETS, registry=registry)
    return Counter(name, kind.about, kind.labels, registry=registry)


class Lines(logging.Handler):
    """Counts warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        happened("logged", level=record.levelname.lower())


class Waiting:
    """What the database says while it is asked: queues, alerts nobody has seen, parts.

    Args:
        database: the product's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # so that nothing is asked before somebody collects

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = _gauge("part_up")
        for part, is_well in parts_up(self._database).items():
            up.add_metric([part], float(is_well))
        yield up
        yield from self._or_nothing(self._queues)
        yield from self._or_nothing(self._alerts)

    def _queues(self) -> Iterator[GaugeMetricFamily]:
        size, age = _gauge("queue_messages"), _gauge("queue_oldest_seconds")
        for queue in queues(self._database):
            size.add_metric([queue.name, queue.channel], queue.size)
            age.add_metric([queue.name, queue.channel], queue.oldest_seconds)
        yield from (size, age)

    def _alerts(self) -> Iterator[GaugeMetricFamily]:
        size, age = _gauge("unseen_alerts"), _gauge("unseen_alert_oldest_seconds")
        for alert in alerts(self._database):
            size.add_metric([alert.name], alert.size)
            age.add_metric([alert.name], alert.oldest_seconds)
        yield from (size, age)

    def _or_nothing(
        self, ask: Callable[[], Iterator[GaugeMetricFamily]]
    ) -> Iterator[GaugeMetricFamily]:
        """What a question yields; nothing while the database is away, which `part_up` says."""
        try:
            yield from list(ask())
        except Exception as error:
            logging.getLogger(__name__).debug("Not asked: %s", type(error).__name__)


def _gauge(name: str) -> GaugeMetricFamily:
    about, labels = GAUGES[name]
    return GaugeMetricFamily(PREFIX + name, about, labels=labels)
