-- Who of an identity provider's people has which account (OpenID Connect Core 1.0, 5.7: issuer and subject together name a person).
create table connected_persons (
    issuer text not null,
    subject text not null,
    account uuid not null,
    connected_at timestamptz not null,
    constraint connected_persons_key primary key (issuer, subject),
    constraint connected_persons_account foreign key (account) references accounts (id) on delete cascade,
    constraint connected_persons_one_an_account unique (account, issuer)
);

alter table connected_persons enable row level security;
alter table connected_persons force row level security;
create policy service on connected_persons using ((select scope_kind()) = 'service');

create index accounts_by_email on accounts (email) where email is not null;

alter table account_events drop constraint account_events_what_known;
alter table account_events add constraint account_events_what_known check (
    what in ('entered', 'changed', 'link-sent', 'password-chosen', 'deactivated', 'revived', 'handed-back', 'second-factor-set',
        'second-factor-removed', 'sessions-ended', 'helper-left', 'helper-moved', 'provider-connected', 'provider-disconnected'));
