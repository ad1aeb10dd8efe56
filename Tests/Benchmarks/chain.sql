-- The ends of the chain. First ours, beside the outbox and inbox that our own migrations have made.
set role bench_owner;
set search_path = bench, public;

create table bench.cases (
    id uuid not null,
    organisation uuid not null,
    subject text not null,
    opened_at timestamptz not null,
    constraint cases_key primary key (id)
);

create table bench.effects (
    case_id uuid not null,
    recorded_at timestamptz not null,
    constraint effects_key primary key (case_id)
);

alter table bench.cases enable row level security;
alter table bench.cases force row level security;
create policy service on bench.cases using ((select scope_kind()) = 'service');

alter table bench.effects enable row level security;
alter table bench.effects force row level security;
create policy service on bench.effects using ((select scope_kind()) = 'service');

reset role;

-- And the same by hand.
set role peer;

create table peer.cases (
    id uuid not null primary key,
    organisation uuid not null,
    subject text not null,
    opened_at timestamptz not null
);

create table peer.outbox (
    id uuid not null primary key,
    position bigint generated always as identity,
    name text not null,
    aggregate uuid not null,
    version bigint not null,
    body text not null,
    created_at timestamptz not null,
    confirmed_at timestamptz
);

create index outbox_pending on peer.outbox (position) where confirmed_at is null;

create table peer.inbox (
    consumer text not null,
    message_id uuid not null,
    name text not null,
    received_at timestamptz not null,
    primary key (consumer, message_id)
);

create table peer.effects (
    case_id uuid not null primary key,
    recorded_at timestamptz not null
);
