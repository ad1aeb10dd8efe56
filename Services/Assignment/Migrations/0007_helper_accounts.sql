-- The accounts of helpers, as Portal tells of them: whether a helper can answer by themselves. Neither name nor login.
create table helper_accounts (
    account uuid not null,
    -- Null where the account is no helper's any more.
    helper uuid,
    active boolean not null,
    version bigint not null,
    constraint helper_accounts_key primary key (account)
);

create index helper_accounts_by_helper on helper_accounts (helper);

-- Seen by whoever sees the helper.
alter table helper_accounts enable row level security;
alter table helper_accounts force row level security;
create policy of_a_helper on helper_accounts for select
    using (exists (select from helpers where helpers.id = helper_accounts.helper));
create policy service on helper_accounts using ((select scope_kind()) = 'service');
