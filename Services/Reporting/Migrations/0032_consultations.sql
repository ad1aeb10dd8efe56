-- Simple questions that were answered at once (việc trợ giúp pháp lý; circular 12/2018, Điều 8.2), as Intake told of them: counted, and nothing more.
create table consultations (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    channel text not null,
    field text not null,
    gender text not null,
    given_on date not null,
    constraint consultations_key primary key (id)
);

create index consultations_by_organisation on consultations (organisation, given_on) include (field, province);
create index consultations_by_province on consultations (province, given_on) include (field, organisation);

alter table consultations enable row level security;
alter table consultations force row level security;
create policy tenant on consultations for select using (organisation = any (array(select scope_organisations())));
create policy province on consultations for select using (province = (select scope_province()));
create policy country on consultations for select using ((select scope_kind()) = 'country');
create policy service on consultations using ((select scope_kind()) = 'service');
