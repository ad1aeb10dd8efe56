select set_config('app.scope', 'service', true);
-- A second factor that is not confirmed is kept nowhere any more: its form carries it along, sealed.
delete from second_factors where confirmed_at is null;
alter table second_factors alter column confirmed_at set not null;

-- When the person of a session last showed who they are: what decides about ways in takes it again (OWASP ASVS 5.0, V7.5.1).
alter table sessions add column confirmed_at timestamptz;
update sessions set confirmed_at = created_at;
alter table sessions alter column confirmed_at set not null;

-- The browser that asked for a link to choose a password anew, as the hash of its cookie; null where somebody else had it sent.
alter table account_links add column browser_sha256 bytea;
-- What one browser asks for takes nothing away from another.
alter table account_links drop constraint account_links_one_an_account;
alter table account_links add constraint account_links_one_a_browser unique nulls not distinct (account, browser_sha256);

-- Where sign-ins came from. Beside the audit trail and not in it: an address is the person's own, and goes when its time is over, while the trail's
-- chain stays whole.
create table sign_in_places (
    id uuid not null,
    at timestamptz not null,
    -- Null where no account is known by what was typed.
    account uuid,
    what text not null,
    address inet,
    browser text,
    -- Of the audit trail's line.
    reference text not null,
    constraint sign_in_places_key primary key (id),
    constraint sign_in_places_account foreign key (account) references accounts (id) on delete cascade
);

create index sign_in_places_of_account on sign_in_places (account, at desc);
create index sign_in_places_by_reference on sign_in_places (reference);
create index sign_in_places_by_age on sign_in_places (at);

alter table sign_in_places enable row level security;
alter table sign_in_places force row level security;
create policy service on sign_in_places using ((select scope_kind()) = 'service');
