"""What reaches the broker past the services: messages that no service of ours would send."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import contextmanager
from typing import Iterator

import pika
from pika.adapters.blocking_connection import BlockingChannel

from system import System


@contextmanager
def broker_channel(system: System) -> Iterator[BlockingChannel]:
    """A channel of the broker's administrator."""
    password = json.loads((system.data / "secrets" / "passwords.json").read_text())["brokerAdministrator"]
    parameters = pika.ConnectionParameters(
        "127.0.0.1", system.part("rabbitmq")["port"], "caunoi", pika.PlainCredentials("admin", password), heartbeat=60
    )
    with pika.BlockingConnection(parameters) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        yield channel


def send(broker: BlockingChannel, queue: str, name: str, body: bytes, headers: dict | None = None) -> str:
    """Puts a message straight into a queue; gives its id."""
    message = str(uuid.uuid4())
    properties = pika.BasicProperties(
        message_id=message, type=name, delivery_mode=2, content_type="application/json", timestamp=int(time.time()), headers=headers or {}
    )
    broker.basic_publish("", queue, body, properties, mandatory=True)
    return message
