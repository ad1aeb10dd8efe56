-- When a helper is expected, and where: court sittings and other appointments of a case, to the minute.
create table hearings (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    place text not null,
    note text,
    state text not null,
    outcome text,
    -- The hearing that was adjourned to this one.
    follows uuid,
    entered_by text not null,
    entered_at timestamptz not null,
    changed_at timestamptz not null,
    -- Counts every change: the ETag, and with it the SEQUENCE of RFC 5545.
    version bigint not null,
    constraint hearings_key primary key (id),
    constraint hearings_of_a_case foreign key (case_id) references cases (id),
    constraint hearings_follow_a_hearing foreign key (follows) references hearings (id),
    constraint hearings_state_known check (state in ('scheduled', 'held', 'adjourned', 'withdrawn')),
    constraint hearings_end_after_their_beginning check (ends_at > starts_at)
);

create index hearings_by_case on hearings (case_id, starts_at);
create index hearings_by_time on hearings (organisation, starts_at, id);
create index hearings_by_place_and_time on hearings (province, starts_at, id);

alter table hearings enable row level security;
alter table hearings force row level security;
create policy tenant on hearings using (organisation = any (array(select scope_organisations())));
create policy province on hearings for select using (province = (select scope_province()));
create policy country on hearings for select using ((select scope_kind()) = 'country');
create policy service on hearings using ((select scope_kind()) = 'service');

-- How a hearing stood before each change.
create table hearing_changes (
    hearing uuid not null,
    version bigint not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    place text not null,
    state text not null,
    changed_by text not null,
    changed_at timestamptz not null,
    constraint hearing_changes_key primary key (hearing, version),
    constraint hearing_changes_of_a_hearing foreign key (hearing) references hearings (id)
);

alter table hearing_changes enable row level security;
alter table hearing_changes force row level security;
create policy tenant on hearing_changes using (organisation = any (array(select scope_organisations())));
create policy province on hearing_changes for select using (province = (select scope_province()));
create policy country on hearing_changes for select using ((select scope_kind()) = 'country');
create policy service on hearing_changes using ((select scope_kind()) = 'service');

-- The secret address of a helper's calendar; the secret itself is not kept, only its digest.
create table calendar_feeds (
    id uuid not null,
    helper uuid not null,
    organisation uuid not null,
    province text not null,
    key_digest bytea not null,
    made_by text not null,
    made_at timestamptz not null,
    read_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    constraint calendar_feeds_key primary key (id),
    constraint calendar_feeds_secret_once unique (key_digest)
);

create unique index calendar_feeds_one_in_use on calendar_feeds (helper) where revoked_at is null;

alter table calendar_feeds enable row level security;
alter table calendar_feeds force row level security;
create policy tenant on calendar_feeds using (organisation = any (array(select scope_organisations())));
create policy service on calendar_feeds using ((select scope_kind()) = 'service');
