-- Files of helpers to be entered, between the dry run and the confirmation. Each is shown to whoever sent it alone, for a day, and then deleted.
create table helper_imports (
    id uuid not null,
    -- Who sent it, as their tokens name them.
    owner text not null,
    file_name text not null,
    created_at timestamptz not null,
    ends_at timestamptz not null,
    -- When its helpers were entered: it happens once.
    done_at timestamptz,
    constraint helper_imports_key primary key (id)
);

create index helper_imports_by_end on helper_imports (ends_at);

create table helper_import_lines (
    import uuid not null,
    -- Of the row, as the spreadsheet numbers it.
    number bigint not null,
    -- What stands in its cells by the names of the columns, as JSON.
    cells text not null,
    -- The helper who was entered of it.
    helper uuid,
    constraint helper_import_lines_key primary key (import, number),
    constraint helper_import_lines_import foreign key (import) references helper_imports (id) on delete cascade
);

-- The owner is set for the transaction, beside its scope: in that, helpers are entered.
alter table helper_imports enable row level security;
alter table helper_imports force row level security;
create policy owner on helper_imports using (owner = (select nullif(current_setting('app.owner', true), '')));
-- What is over is swept, whosever it was.
create policy over on helper_imports for select using ((select scope_kind()) = 'service' and ends_at <= now());
create policy sweep on helper_imports for delete using ((select scope_kind()) = 'service' and ends_at <= now());

alter table helper_import_lines enable row level security;
alter table helper_import_lines force row level security;
create policy owner on helper_import_lines
    using (exists (select from helper_imports where helper_imports.id = helper_import_lines.import));
