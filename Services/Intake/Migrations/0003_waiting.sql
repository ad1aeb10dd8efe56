-- What an open case waits for, kept beside it: home pages and lists count by index, however many cases are on record.
alter table cases
    -- Papers of the dossier that have not come, and the first day on which one of them is due.
    add column missing_papers int not null default 0,
    add column papers_due_on date,
    -- What the latest entry of work says is to be done next, and on which day.
    add column next_step text,
    add column next_on date;

-- Buổi sáng, buổi chiều: the half of the day on which work was done, where that was said.
alter table progress
    add column half text,
    add constraint progress_half_known check (half in ('morning', 'afternoon'));

select set_config('app.scope', 'service', true);
update cases
set missing_papers = dossier.missing, papers_due_on = dossier.due_on
from (
    select case_id, count(*) as missing, min(due_on) as due_on from dossier_papers where attachment is null group by case_id
) as dossier
where dossier.case_id = cases.id;
update cases
set next_step = latest.next_step, next_on = latest.next_on
from (select distinct on (case_id) case_id, next_step, next_on from progress order by case_id, entered_at desc) as latest
where latest.case_id = cases.id;

-- Open cases of a tenant, the newest first, with all that is counted of them; and by province and organisation for those who oversee.
-- The columns that the policies ask for stand in each index, so that counting need not read the table.
create index cases_open on cases (organisation, registered_at desc, id desc)
    include (province, helper, stalled, missing_papers, papers_due_on, next_on)
    where state in ('registered', 'assigned', 'under_way');
create index cases_open_by_place on cases (province, organisation)
    include (helper, stalled, missing_papers, papers_due_on, next_on)
    where state in ('registered', 'assigned', 'under_way');
-- How many began and ended in each month.
create index cases_begun on cases (organisation, accepted_on) include (province);
create index cases_ended on cases (organisation, ended_on) include (province) where ended_on is not null;

-- Requests that wait for an answer or a supplement.
create index requests_waiting on requests (organisation, received_at, id) include (province, state)
    where state in ('received', 'supplement_asked');
