-- The journal: messages that no other service consumes, and those that Portal itself needs, as they were heard. Kept whole for now; rows are in
-- the order of their UUIDv7, so that whole days can be dropped when the retention rule is known.
create table journal (
    id uuid not null,
    name text not null,
    aggregate uuid not null,
    version bigint not null,
    producer text not null,
    body jsonb not null,
    occurred_at timestamptz not null,
    heard_at timestamptz not null,
    constraint journal_key primary key (id)
);

create index journal_of_aggregate on journal (aggregate, version);
create index journal_by_name on journal (name, heard_at desc);

alter table journal enable row level security;
alter table journal force row level security;
create policy service on journal using ((select scope_kind()) = 'service');
