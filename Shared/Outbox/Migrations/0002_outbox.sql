-- What this service tells the others. A row is written in the transaction of the change that it tells of, and stays as history once it is confirmed.
create sequence outbox_position;

create table outbox (
    id uuid not null,
    position bigint not null default nextval('outbox_position'),
    name text not null,
    aggregate uuid not null,
    version bigint not null,
    traceparent text,
    body text not null,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    attempts int not null default 0,
    last_error text,
    constraint outbox_key primary key (id)
) partition by range (id);

create index outbox_pending on outbox (position) where confirmed_at is null;

create table outbox_default partition of outbox default;

-- What this service has heard: an effect happens once. Partitioned, as the outbox, by the time inside the message's UUIDv7.
create table inbox (
    consumer text not null,
    message_id uuid not null,
    name text not null,
    received_at timestamptz not null,
    constraint inbox_key primary key (consumer, message_id)
) partition by range (message_id);

create table inbox_default partition of inbox default;

-- What this service could not handle, kept for a person to look at.
create table parked (
    id uuid not null,
    consumer text not null,
    message_id uuid,
    name text,
    headers jsonb not null,
    body bytea not null,
    error text not null,
    attempts int not null,
    parked_at timestamptz not null,
    resolved_at timestamptz,
    resolution text,
    constraint parked_key primary key (id),
    constraint parked_resolution_known check (resolution in ('replayed', 'discarded'))
);

create index parked_open on parked (parked_at) where resolved_at is null;

alter table outbox enable row level security;
alter table outbox force row level security;
create policy tell on outbox for insert with check (scope_kind() is not null);
create policy relay on outbox using ((select scope_kind()) = 'service');

alter table inbox enable row level security;
alter table inbox force row level security;
create policy handlers on inbox using ((select scope_kind()) = 'service');

alter table parked enable row level security;
alter table parked force row level security;
create policy handlers on parked using ((select scope_kind()) = 'service');

-- Partitions have no policies of their own: they are reached through their parent only.
alter table outbox_default enable row level security;
alter table outbox_default force row level security;
alter table inbox_default enable row level security;
alter table inbox_default force row level security;
