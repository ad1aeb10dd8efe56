-- The organisations of legal aid (Law 11/2017, Điều 10) and who works for them. This service owns both; the others keep copies.
create table organisations (
    id uuid not null,
    kind text not null,
    parent uuid,
    province text not null,
    title text not null,
    code text not null,
    email text,
    active boolean not null default true,
    version bigint not null,
    created_at timestamptz not null,
    constraint organisations_key primary key (id),
    constraint organisations_parent_known foreign key (parent) references organisations (id),
    constraint organisations_kind_known check (kind in ('centre', 'branch', 'contracted', 'registered')),
    constraint organisations_branch_has_parent check ((kind = 'branch') = (parent is not null))
);

create index organisations_by_parent on organisations (parent);
create index organisations_by_title on organisations (province, title, id);

-- Codes begin the case codes: one of each in a province and kind; branches count within their centre.
create unique index organisations_code_once
    on organisations (province, kind, coalesce(parent, '00000000-0000-0000-0000-000000000000'), upper(code));

-- A centre also sees what its branches have (Law 11/2017, Điều 11.2: a branch is a dependent unit of its centre). The planner estimates
-- unnest's argument whatever a where clause says, so the argument itself must be null in other scopes.
create or replace function scope_organisations() returns setof uuid
    language sql stable parallel safe
begin atomic
    with own as (
        select unnest(string_to_array(
            case when scope_kind() = 'organisations' then split_part(current_setting('app.scope', true), ':', 2) end, ','
        )::uuid[]) as id
    )
    select id from own
    union
    select organisations.id from organisations join own on organisations.parent = own.id;
end;

-- Organisations are public. What is entered follows circular 12/2018, Điều 11a: a centre enters its own branches, the Sở the participating
-- organisations of its province, the Cục any. No policy for select may ask scope_organisations(), which reads this table.
alter table organisations enable row level security;
alter table organisations force row level security;
create policy everyone on organisations for select using (scope_kind() is not null);
create policy service on organisations using ((select scope_kind()) = 'service');
create policy centre_enters on organisations for insert
    with check (kind = 'branch' and parent = any (array(select scope_organisations())));
create policy centre_changes on organisations for update
    using (id = any (array(select scope_organisations())));
create policy province_enters on organisations for insert
    with check (kind in ('contracted', 'registered') and province = (select scope_province()));
create policy province_changes on organisations for update
    using (kind in ('contracted', 'registered') and province = (select scope_province()));
create policy country_enters on organisations for insert with check ((select scope_kind()) = 'country');
create policy country_changes on organisations for update using ((select scope_kind()) = 'country');
