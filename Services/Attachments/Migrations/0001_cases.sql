-- What this service knows of the cases, told by intake.case-opened.v1, assignment.case-assigned.v1 and the later case messages. A case never
-- closes to papers: those that show its end come after it. A row without a code is one of which only a later message has been heard so far.
create table cases (
    id uuid not null,
    organisation uuid not null,
    province text,
    code text,
    accepted_on date,
    state text not null default 'registered',
    state_version bigint not null default 0,
    missing text[] not null default '{}',
    dossier_version bigint not null default 0,
    helper uuid,
    assignment_version bigint not null default 0,
    constraint cases_key primary key (id),
    constraint cases_state_known check (state in ('registered', 'assigned', 'under_way', 'finished', 'stopped', 'handed_over'))
);

alter table cases enable row level security;
alter table cases force row level security;
create policy tenant on cases using (organisation = any (array(select scope_organisations())));
create policy province on cases for select using (province = (select scope_province()));
create policy country on cases for select using ((select scope_kind()) = 'country');
create policy service on cases using ((select scope_kind()) = 'service');
