-- This service's own copy of the organisations, kept current by assignment.organisation-changed.v1. Names of organisations are public.
create table organisations (
    id uuid not null,
    kind text not null,
    parent uuid,
    province text not null,
    title text not null,
    code text not null,
    active boolean not null,
    version bigint not null,
    constraint organisations_key primary key (id)
);

create index organisations_by_parent on organisations (parent);

alter table organisations enable row level security;
alter table organisations force row level security;
create policy everyone on organisations for select using (true);
create policy service on organisations using ((select scope_kind()) = 'service');

-- A centre also sees what its branches have (Law 11/2017, Điều 11.2: a branch is a dependent unit of its centre).
create or replace function scope_organisations() returns setof uuid
    language sql stable parallel safe
begin atomic
    with own as (
        select unnest(string_to_array(split_part(current_setting('app.scope', true), ':', 2), ',')::uuid[]) as id
        where scope_kind() = 'organisations'
    )
    select id from own
    union
    select organisations.id from organisations join own on organisations.parent = own.id;
end;
