-- What was decided on each request, by whom, when and why (Law 11/2017, Điều 30, 35): one row a decision, never changed. The request itself has the last.
create table request_decisions (
    id uuid not null,
    request uuid not null,
    organisation uuid not null,
    province text not null,
    at timestamptz not null,
    state text not null,
    by text not null,
    -- The coded ground of a refusal or a transfer.
    reason text,
    note text,
    constraint request_decisions_key primary key (id),
    constraint request_decisions_of_a_request foreign key (request) references requests (id),
    constraint request_decisions_state_known check (state in ('supplement_asked', 'accepted', 'refused', 'transferred'))
);

create index request_decisions_by_request on request_decisions (request, at);

alter table request_decisions enable row level security;
alter table request_decisions force row level security;
create policy tenant on request_decisions using (organisation = any (array(select scope_organisations())));
create policy province on request_decisions for select using (province = (select scope_province()));
create policy country on request_decisions for select using ((select scope_kind()) = 'country');
create policy service on request_decisions using ((select scope_kind()) = 'service');

-- What had been decided before this was kept: the last decision of each.
select set_config('app.scope', 'service', true);
insert into request_decisions (id, request, organisation, province, at, state, by, reason, note)
select gen_random_uuid(), id, organisation, province, decided_at, state, decided_by, reason, note
from requests
where decided_at is not null and decided_by is not null and state <> 'received';
