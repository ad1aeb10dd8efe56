-- Tokens that were withdrawn before their end, and accounts whose tokens were. Portal's is the list; every other service keeps a copy, which
-- portal.token-revoked.v1 fills and each copy of the service rereads. Rows older than the longest token (a day) say nothing any more.
create table revocations (
    jti text not null,
    revoked_at timestamptz not null,
    constraint revocations_key primary key (jti)
);

create table revoked_accounts (
    account uuid not null,
    issued_up_to timestamptz not null,
    constraint revoked_accounts_key primary key (account)
);

alter table revocations enable row level security;
alter table revocations force row level security;
create policy service on revocations using ((select scope_kind()) = 'service');

alter table revoked_accounts enable row level security;
alter table revoked_accounts force row level security;
create policy service on revoked_accounts using ((select scope_kind()) = 'service');
