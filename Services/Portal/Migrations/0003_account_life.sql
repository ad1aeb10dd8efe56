-- An account's life: handed to its person by a link, closed, opened again, handed back (circular 12/2018/TT-BTP, Điều 11a.1b, 11a.5b).

-- None as long as its person has not chosen one.
alter table accounts alter column password drop not null;
alter table accounts add constraint accounts_email_plain check (email = lower(email));

-- Whose accounts are kept by whom is asked of the organisation's centre and province.
create index accounts_by_name on accounts (display_name, id);
create index accounts_of_helper on accounts (helper) where helper is not null;

-- What happened to each account, and by whom; rows are only ever added.
create table account_events (
    id uuid not null,
    account uuid not null,
    at timestamptz not null,
    what text not null,
    actor text not null,
    actor_name text not null,
    role text not null,
    organisation uuid,
    province text,
    helper uuid,
    active boolean not null,
    reason text,
    constraint account_events_key primary key (id),
    constraint account_events_account foreign key (account) references accounts (id) on delete cascade,
    constraint account_events_what_known check (
        what in ('entered', 'changed', 'link-sent', 'password-chosen', 'deactivated', 'revived', 'handed-back', 'second-factor-set',
            'second-factor-removed', 'sessions-ended', 'helper-left', 'helper-moved'))
);

create index account_events_of_account on account_events (account, at desc);

alter table account_events enable row level security;
alter table account_events force row level security;
create policy service on account_events using ((select scope_kind()) = 'service');

-- The login role is called as its schema.
do $$
begin
    execute format('revoke update, delete, truncate on account_events from %I', current_schema());
end
$$;

-- Links by which a person chooses a password, once. Only the hash of the code is kept.
create table account_links (
    id uuid not null,
    code_sha256 bytea not null,
    account uuid not null,
    purpose text not null,
    created_at timestamptz not null,
    ends_at timestamptz not null,
    constraint account_links_key primary key (id),
    constraint account_links_code_once unique (code_sha256),
    constraint account_links_account foreign key (account) references accounts (id) on delete cascade,
    constraint account_links_one_an_account unique (account),
    constraint account_links_purpose_known check (purpose in ('invitation', 'password'))
);

alter table account_links enable row level security;
alter table account_links force row level security;
create policy service on account_links using ((select scope_kind()) = 'service');

-- The second factor (RFC 6238). The secret is sealed with a key that the database does not have.
create table second_factors (
    account uuid not null,
    sealed_secret bytea not null,
    -- Null until the first code was right.
    confirmed_at timestamptz,
    -- The last time step of which a code was taken: none is taken twice.
    last_step bigint not null,
    constraint second_factors_key primary key (account),
    constraint second_factors_account foreign key (account) references accounts (id) on delete cascade
);

alter table second_factors enable row level security;
alter table second_factors force row level security;
create policy service on second_factors using ((select scope_kind()) = 'service');

-- Codes for whoever has lost the second factor, each good once.
create table recovery_codes (
    account uuid not null,
    code_sha256 bytea not null,
    constraint recovery_codes_key primary key (account, code_sha256),
    constraint recovery_codes_account foreign key (account) references accounts (id) on delete cascade
);

alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
create policy service on recovery_codes using ((select scope_kind()) = 'service');

-- Sign-ins whose password was right and whose second factor is to follow.
create table pending_sign_ins (
    id_sha256 bytea not null,
    account uuid not null,
    ends_at timestamptz not null,
    failures int not null,
    constraint pending_sign_ins_key primary key (id_sha256),
    constraint pending_sign_ins_account foreign key (account) references accounts (id) on delete cascade
);

create index pending_sign_ins_by_end on pending_sign_ins (ends_at);

alter table pending_sign_ins enable row level security;
alter table pending_sign_ins force row level security;
create policy service on pending_sign_ins using ((select scope_kind()) = 'service');

-- A session's name in public: in its tokens, in the list that its person sees. And which browser it is, as that says itself.
alter table sessions add column key uuid not null default gen_random_uuid();
alter table sessions add column browser text;
alter table sessions add constraint sessions_key_once unique (key);
alter table sessions alter column key drop default;

-- The copy of the helpers, to be invited.
create table helpers (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    name text not null,
    email text,
    active boolean not null,
    version bigint not null,
    constraint helpers_key primary key (id)
);

create index helpers_of_organisation on helpers (organisation, name);

alter table helpers enable row level security;
alter table helpers force row level security;
create policy service on helpers using ((select scope_kind()) = 'service');

-- The Sở sees the accounts of its province's organisations, beside its own.
create policy province_places on accounts for select using (
    exists (select from organisations where organisations.id = accounts.organisation and organisations.province = (select scope_province())));
