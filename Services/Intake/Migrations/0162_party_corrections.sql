-- What stood of somebody whom a case names before they were corrected, or taken out; then each of their facts has nothing new.
create table party_corrections (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    party uuid not null,
    field text not null,
    old text,
    new text,
    reason text not null,
    corrected_by text not null,
    corrected_at timestamptz not null,
    constraint party_corrections_key primary key (id),
    constraint party_corrections_of_a_case foreign key (case_id) references cases (id),
    constraint party_corrections_field_known check (field in ('role', 'name', 'birth_year', 'identity_number'))
);

create index party_corrections_by_case on party_corrections (case_id, corrected_at);

alter table party_corrections enable row level security;
alter table party_corrections force row level security;
create policy tenant on party_corrections using (organisation = any (array(select scope_organisations())));
create policy province on party_corrections for select using (province = (select scope_province()));
create policy country on party_corrections for select using ((select scope_kind()) = 'country');
create policy service on party_corrections using ((select scope_kind()) = 'service');
