-- What somebody looked for by name, so that its address holds a handle and no name (OWASP ASVS 5.0, V14.2.1). Whoever made it may use it, for
-- thirty days.
create table searches (
    id uuid not null,
    subject text not null,
    text text not null,
    made_at timestamptz not null,
    constraint searches_key primary key (id),
    constraint searches_once unique (subject, text)
);

create index searches_by_age on searches (made_at);

alter table searches enable row level security;
alter table searches force row level security;
create policy service on searches using ((select scope_kind()) = 'service');
