-- From when the law's time for naming a helper runs (Law 11/2017, Điều 31.2, 33.2): the instant at which the case was written into the register
-- (circular 12/2018, Điều 5.2) where the limit counts hours, the day of acceptance where it counts days. It runs anew when a helper who was named
-- by a decision goes.
alter table assignments
    add column held timestamptz,
    add column accepted_at_once boolean not null default false,
    add column clock_at timestamptz,
    add column clock_on date;

select set_config('app.scope', 'service', true);

-- The id of a case was made when it was registered: its first 48 bits are that instant, in milliseconds.
update assignments
set clock_at = to_timestamp(('x0000' || left(replace(case_id::text, '-', ''), 12))::bit(64)::bigint / 1000.0), clock_on = accepted_on;

update assignments
set clock_at = assigned_at, clock_on = (assigned_at at time zone 'Asia/Ho_Chi_Minh')::date
where assigned_at is not null and decision_number is null and exists (select from decisions where decisions.case_id = assignments.case_id);

alter table assignments
    alter column clock_at set not null,
    alter column clock_on set not null;
