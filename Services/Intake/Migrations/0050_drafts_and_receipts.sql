-- Requests that were begun and not sent: a member of staff's, found by their account, or one of the public's, found by a code of which only the digest
-- is kept. Nothing of them is told to anybody; they end by themselves.
create table request_drafts (
    id uuid not null,
    owner text,
    organisation uuid,
    form_key uuid,
    code_digest bytea,
    title text,
    fields jsonb not null,
    begun_at timestamptz not null,
    saved_at timestamptz not null,
    expires_at timestamptz not null,
    constraint request_drafts_key primary key (id),
    constraint request_drafts_form_once unique (owner, form_key),
    constraint request_drafts_code_once unique (code_digest),
    constraint request_drafts_of_somebody check ((owner is null) = (code_digest is not null))
);

create index request_drafts_of_owner on request_drafts (owner, saved_at desc) where owner is not null;
create index request_drafts_ending on request_drafts (expires_at);

-- The public's have no organisation: only the service itself reaches them, by their code.
alter table request_drafts enable row level security;
alter table request_drafts force row level security;
create policy tenant on request_drafts using (organisation = any (array(select scope_organisations())));
create policy service on request_drafts using ((select scope_kind()) = 'service');

-- What the public asks after a request with: a number, and a secret of which only the digest is kept.
create table request_receipts (
    request uuid not null,
    organisation uuid not null,
    province text not null,
    number text not null,
    secret_digest bytea not null,
    given_at timestamptz not null,
    constraint request_receipts_key primary key (request),
    constraint request_receipts_of_a_request foreign key (request) references requests (id),
    constraint request_receipts_number_once unique (number),
    constraint request_receipts_secret_once unique (secret_digest)
);

alter table request_receipts enable row level security;
alter table request_receipts force row level security;
create policy tenant on request_receipts using (organisation = any (array(select scope_organisations())));
create policy province on request_receipts for select using (province = (select scope_province()));
create policy country on request_receipts for select using ((select scope_kind()) = 'country');
create policy service on request_receipts using ((select scope_kind()) = 'service');

alter table requests
    -- The notice of a procedural body (Law 11/2017, Điều 31.3; joint circular 10/2018, Điều 7.2): whose, its number, and when it was given.
    add column notice_body text,
    add column notice_number text,
    add column notice_given_at timestamptz,
    -- Why it is another request than those that it looks like, and which these were.
    add column distinct_reason text,
    add column distinct_from uuid[] not null default '{}',
    -- Kinds of the papers that were shown as proof (circular 08/2017, Điều 33).
    add column papers_shown text[] not null default '{}';

-- The same person under another spelling.
create index requests_by_identity on requests (client_identity_number) where client_identity_number is not null;
