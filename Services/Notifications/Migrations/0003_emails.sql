-- Mails to send, written in the transaction of what they tell. Only this service's own work reads them: they hold people's addresses.
-- Leases and waits go by the server's own clock, which all copies of the service share and no demonstration moves.
create table emails (
    id uuid not null,
    organisation uuid not null,
    province text,
    case_id uuid,
    kind text not null,
    -- The message or alert that it tells of.
    cause uuid not null,
    audience text not null,
    recipient text not null,
    recipient_name text not null,
    subject text not null,
    body text not null,
    created_at timestamptz not null,
    state text not null default 'waiting',
    attempts int not null default 0,
    queued_at timestamptz not null default clock_timestamp(),
    -- When it is due; while it is being sent, the end of the lease.
    next_attempt_at timestamptz not null default clock_timestamp(),
    lease uuid,
    last_error text,
    ended_at timestamptz,
    constraint emails_key primary key (id),
    constraint emails_once unique (kind, cause, audience),
    constraint emails_audience_known check (audience in ('helper', 'organisation')),
    constraint emails_state_known check (state in ('waiting', 'delivered', 'failed'))
);

create index emails_due on emails (next_attempt_at) where state = 'waiting';

alter table emails enable row level security;
alter table emails force row level security;
create policy service on emails using ((select scope_kind()) = 'service');
