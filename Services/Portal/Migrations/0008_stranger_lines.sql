-- How often within an hour something was done that strangers can do without limit, by account or address (as digest): the audit trail has a line of
-- the first, the tenth, the hundredth and so on, and not one of each.
create table stranger_lines (
    subject bytea not null,
    hour timestamptz not null,
    times bigint not null,
    constraint stranger_lines_key primary key (subject)
);

create index stranger_lines_by_hour on stranger_lines (hour);

alter table stranger_lines enable row level security;
alter table stranger_lines force row level security;
create policy service on stranger_lines using ((select scope_kind()) = 'service');
