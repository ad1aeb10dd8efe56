-- The day on which the work on a case ended: it decides in which quota year an officer completed it.
alter table assignments add column ended_on date;
select set_config('app.scope', 'service', true);
update assignments set ended_on = (closed_at at time zone 'Asia/Ho_Chi_Minh')::date where closed_at is not null;

-- Litigation cases that a helper completed.
create index assignments_completed on assignments (helper, ended_on) include (organisation, province)
    where closed_by = 'finished' and form = 'litigation';
