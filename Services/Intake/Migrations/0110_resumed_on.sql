-- Since when the work on a case has last gone on again: it does not rest before that day.
alter table cases add column resumed_on date;

select set_config('app.scope', 'service', true);

update cases
set resumed_on = latest.day
from (
    select case_id, max((details ->> 'date')::date) as day
    from timeline
    where kind in ('resumed', 'reopened')
    group by case_id
) as latest
where latest.case_id = cases.id;
