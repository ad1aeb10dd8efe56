-- A case can end by going to another organisation.
alter table cases
    drop constraint cases_ending_known,
    add constraint cases_ending_known check (ending in ('finished', 'stopped', 'transferred'));
