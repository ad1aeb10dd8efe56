-- The ledger of uploads: every one that was begun, and what became of it. `received` is what is on disk and synced; the file of an upload is
-- never shorter than that unless the disk lost something, and what it holds beyond it is cut off before the next byte is written.
create table uploads (
    id uuid not null,
    -- The case's; the uploader's as long as the case has not been heard of.
    organisation uuid not null,
    province text,
    -- Null for a part that will be joined into another upload.
    case_id uuid,
    case_known boolean not null,
    kind text,
    filename text,
    declared_sha256 text,
    -- As the client wrote it, to be given back.
    metadata text,
    shape text not null,
    parts uuid[] not null default '{}',
    -- Null where the length comes later.
    length bigint,
    received bigint not null default 0,
    state text not null,
    reason text,
    -- Known once all has been received.
    sha256 text,
    content_type text,
    attachment uuid,
    uploader text not null,
    uploader_name text not null,
    uploader_role text not null,
    helper uuid,
    created_at timestamptz not null,
    progressed_at timestamptz not null,
    expires_at timestamptz not null,
    -- Until when the case must have been heard of.
    case_due_at timestamptz not null,
    ended_at timestamptz,
    constraint uploads_key primary key (id),
    constraint uploads_shape_known check (shape in ('whole', 'partial', 'final')),
    constraint uploads_state_known check (state in ('receiving', 'received', 'joined', 'stored', 'rejected', 'expired', 'terminated')),
    constraint uploads_length_kept check (received >= 0 and received <= coalesce(length, received)),
    constraint uploads_for_a_case check (shape = 'partial' or (case_id is not null and kind is not null and filename is not null)),
    constraint uploads_whole_when_received check (state not in ('received', 'stored') or received = length)
);

create index uploads_by_case on uploads (case_id, id);
create index uploads_by_organisation on uploads (organisation, id);
create index uploads_by_province on uploads (province, id);
create index uploads_by_helper on uploads (helper, id);
create index uploads_expiring on uploads (expires_at) where state in ('receiving', 'received');
create index uploads_unclaimed on uploads (case_due_at) where not case_known and state in ('receiving', 'received');
create index uploads_to_finish on uploads (progressed_at) where state = 'received' and shape <> 'partial' and case_known;
create index uploads_to_join on uploads (progressed_at) where state = 'receiving' and shape = 'final';

alter table uploads enable row level security;
alter table uploads force row level security;
create policy tenant on uploads using (organisation = any (array(select scope_organisations())));
create policy province on uploads for select using (province = (select scope_province()));
create policy country on uploads for select using ((select scope_kind()) = 'country');
create policy service on uploads using ((select scope_kind()) = 'service');
