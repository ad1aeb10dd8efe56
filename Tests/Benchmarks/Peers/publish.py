"""Publishes as publish.c does, with aio-pika: at most `window` messages unconfirmed, each confirmed one making room for the next."""

import asyncio
import time

import aio_pika

import peer


async def main():
    words = peer.words()
    window, seconds = int(words.get("window", 100)), words.get("seconds", 3)
    connection = await aio_pika.connect(peer.server("BENCH_BROKER_URL"))
    channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    exchange = await channel.get_exchange(peer.EXCHANGE)
    latencies = []
    sent = 0

    async def publisher(deadline):
        nonlocal sent
        begin = time.perf_counter()
        while begin < deadline:
            sent += 1
            confirmed = await exchange.publish(peer.message(sent), routing_key=peer.KEY, mandatory=True)
            if confirmed is None:
                raise RuntimeError("a message was not confirmed")
            end = time.perf_counter()
            latencies.append(end - begin)
            begin = end

    async def publish_for(duration):
        deadline = time.perf_counter() + duration
        await asyncio.gather(*(publisher(deadline) for _ in range(window)))

    await publish_for(0.3)
    latencies.clear()
    measurement = peer.Measurement()
    await publish_for(seconds)
    measurement.print(len(latencies), latencies)
    await connection.close()


asyncio.run(main())
