-- The days of the trail that were dropped when their time was over: where the chain goes on from, signed.
create table trail_roots (
    -- The last block of the day.
    number bigint not null,
    day date not null,
    entries bigint not null,
    token text not null,
    dropped_at timestamptz not null,
    constraint trail_roots_key primary key (number)
);

alter table trail_roots enable row level security;
alter table trail_roots force row level security;
create policy service on trail_roots using ((select scope_kind()) = 'service');
