-- What was heard of each case, from whichever message came first. Every part has the version of the message that told it, counted by its sender
-- (Intake or Assignment): what comes late never replaces what is newer. Handlers alone read and write it; reports read the facts below.
create table cases (
    id uuid not null,
    organisation uuid not null,
    opened_version bigint not null default 0,
    province text,
    code text,
    form text,
    field text,
    gender text,
    counted_as text,
    poor_and_ethnic_minority boolean,
    accepted_on date,
    ended_version bigint not null default 0,
    ending text,
    ended_on date,
    -- Whom Intake held to be the helper when the end was entered, and when that was.
    ended_helper uuid,
    ended_entered_at timestamptz,
    handed_over_version bigint not null default 0,
    handed_over_on date,
    decision_version bigint not null default 0,
    decision_number text,
    decision_on date,
    constraint cases_key primary key (id),
    constraint cases_ending_known check (ending in ('finished', 'stopped')),
    constraint cases_opened_whole check (opened_version = 0 or (province is not null and code is not null and form is not null
        and field is not null and gender is not null and counted_as is not null and poor_and_ethnic_minority is not null
        and accepted_on is not null)),
    constraint cases_ended_whole check ((ending is null) = (ended_on is null))
);

alter table cases enable row level security;
alter table cases force row level security;
create policy service on cases using ((select scope_kind()) = 'service');

-- Every helper a case has had, so that the one of its last day is known however late the messages come.
create table assignments (
    case_id uuid not null,
    version bigint not null,
    helper uuid not null,
    performer text not null,
    assigned_on date not null,
    entered_at timestamptz not null,
    constraint assignments_key primary key (case_id, version)
);

alter table assignments enable row level security;
alter table assignments force row level security;
create policy service on assignments using ((select scope_kind()) = 'service');

-- What reports count: one row for each state a case has been in, with the span in which this service held it to be so. A report reads the
-- rows of one instant, so that all its parts see the same, and its cells can be opened later. Rows are never changed but for their end.
create table facts (
    case_id uuid not null,
    since timestamptz not null,
    until timestamptz not null,
    organisation uuid not null,
    province text not null,
    bucket smallint not null generated always as (get_byte(uuid_send(case_id), 15)) stored,
    code text not null,
    form text not null,
    field text not null,
    gender text not null,
    counted_as text not null,
    poor_and_ethnic_minority boolean not null,
    accepted_on date not null,
    ending text,
    ended_on date,
    -- The helper of the last day, of a finished case.
    performer text,
    constraint facts_key primary key (case_id, since),
    constraint facts_span check (since < until),
    constraint facts_ended_after_acceptance check (ended_on >= accepted_on)
);

create unique index facts_current on facts (case_id) where until = 'infinity';
create index facts_by_province on facts (province, bucket);
create index facts_by_organisation on facts (organisation, accepted_on);

alter table facts enable row level security;
alter table facts force row level security;
create policy tenant on facts for select using (organisation = any (array(select scope_organisations())));
create policy province on facts for select using (province = (select scope_province()));
create policy country on facts for select using ((select scope_kind()) = 'country');
create policy service on facts using ((select scope_kind()) = 'service');
