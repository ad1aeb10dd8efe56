-- The days of which the other services were told that they are complete.
create table sealed_days (
    day date not null,
    sealed_at timestamptz not null,
    constraint sealed_days_key primary key (day)
);

-- What was told of each: compared later with what the day holds then.
create table seals (
    day date not null,
    organisation uuid not null,
    events bigint not null,
    sha256 text not null,
    constraint seals_key primary key (day, organisation)
);

alter table sealed_days enable row level security;
alter table sealed_days force row level security;
create policy relay on sealed_days using ((select scope_kind()) = 'service');

alter table seals enable row level security;
alter table seals force row level security;
create policy relay on seals using ((select scope_kind()) = 'service');
