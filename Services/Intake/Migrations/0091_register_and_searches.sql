-- Corrections of the register (sổ thụ lý; circular 12/2018, Điều 7.1): what stood there is kept beside what stands there now, with who, when and why.
create table register_corrections (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    field text not null,
    old text,
    new text,
    reason text not null,
    corrected_by text not null,
    corrected_at timestamptz not null,
    constraint register_corrections_key primary key (id),
    constraint register_corrections_of_a_case foreign key (case_id) references cases (id),
    constraint register_corrections_field_known
        check (field in ('name', 'birth', 'ethnicity', 'identity_number', 'phone', 'address', 'summary')),
    constraint register_corrections_change check (old is distinct from new)
);

create index register_corrections_by_case on register_corrections (case_id, corrected_at, id);

alter table register_corrections enable row level security;
alter table register_corrections force row level security;
create policy tenant on register_corrections using (organisation = any (array(select scope_organisations())));
create policy province on register_corrections for select using (province = (select scope_province()));
create policy country on register_corrections for select using ((select scope_kind()) = 'country');
create policy service on register_corrections using ((select scope_kind()) = 'service');

-- Searches of the register that somebody keeps under a name: theirs alone.
create table saved_searches (
    id uuid not null,
    owner text not null,
    organisation uuid,
    province text,
    name text not null,
    -- As the address of the list has it: q=…&status=…
    query text not null,
    saved_at timestamptz not null,
    constraint saved_searches_key primary key (id),
    constraint saved_searches_name_once unique (owner, name)
);

alter table saved_searches enable row level security;
alter table saved_searches force row level security;
create policy tenant on saved_searches using (organisation = any (array(select scope_organisations())));
create policy province on saved_searches using (organisation is null and province = (select scope_province()));
create policy country on saved_searches using (organisation is null and province is null and (select scope_kind()) = 'country');
create policy service on saved_searches using ((select scope_kind()) = 'service');

-- Whoever oversees a place narrows its register to a helper.
create policy province on known_helpers for select using (province = (select scope_province()));
create policy country on known_helpers for select using ((select scope_kind()) = 'country');
