-- Who did or saw what. Written in the transaction of the change, or before what is seen goes out.
create table audit (
    id uuid not null,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    role text not null,
    action text not null,
    subject_kind text not null,
    subject uuid,
    organisation uuid,
    details jsonb,
    reference text,
    constraint audit_key primary key (id)
);

create index audit_by_subject on audit (subject, at);

alter table audit enable row level security;
alter table audit force row level security;
create policy record on audit for insert with check (scope_kind() is not null);
create policy gather on audit for select using ((select scope_kind()) = 'service');

-- The login role is called as its schema; the trail is append-only for it, policies aside.
do $$
begin
    execute format('revoke update, delete, truncate on audit from %I', current_schema());
end
$$;

-- The first answer to each Idempotency-Key, for 7 days.
create table idempotency (
    caller text not null,
    path text not null,
    key text not null,
    body_sha256 bytea not null,
    status int,
    headers text,
    body bytea,
    created_at timestamptz not null,
    constraint idempotency_key primary key (caller, path, key)
);

create index idempotency_by_age on idempotency (created_at);

alter table idempotency enable row level security;
alter table idempotency force row level security;
create policy callers on idempotency using (scope_kind() is not null);
