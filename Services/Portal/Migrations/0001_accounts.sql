-- Accounts: who may sign in, as what (circular 12/2018, Điều 11a). The scope that a role needs is part of the account.
create table accounts (
    id uuid not null,
    login text not null,
    display_name text not null,
    email text,
    role text not null,
    organisation uuid,
    province text,
    helper uuid,
    -- scrypt in the PHC string format: its cost travels with it.
    password text not null,
    active boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    constraint accounts_key primary key (id),
    constraint accounts_login_once unique (login),
    constraint accounts_login_plain check (login = lower(login) and length(login) between 3 and 200),
    constraint accounts_role_known
        check (role in ('helper', 'staff', 'branch_leader', 'leader', 'administrator', 'organisation', 'province', 'ministry', 'system')),
    constraint accounts_scope_named check (
        case
            when role = 'helper' then organisation is not null and helper is not null
            when role in ('staff', 'branch_leader', 'leader', 'administrator', 'organisation') then organisation is not null
            when role = 'province' then province is not null
            else true
        end)
);

create index accounts_of_organisation on accounts (organisation, display_name);

alter table accounts enable row level security;
alter table accounts force row level security;
create policy tenant on accounts for select using (organisation = any (array(select scope_organisations())));
create policy province on accounts for select using (province = (select scope_province()));
create policy country on accounts for select using ((select scope_kind()) = 'country');
create policy service on accounts using ((select scope_kind()) = 'service');

-- Sessions of browsers. Only the hash of the id is kept: what is read here opens no session.
create table sessions (
    id_sha256 bytea not null,
    account uuid not null,
    created_at timestamptz not null,
    used_at timestamptz not null,
    ends_at timestamptz not null,
    constraint sessions_key primary key (id_sha256),
    constraint sessions_account foreign key (account) references accounts (id) on delete cascade
);

create index sessions_of_account on sessions (account);
create index sessions_by_end on sessions (ends_at);

alter table sessions enable row level security;
alter table sessions force row level security;
create policy service on sessions using ((select scope_kind()) = 'service');

-- Attempts to sign in since the last success, per login and per address; both as digests.
create table sign_in_attempts (
    subject bytea not null,
    failures int not null,
    latest_at timestamptz not null,
    constraint sign_in_attempts_key primary key (subject)
);

create index sign_in_attempts_by_age on sign_in_attempts (latest_at);

alter table sign_in_attempts enable row level security;
alter table sign_in_attempts force row level security;
create policy service on sign_in_attempts using ((select scope_kind()) = 'service');
