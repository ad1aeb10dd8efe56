-- Who had a case and has it no longer: their calendars still tell that its hearings are not theirs.
create table former_helpers (
    case_id uuid not null,
    helper uuid not null,
    organisation uuid not null,
    province text not null,
    -- When it went to somebody else; null where it has come back.
    until timestamptz,
    -- How often it went and came back: what SEQUENCE of RFC 5545 counts beside the hearing's own changes.
    changes bigint not null,
    constraint former_helpers_key primary key (case_id, helper),
    constraint former_helpers_of_a_case foreign key (case_id) references cases (id)
);

create index former_helpers_by_helper on former_helpers (helper);

alter table former_helpers enable row level security;
alter table former_helpers force row level security;
create policy tenant on former_helpers using (organisation = any (array(select scope_organisations())));
create policy province on former_helpers for select using (province = (select scope_province()));
create policy country on former_helpers for select using ((select scope_kind()) = 'country');
create policy service on former_helpers using ((select scope_kind()) = 'service');
