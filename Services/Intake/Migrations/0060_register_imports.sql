-- Registers that were kept elsewhere (Mẫu 01-TP-TGPL in a spreadsheet, an older program), brought in: the file as it was sent, its lines with what
-- would come of each, and the cases that were made of them.
create table register_imports (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    file_name text not null,
    file_sha256 bytea not null,
    file bytea not null,
    -- What stands above each column, and which field it was taken for; empty: none.
    headings text[] not null,
    fields text[] not null,
    lines bigint not null,
    state text not null,
    sent_by text not null,
    sent_at timestamptz not null,
    -- Who said yes, as the audit trail names them.
    confirmed_by text,
    confirmed_name text,
    confirmed_role text,
    confirmed_at timestamptz,
    done_at timestamptz,
    version bigint not null,
    constraint register_imports_key primary key (id),
    constraint register_imports_file_once unique (organisation, file_sha256),
    constraint register_imports_state_known check (state in ('checking', 'checked', 'importing', 'done'))
);

create index register_imports_newest on register_imports (organisation, sent_at desc);
create index register_imports_at_work on register_imports (sent_at) where state in ('checking', 'importing');

-- One row of a file: its cells, and what would be made of it.
create table register_import_lines (
    import uuid not null,
    number bigint not null,
    organisation uuid not null,
    province text not null,
    cells jsonb not null,
    verdict text,
    code text,
    -- The case to be, where it is sound; what is wrong, where it is not; what is not known of it.
    draft jsonb,
    problems jsonb,
    gaps text[],
    case_id uuid,
    constraint register_import_lines_key primary key (import, number),
    constraint register_import_lines_of_an_import foreign key (import) references register_imports (id) on delete cascade,
    constraint register_import_lines_verdict_known check (verdict in ('ready', 'known', 'wrong', 'made')),
    constraint register_import_lines_made_once unique (case_id),
    constraint register_import_lines_made_with_its_case check ((verdict is not distinct from 'made') = (case_id is not null))
);

create index register_import_lines_by_verdict on register_import_lines (import, verdict, number);
create index register_import_lines_by_code on register_import_lines (import, code);

-- What a centre took a heading for, so that it need not say it again.
create table register_import_headings (
    organisation uuid not null,
    heading text not null,
    field text not null,
    kept_at timestamptz not null,
    constraint register_import_headings_key primary key (organisation, heading)
);

-- Cases that were brought in: from which line, what is not known of them, and what the old register said besides.
create table imported_cases (
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    import uuid not null,
    line bigint not null,
    gaps text[] not null,
    helper_name text,
    constraint imported_cases_key primary key (case_id),
    constraint imported_cases_line_once unique (import, line),
    constraint imported_cases_of_a_case foreign key (case_id) references cases (id),
    constraint imported_cases_of_an_import foreign key (import) references register_imports (id)
);

alter table cases add column imported boolean not null default false;
-- Those that were registered here go first, however many were brought in.
create index cases_to_announce_in_turn on cases (imported, registered_at) where announced_at is null;
drop index cases_to_announce;

-- Old registers give a year of birth, or nothing.
alter table requests alter column client_birth drop not null;

-- Who helps where, as Assignment tells: whom a name in an old register means.
create table known_helpers (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    name text not null,
    active boolean not null,
    version bigint not null,
    constraint known_helpers_key primary key (id)
);

create index known_helpers_of on known_helpers (organisation);

alter table register_imports enable row level security;
alter table register_imports force row level security;
create policy tenant on register_imports using (organisation = any (array(select scope_organisations())));
create policy service on register_imports using ((select scope_kind()) = 'service');

alter table register_import_lines enable row level security;
alter table register_import_lines force row level security;
create policy tenant on register_import_lines using (organisation = any (array(select scope_organisations())));
create policy service on register_import_lines using ((select scope_kind()) = 'service');

alter table register_import_headings enable row level security;
alter table register_import_headings force row level security;
create policy tenant on register_import_headings using (organisation = any (array(select scope_organisations())));
create policy service on register_import_headings using ((select scope_kind()) = 'service');

alter table imported_cases enable row level security;
alter table imported_cases force row level security;
create policy tenant on imported_cases using (organisation = any (array(select scope_organisations())));
create policy province on imported_cases for select using (province = (select scope_province()));
create policy country on imported_cases for select using ((select scope_kind()) = 'country');
create policy service on imported_cases using ((select scope_kind()) = 'service');

alter table known_helpers enable row level security;
alter table known_helpers force row level security;
create policy tenant on known_helpers for select using (organisation = any (array(select scope_organisations())));
create policy service on known_helpers using ((select scope_kind()) = 'service');
