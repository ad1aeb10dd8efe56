-- Every case that was opened, and who has it.
create table assignments (
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    code text not null,
    form text not null,
    field text not null,
    matter uuid not null,
    accepted_on date not null,
    urgent boolean not null,
    opened_at timestamptz not null,
    state text not null,
    helper uuid,
    helper_name text,
    helper_kind text,
    -- The helper who had the case before.
    previous uuid,
    automatic boolean not null default true,
    assigned_at timestamptz,
    -- What the case adds to its helper's load, in points.
    weight double precision not null,
    explanation jsonb,
    decision_number text,
    decision_date date,
    decision_signer text,
    -- When a helper was last looked for.
    tried_at timestamptz,
    closed_at timestamptz,
    closed_by text,
    -- Counts every change; messages counts those that were told.
    version bigint not null default 1,
    messages bigint not null default 0,
    constraint assignments_key primary key (case_id),
    constraint assignments_organisation_known foreign key (organisation) references organisations (id),
    constraint assignments_helper_known foreign key (helper) references helpers (id),
    constraint assignments_state_known check (state in ('waiting', 'proposed', 'offered', 'accepted')),
    constraint assignments_helper_unless_waiting check ((state = 'waiting') = (helper is null)),
    constraint assignments_closed_by_known check (closed_by in ('finished', 'stopped', 'handed_over'))
);

create index assignments_load on assignments (helper) include (weight) where closed_at is null;
create index assignments_waiting on assignments (tried_at) where state = 'waiting' and closed_at is null;
create index assignments_board on assignments (organisation, state, opened_at, case_id) where closed_at is null;

alter table assignments enable row level security;
alter table assignments force row level security;
create policy tenant on assignments using (organisation = any (array(select scope_organisations())));
create policy province on assignments for select using (province = (select scope_province()));
create policy country on assignments for select using ((select scope_kind()) = 'country');
create policy service on assignments using ((select scope_kind()) = 'service');

-- What the conflict search found when a case was registered (Law 11/2017, Điều 25.2a). No names.
create table conflicts (
    case_id uuid not null,
    other_case uuid not null,
    verdict text not null,
    score double precision not null,
    organisation uuid not null,
    province text not null,
    constraint conflicts_key primary key (case_id, other_case)
);

create index conflicts_by_other on conflicts (other_case);

alter table conflicts enable row level security;
alter table conflicts force row level security;
create policy tenant on conflicts using (organisation = any (array(select scope_organisations())));
create policy province on conflicts for select using (province = (select scope_province()));
create policy country on conflicts for select using ((select scope_kind()) = 'country');
create policy service on conflicts using ((select scope_kind()) = 'service');

-- Each time a case was given to a helper, and what came of it.
create table offers (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    helper uuid not null,
    helper_name text not null,
    automatic boolean not null,
    -- Who picked by hand, and why.
    picked_by text,
    reason text,
    offered_at timestamptz not null,
    accepted_at timestamptz,
    -- How it ended, if it has: by refusal or by another helper's taking over.
    ended_at timestamptz,
    ending text,
    ground text,
    note text,
    explanation jsonb,
    constraint offers_key primary key (id),
    constraint offers_case_known foreign key (case_id) references assignments (case_id),
    constraint offers_helper_known foreign key (helper) references helpers (id),
    constraint offers_ending_known check (ending in ('refused', 'replaced'))
);

create unique index offers_one_at_a_time on offers (case_id) where ended_at is null;
create index offers_by_case on offers (case_id, offered_at);
create index offers_by_helper on offers (helper, offered_at);

alter table offers enable row level security;
alter table offers force row level security;
create policy tenant on offers using (organisation = any (array(select scope_organisations())));
create policy province on offers for select using (province = (select scope_province()));
create policy country on offers for select using ((select scope_kind()) = 'country');
create policy service on offers using ((select scope_kind()) = 'service');

-- The written decisions that assign or replace a helper (Law 11/2017, Điều 31.2, 33.2; forms 06, 07 and TP-TGPL-14, 15).
create table decisions (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    helper uuid not null,
    number text not null,
    date date not null,
    signer text not null,
    issued_by text not null,
    issued_at timestamptz not null,
    constraint decisions_key primary key (id),
    constraint decisions_case_known foreign key (case_id) references assignments (case_id)
);

create index decisions_by_case on decisions (case_id, issued_at);

alter table decisions enable row level security;
alter table decisions force row level security;
create policy tenant on decisions using (organisation = any (array(select scope_organisations())));
create policy province on decisions for select using (province = (select scope_province()));
create policy country on decisions for select using ((select scope_kind()) = 'country');
create policy service on decisions using ((select scope_kind()) = 'service');
