-- What somebody must look at. At most one of a kind is raised for a case at a time; it is closed when the case moves or ends.
create table alerts (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    state text not null,
    last_movement_on date not null,
    working_days int not null,
    raised_at timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    closed_at timestamptz,
    version bigint not null default 1,
    constraint alerts_key primary key (id),
    constraint alerts_of_a_case foreign key (case_id) references cases (id),
    constraint alerts_kind_known check (kind in ('case-stalled')),
    constraint alerts_state_known check (state in ('open', 'acknowledged', 'closed'))
);

create unique index alerts_one_at_a_time on alerts (case_id, kind) where state <> 'closed';
create index alerts_newest on alerts (organisation, id desc);
create index alerts_by_case on alerts (case_id, id desc);

alter table alerts enable row level security;
alter table alerts force row level security;
create policy tenant on alerts using (organisation = any (array(select scope_organisations())));
create policy province on alerts for select using (province = (select scope_province()));
create policy country on alerts for select using ((select scope_kind()) = 'country');
create policy service on alerts using ((select scope_kind()) = 'service');
