-- The states that a case can be in (``CaseTransitions``): tạm dừng, chuyển, lưu trữ beside those before.
alter table cases
    drop constraint cases_state_known,
    add constraint cases_state_known check (
        state in ('registered', 'assigned', 'under_way', 'suspended', 'finished', 'stopped', 'handed_over', 'transferred', 'archived')),
    -- Since when and why the work rests, and when it is expected to go on.
    add column suspended_on date,
    add column suspension_ground text,
    add column expected_on date,
    -- When the dossier went into the archive, and where it lies there (Law 11/2017, Điều 39.2).
    add column archived_on date,
    add column archive_place text,
    add constraint cases_suspended_whole check ((suspended_on is null) = (suspension_ground is null)),
    add constraint cases_archived_whole check ((archived_on is null) = (archive_place is null));

-- What one organisation passed on to another: at the receiver a request, at the sender a request or a case that is over there. Both see the row; only the
-- service writes it, in the transaction that writes at both.
create table transfers (
    request uuid not null,
    organisation uuid not null,
    province text not null,
    title text not null,
    sender uuid not null,
    sender_province text not null,
    sender_title text not null,
    sender_request uuid not null,
    sender_case uuid,
    sender_code text,
    ground text not null,
    note text,
    -- The papers that the sender has: kind and title of each.
    papers jsonb not null,
    at timestamptz not null,
    by text not null,
    constraint transfers_key primary key (request),
    constraint transfers_once unique (sender_request),
    constraint transfers_of_a_request foreign key (request) references requests (id),
    constraint transfers_from_a_request foreign key (sender_request) references requests (id),
    constraint transfers_to_another check (organisation <> sender)
);

alter table transfers enable row level security;
alter table transfers force row level security;
create policy tenant on transfers for select
    using (organisation = any (array(select scope_organisations())) or sender = any (array(select scope_organisations())));
create policy province on transfers for select
    using (province = (select scope_province()) or sender_province = (select scope_province()));
create policy country on transfers for select using ((select scope_kind()) = 'country');
create policy service on transfers using ((select scope_kind()) = 'service');
