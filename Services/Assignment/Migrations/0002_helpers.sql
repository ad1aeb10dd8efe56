-- Người thực hiện trợ giúp pháp lý (Law 11/2017, Điều 17).
create table helpers (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    name text not null,
    -- The name in lower case without marks: what a search without tones finds, and the order of the lists.
    name_folded text not null,
    email text,
    phone text,
    card_number text,
    appointed_on date,
    active boolean not null default true,
    version bigint not null,
    created_at timestamptz not null,
    -- When anything changed that may let a waiting case find its helper, absences included.
    changed_at timestamptz not null,
    constraint helpers_key primary key (id),
    constraint helpers_organisation_known foreign key (organisation) references organisations (id),
    constraint helpers_kind_known check (kind in ('officer', 'lawyer', 'adviser', 'collaborator'))
);

create index helpers_by_organisation on helpers (organisation, name_folded, id);
create index helpers_by_name on helpers (name_folded, id);
create index helpers_by_card on helpers (kind, card_number) where card_number is not null;
create unique index helpers_card_once on helpers (organisation, kind, card_number);

alter table helpers enable row level security;
alter table helpers force row level security;
create policy tenant on helpers using (organisation = any (array(select scope_organisations())));
create policy province on helpers for select using (province = (select scope_province()));
create policy country on helpers for select using ((select scope_kind()) = 'country');
create policy service on helpers using ((select scope_kind()) = 'service');
-- The Sở keeps the staff of participating organisations (circular 12/2018, Điều 11a.2).
create policy province_enters on helpers for insert
    with check (
        province = (select scope_province())
        and organisation in (select id from organisations where kind in ('contracted', 'registered'))
    );
create policy province_changes on helpers for update
    using (
        province = (select scope_province())
        and organisation in (select id from organisations where kind in ('contracted', 'registered'))
    );

create table absences (
    id uuid not null,
    helper uuid not null,
    organisation uuid not null,
    province text not null,
    starts_on date not null,
    ends_on date not null,
    reason text not null,
    created_at timestamptz not null,
    constraint absences_key primary key (id),
    constraint absences_helper_known foreign key (helper) references helpers (id),
    constraint absences_end_after_start check (ends_on >= starts_on)
);

create index absences_by_helper on absences (helper, ends_on);

alter table absences enable row level security;
alter table absences force row level security;
create policy tenant on absences using (organisation = any (array(select scope_organisations())));
create policy province on absences for select using (province = (select scope_province()));
create policy country on absences for select using ((select scope_kind()) = 'country');
create policy service on absences using ((select scope_kind()) = 'service');
