-- The papers that are kept. The content lies in a file named by its SHA-256, once within one organisation.
create table attachments (
    id uuid not null,
    upload uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text,
    kind text not null,
    filename text not null,
    -- By its first bytes, never by what was claimed.
    content_type text not null,
    size bigint not null,
    sha256 text not null,
    uploader text not null,
    uploader_name text not null,
    uploader_role text not null,
    stored_at timestamptz not null,
    constraint attachments_key primary key (id),
    constraint attachments_one_an_upload unique (upload),
    constraint attachments_sha256_whole check (sha256 ~ '^[0-9a-f]{64}$')
);

create index attachments_by_case on attachments (case_id, id);

alter table attachments enable row level security;
alter table attachments force row level security;
create policy tenant on attachments using (organisation = any (array(select scope_organisations())));
create policy province on attachments for select using (province = (select scope_province()));
create policy country on attachments for select using ((select scope_kind()) = 'country');
create policy service on attachments using ((select scope_kind()) = 'service');
