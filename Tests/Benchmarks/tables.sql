-- The tables of the benchmarks, made anew for each run of `make bench` in a database of its own.
-- `bench` is a service's schema as the system lays it out (an owner that migrates, a login role that owns nothing, row-level security);
-- `peer` is what somebody would write by hand for the Python chain.
create table accounts (
    id bigint not null,
    balance bigint not null,
    constraint accounts_key primary key (id)
) with (fillfactor = 80);

insert into accounts (id, balance)
select number, 1000000
from generate_series(1, 100000) as number;

create table entries (
    id bigint generated always as identity,
    account bigint not null,
    amount bigint not null,
    note text not null,
    entered_at timestamptz not null default now(),
    constraint entries_key primary key (id)
);

create table items (
    id bigint not null,
    case_id uuid not null,
    subject text not null,
    note text,
    weight double precision not null,
    attempts bigint not null,
    is_open boolean not null,
    opened_at timestamptz not null,
    constraint items_key primary key (id)
);

insert into items (id, case_id, subject, note, weight, attempts, is_open, opened_at)
select number, gen_random_uuid(), 'Item number ' || number || ', a boundary of land', case when number % 5 > 0 then repeat('n', 60) end,
    number / 7.0, number % 9, number % 2 = 0, now() - number * interval '1 minute'
from generate_series(1, 1000) as number;

create table copied (
    id bigint not null,
    case_id uuid not null,
    subject text not null,
    opened_at timestamptz not null
);

create role bench_owner login password 'bench';
create role bench login password 'bench';
create schema bench authorization bench_owner;
alter role bench_owner set search_path = bench, public;
alter role bench set search_path = bench, public;

create role peer login password 'bench';
create schema peer authorization peer;
alter role peer set search_path = peer;
