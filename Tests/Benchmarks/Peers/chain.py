"""The whole chain by hand in Python, as somebody who knows both libraries would write it: psycopg 3 and aio-pika on one event loop.

A producer writes its row and its outbox row in one pipelined transaction and wakes the relay; the relay takes up to 500 rows, publishes
them at once, waits for the confirms and marks them in one statement; the consumer takes what has come (up to 100) into one transaction: the
inbox rows, and the effects of what is new; then it acknowledges all of them at once.

    chain.py producers=16 seconds=5      as many cases as go through
    chain.py rate=200 seconds=10         so many a second, and the latency from commit to committed effect
"""

import asyncio
import contextlib
import json
import time
import uuid
from datetime import datetime, timezone

import aio_pika
import psycopg

import peer

WARM_UP = 200


async def database():
    return await psycopg.AsyncConnection.connect(peer.server("BENCH_PEER_URL"), autocommit=True)


class Chain:
    def __init__(self):
        self.wake = asyncio.Event()
        self.arrived = asyncio.Queue()
        self.effects = {}

    async def open(self):
        self.broker = await aio_pika.connect(peer.server("BENCH_BROKER_URL"))
        sending = await self.broker.channel(publisher_confirms=True, on_return_raises=True)
        self.exchange = await sending.declare_exchange(peer.EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        taking = await self.broker.channel()
        await taking.set_qos(prefetch_count=500)
        self.queue = await taking.declare_queue(peer.QUEUE, durable=True, arguments=peer.QUEUE_ARGUMENTS)
        await self.queue.bind(self.exchange, peer.KEY)
        await self.queue.consume(self.arrived.put)
        self.tasks = [asyncio.create_task(self.relay(await database())), asyncio.create_task(self.consume(await database()))]

    async def close(self):
        for task in self.tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.broker.close()

    async def produce(self, connection):
        """One case; returns its id and when it was committed."""
        case, now = peer.uuid7(), datetime.now(timezone.utc)
        organisation = peer.uuid7()
        at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        body = json.dumps({"case": str(case), "occurred_at": at, "organisation": str(organisation), "recorded_at": at})
        async with connection.pipeline(), connection.transaction():
            await connection.execute(
                "insert into cases (id, organisation, subject, opened_at) values (%s, %s, %s, %s)",
                (case, organisation, "Land, a boundary", now))
            await connection.execute(
                "insert into outbox (id, name, aggregate, version, body, created_at) values (%s, %s, %s, %s, %s, %s)",
                (peer.uuid7(), peer.KEY, case, 1, body, now))
        committed = time.perf_counter()
        self.wake.set()
        return case, committed

    async def relay(self, connection):
        while True:
            # Not wait_for: before Python 3.12 it can swallow a cancellation, and the program would never end.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.wake.wait()
            self.wake.clear()
            while rows := await self.pending(connection):
                await asyncio.gather(*(self.publish(*row) for row in rows))
                await connection.execute(
                    "update outbox set confirmed_at = %s where id = any (%s)", (datetime.now(timezone.utc), [row[0] for row in rows]))

    async def pending(self, connection):
        cursor = await connection.execute(
            "select id, aggregate, version, body, created_at from outbox where confirmed_at is null order by position limit 500")
        return await cursor.fetchall()

    async def publish(self, id, aggregate, version, body, created_at):
        message = peer.message(0, body.encode(), aggregate, version, id, created_at)
        if await self.exchange.publish(message, routing_key=peer.KEY, mandatory=True) is None:
            raise RuntimeError("a message was not confirmed")

    async def consume(self, connection):
        while True:
            batch = [await self.arrived.get()]
            while len(batch) < 100 and not self.arrived.empty():
                batch.append(self.arrived.get_nowait())
            cases = await self.handle(connection, batch)
            committed = time.perf_counter()
            for case in cases:
                self.effects[case] = committed
            await batch[-1].ack(multiple=True)

    async def handle(self, connection, batch):
        """The inbox rows, and the effects of those that are new, in one transaction. Returns the cases that had their effect."""
        now = datetime.now(timezone.utc)
        received = {uuid.UUID(message.message_id): json.loads(message.body) for message in batch}
        # Two round trips: the beginning goes with the inbox rows, the effects with the commit.
        async with connection.pipeline(), connection.transaction():
            cursor = await connection.execute(
                "insert into inbox (consumer, message_id, name, received_at) select %s, id, %s, %s from unnest(%s::uuid[]) as id "
                "on conflict do nothing returning message_id", (peer.QUEUE, peer.KEY, now, list(received)))
            new = [received[id] for (id,) in await cursor.fetchall()]
            cases = [uuid.UUID(message["case"]) for message in new]
            times = [datetime.fromisoformat(message["recorded_at"]) for message in new]
            await connection.execute(
                "insert into effects (case_id, recorded_at) select * from unnest(%s::uuid[], %s::timestamptz[])", (cases, times))
        return cases

    async def until_all(self, wanted):
        end = time.perf_counter() + 60
        while len(self.effects) < wanted:
            if time.perf_counter() > end:
                raise RuntimeError(f"{len(self.effects)} of {wanted} cases have had their effect after a minute")
            await asyncio.sleep(0.001)


async def saturated(chain, connections, seconds):
    measurement = peer.Measurement()
    deadline = measurement.start + seconds

    async def producer(connection):
        count = 0
        while time.perf_counter() < deadline:
            await chain.produce(connection)
            count += 1
        return count

    opened = sum(await asyncio.gather(*map(producer, connections)))
    producing = time.perf_counter() - measurement.start
    await chain.until_all(WARM_UP + opened)
    measurement.print(opened, opened_rate=opened / producing)


async def steady(chain, connections, rate, seconds):
    free = asyncio.Queue()
    for connection in connections:
        free.put_nowait(connection)

    async def one():
        connection = await free.get()
        try:
            return await chain.produce(connection)
        finally:
            free.put_nowait(connection)

    measurement = peer.Measurement()
    tasks = []
    for number in range(int(seconds * rate)):
        await asyncio.sleep(max(0, measurement.start + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one()))
    opened = await asyncio.gather(*tasks)
    await chain.until_all(WARM_UP + len(opened))
    measurement.print(len(opened), [chain.effects[case] - committed for case, committed in opened])


async def main():
    words = peer.words()
    rate, seconds = int(words.get("rate", 0)), words.get("seconds", 5)
    chain = Chain()
    await chain.open()
    connections = [await database() for _ in range(int(words.get("producers", 16)))]
    for number in range(WARM_UP):
        await chain.produce(connections[number % len(connections)])
    await chain.until_all(WARM_UP)
    await (steady(chain, connections, rate, seconds) if rate else saturated(chain, connections, seconds))
    await chain.close()


asyncio.run(main())
