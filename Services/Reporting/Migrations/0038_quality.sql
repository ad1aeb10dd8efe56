-- Rounds of quality that are over (circular 12/2018, Điều 14–17), as Intake told of them. Rows are never changed: a count of an instant reads what had been
-- heard by then.
create table quality_rounds (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    helper uuid,
    -- The mean of the reviewers, of 100.
    total double precision not null,
    -- From the rule pack.
    grade text not null,
    recorded_on date not null,
    heard_at timestamptz not null,
    constraint quality_rounds_key primary key (id),
    constraint quality_rounds_kind_known check (kind in ('appraisal', 'evaluation'))
);

create index quality_rounds_by_organisation on quality_rounds (organisation, recorded_on);
create index quality_rounds_by_province on quality_rounds (province, recorded_on);
create index quality_rounds_by_helper on quality_rounds (helper) where helper is not null;

alter table quality_rounds enable row level security;
alter table quality_rounds force row level security;
create policy tenant on quality_rounds for select using (organisation = any (array(select scope_organisations())));
create policy province on quality_rounds for select using (province = (select scope_province()));
create policy country on quality_rounds for select using ((select scope_kind()) = 'country');
create policy service on quality_rounds using ((select scope_kind()) = 'service');

-- Which criteria of success a case was found to meet (Điều 14.1); the latest finding that had been heard of holds.
create table success_findings (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    helper uuid,
    criteria text[] not null,
    found_at timestamptz not null,
    heard_at timestamptz not null,
    constraint success_findings_key primary key (id)
);

create index success_findings_by_case on success_findings (case_id, found_at desc, id desc);
create index success_findings_by_helper on success_findings (helper) where helper is not null;

alter table success_findings enable row level security;
alter table success_findings force row level security;
create policy tenant on success_findings for select using (organisation = any (array(select scope_organisations())));
create policy province on success_findings for select using (province = (select scope_province()));
create policy country on success_findings for select using ((select scope_kind()) = 'country');
create policy service on success_findings using ((select scope_kind()) = 'service');

-- What helpers are called, told by assignment.helper-changed.v1. Whoever sees a round or a finding sees whose it is, wherever the helper belongs.
create table helpers (
    id uuid not null,
    name text not null,
    version bigint not null,
    constraint helpers_key primary key (id)
);

alter table helpers enable row level security;
alter table helpers force row level security;
create policy judged on helpers for select
    using (exists (select from quality_rounds where helper = helpers.id) or exists (select from success_findings where helper = helpers.id));
create policy service on helpers using ((select scope_kind()) = 'service');
