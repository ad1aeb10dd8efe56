-- This service's own copy of the helpers, told by assignment.helper-changed.v1: whom to write to.
create table helpers (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    name text not null,
    email text,
    active boolean not null,
    version bigint not null,
    constraint helpers_key primary key (id)
);

alter table helpers enable row level security;
alter table helpers force row level security;
create policy tenant on helpers for select using (organisation = any (array(select scope_organisations())));
create policy province on helpers for select using (province = (select scope_province()));
create policy country on helpers for select using ((select scope_kind()) = 'country');
create policy service on helpers using ((select scope_kind()) = 'service');

-- The cases whose clock runs. A row without a code is one of which only a later message has been heard so far.
create table cases (
    id uuid not null,
    organisation uuid not null,
    province text,
    code text,
    helper uuid,
    assignment_version bigint not null default 0,
    -- The message that began the present wait for a helper; null where there is a helper, or nobody has looked yet.
    waiting_spell uuid,
    state text not null default 'registered',
    state_version bigint not null default 0,
    papers_required int,
    papers_present int,
    dossier_version bigint not null default 0,
    -- The latest of acceptance, registration, assignment, work and papers; whatever the order in which they are told.
    last_movement_on date,
    -- The first day on which the case stands still; null where its clock does not run: ended, or stalled already.
    stalls_on date,
    -- How many messages of this service told of the case.
    told bigint not null default 0,
    constraint cases_key primary key (id),
    constraint cases_state_known check (state in ('registered', 'assigned', 'under_way', 'finished', 'stopped', 'handed_over'))
);

create index cases_to_stall on cases (stalls_on) where stalls_on is not null;
create index cases_by_helper on cases (helper);

alter table cases enable row level security;
alter table cases force row level security;
create policy tenant on cases for select using (organisation = any (array(select scope_organisations())));
create policy province on cases for select using (province = (select scope_province()));
create policy country on cases for select using ((select scope_kind()) = 'country');
create policy service on cases using ((select scope_kind()) = 'service');
