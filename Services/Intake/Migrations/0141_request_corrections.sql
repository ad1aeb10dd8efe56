-- What stood in a request before somebody corrected or completed it, while it was undecided (Law 11/2017, Điều 29, 30.2).
create table request_corrections (
    id uuid not null,
    request uuid not null,
    organisation uuid not null,
    province text not null,
    field text not null,
    old text,
    new text,
    reason text not null,
    corrected_by text not null,
    corrected_at timestamptz not null,
    constraint request_corrections_key primary key (id),
    constraint request_corrections_of_a_request foreign key (request) references requests (id)
);

create index request_corrections_by_request on request_corrections (request, corrected_at);

alter table request_corrections enable row level security;
alter table request_corrections force row level security;
create policy tenant on request_corrections using (organisation = any (array(select scope_organisations())));
create policy province on request_corrections for select using (province = (select scope_province()));
create policy country on request_corrections for select using ((select scope_kind()) = 'country');
create policy service on request_corrections using ((select scope_kind()) = 'service');

-- The supplement that was asked for has come: the request is to be decided again.
alter table request_decisions
    drop constraint request_decisions_state_known,
    add constraint request_decisions_state_known check (state in ('received', 'supplement_asked', 'accepted', 'refused', 'transferred'));
