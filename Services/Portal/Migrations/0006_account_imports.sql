-- Files of accounts to be made, between the dry run and the confirmation. Each is shown to whoever sent it alone, for a day, and then deleted.
create table account_imports (
    id uuid not null,
    -- Who sent it, as their tokens name them.
    owner text not null,
    file_name text not null,
    created_at timestamptz not null,
    ends_at timestamptz not null,
    -- When its accounts were made: it happens once.
    done_at timestamptz,
    constraint account_imports_key primary key (id)
);

create index account_imports_by_end on account_imports (ends_at);

create table account_import_lines (
    import uuid not null,
    -- Of the row, as the spreadsheet numbers it.
    number bigint not null,
    -- What stands in its cells by the names of the columns, as JSON.
    cells text not null,
    -- The account that was made of it.
    account uuid,
    constraint account_import_lines_key primary key (import, number),
    constraint account_import_lines_import foreign key (import) references account_imports (id) on delete cascade
);

-- The owner is set for the transaction, beside its scope.
alter table account_imports enable row level security;
alter table account_imports force row level security;
create policy owner on account_imports
    using ((select scope_kind()) = 'service' and owner = (select nullif(current_setting('app.owner', true), '')));
-- What is over is swept, whosever it was.
create policy over on account_imports for select using ((select scope_kind()) = 'service' and ends_at <= now());
create policy sweep on account_imports for delete using ((select scope_kind()) = 'service' and ends_at <= now());

alter table account_import_lines enable row level security;
alter table account_import_lines force row level security;
create policy owner on account_import_lines
    using (exists (select from account_imports where account_imports.id = account_import_lines.import));
