"""A thousand rows of eight columns, read and made into dataclasses: `decode.py asyncpg` or `decode.py psycopg`."""

import asyncio
import sys
import time
import uuid
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import psycopg
from psycopg.rows import class_row

import peer

QUERY = "select id, case_id, subject, note, weight, attempts, is_open, opened_at from items"


@dataclass(slots=True)
class Item:
    id: int
    case_id: uuid.UUID
    subject: str
    note: str | None
    weight: float
    attempts: int
    is_open: bool
    opened_at: datetime


async def with_asyncpg(url):
    connection = await asyncpg.connect(url)

    async def read():
        return [Item(**record) for record in await connection.fetch(QUERY)]

    return read


async def with_psycopg(url):
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    cursor = connection.cursor(row_factory=class_row(Item), binary=True)

    async def read():
        await cursor.execute(QUERY, prepare=True)
        return await cursor.fetchall()

    return read


async def main():
    connect = {"asyncpg": with_asyncpg, "psycopg": with_psycopg}[sys.argv[1]]
    read = await connect(peer.server("BENCH_DATABASE_URL"))
    for _ in range(20):
        assert len(await read()) == 1000
    seconds = peer.words().get("seconds", 3)
    measurement = peer.Measurement()
    count, latencies = 0, []
    begin = measurement.start
    while begin < measurement.start + seconds:
        count += len(await read())
        end = time.perf_counter()
        latencies.append(end - begin)
        begin = end
    measurement.print(count, latencies)


asyncio.run(main())
