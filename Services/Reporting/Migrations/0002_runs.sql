-- A statistical form filled in for a period and an organisation, a province or the country.
create table report_runs (
    id uuid not null,
    form text not null,
    period text not null,
    subject text not null,
    organisation uuid,
    -- Of the organisation, or the one reported on.
    province text,
    whole_period boolean not null,
    counted_from date not null,
    counted_to date not null,
    -- The instant whose facts are counted.
    as_of timestamptz not null,
    status text not null,
    jobs int,
    jobs_done int not null default 0,
    cells jsonb,
    error text,
    requested_by text not null,
    requested_by_name text not null,
    requested_at timestamptz not null,
    finished_at timestamptz,
    constraint report_runs_key primary key (id),
    constraint report_runs_subject_known check (subject in ('organisation', 'province', 'country')),
    constraint report_runs_subject_named
        check ((subject = 'organisation') = (organisation is not null) and (subject = 'country') = (province is null)),
    constraint report_runs_status_known check (status in ('queued', 'running', 'done', 'failed')),
    constraint report_runs_done_with_cells check ((status = 'done') = (cells is not null)),
    constraint report_runs_never_overdone check (jobs_done <= jobs)
);

create index report_runs_newest on report_runs (requested_at desc, id desc);
create index report_runs_of_organisation on report_runs (organisation, requested_at desc, id desc);
create index report_runs_unplanned on report_runs (requested_at) where status = 'queued';

alter table report_runs enable row level security;
alter table report_runs force row level security;
create policy tenant on report_runs for select using (organisation = any (array(select scope_organisations())));
create policy tenant_starts on report_runs for insert with check (organisation = any (array(select scope_organisations())));
create policy province on report_runs for select using (province = (select scope_province()));
create policy province_starts on report_runs for insert with check (province = (select scope_province()));
create policy country on report_runs for select using ((select scope_kind()) = 'country');
create policy country_starts on report_runs for insert with check ((select scope_kind()) = 'country');
create policy service on report_runs using ((select scope_kind()) = 'service');

-- The parts of a run that workers count: an organisation, or a province's cases whose bucket lies between two numbers.
create table report_jobs (
    id uuid not null,
    run uuid not null,
    organisation uuid,
    province text,
    first_bucket smallint not null,
    last_bucket smallint not null,
    status text not null default 'waiting',
    cells jsonb,
    attempts int not null default 0,
    last_error text,
    -- When it may be sent to the queue (again), when it was, and how often.
    send_after timestamptz not null default now(),
    sends int not null default 0,
    finished_at timestamptz,
    constraint report_jobs_key primary key (id),
    constraint report_jobs_of_a_run foreign key (run) references report_runs (id),
    constraint report_jobs_part_once unique nulls not distinct (run, organisation, province, first_bucket),
    constraint report_jobs_status_known check (status in ('waiting', 'done', 'failed')),
    constraint report_jobs_done_with_cells check ((status = 'done') = (cells is not null))
);

create index report_jobs_to_send on report_jobs (send_after) where status = 'waiting';

alter table report_jobs enable row level security;
alter table report_jobs force row level security;
create policy service on report_jobs using ((select scope_kind()) = 'service');
