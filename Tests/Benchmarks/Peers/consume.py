"""Consumes as consume.c does, with aio-pika: one acknowledgement for a quarter of the prefetch, and one for the rest."""

import asyncio
import uuid

import aio_pika

import peer


async def main():
    words = peer.words()
    wanted, prefetch = int(words["count"]), int(words.get("prefetch", 1000))
    connection = await aio_pika.connect(peer.server("BENCH_BROKER_URL"))
    channel = await connection.channel()
    await channel.set_qos(prefetch_count=prefetch)
    queue = await channel.get_queue(peer.QUEUE)
    done = asyncio.Event()
    taken = 0

    async def take(message):
        nonlocal taken
        uuid.UUID(message.message_id)
        if not message.headers["aggregate"] or not message.body:
            raise RuntimeError("a message that nobody of ours sent")
        taken += 1
        if taken % (prefetch // 4) == 0 or taken == wanted:
            await message.ack(multiple=True)
        if taken == wanted:
            done.set()

    measurement = peer.Measurement()
    await queue.consume(take)
    await asyncio.wait_for(done.wait(), 120)
    measurement.print(taken)
    await connection.close()


asyncio.run(main())
