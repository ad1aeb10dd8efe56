-- Clients who asked for another helper (circular 12/2018, Điều 9.1), told by intake.helper-change-recorded.v1: by when the organisation answers, and whether it
-- has. Only this service's own work reads it.
create table helper_changes (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    due_on date not null,
    -- Null while it waits.
    answered_on date,
    version bigint not null,
    -- When the answer may be late, by the legal clock; null where that was seen to, or is not awaited any more.
    look_at timestamptz,
    -- The latest that was raised of it.
    alert uuid,
    constraint helper_changes_key primary key (id)
);

create index helper_changes_to_look_at on helper_changes (look_at) where look_at is not null;
create index helper_changes_waiting on helper_changes (case_id) where answered_on is null;

alter table helper_changes enable row level security;
alter table helper_changes force row level security;
create policy service on helper_changes using ((select scope_kind()) = 'service');

alter table alerts
    drop constraint alerts_kind_known,
    add constraint alerts_kind_known check (kind in ('case-stalled', 'change-late')),
    -- The day by which its suspended case was to go on.
    add column suspended_until date,
    -- The last day for what is late.
    add column due_on date,
    add column closed_because text,
    add constraint alerts_due_where_late check ((kind = 'change-late') = (due_on is not null)),
    add constraint alerts_closed_because_known check (closed_because in ('moving', 'suspended', 'ended', 'answered'));
