-- A case can rest: since when, as it was entered and as the law counts; and it can end by going to another organisation.
alter table assignments
    add column suspended_at timestamptz,
    add column suspended_on date,
    add constraint assignments_suspended_whole check ((suspended_at is null) = (suspended_on is null)),
    drop constraint assignments_closed_by_known,
    add constraint assignments_closed_by_known check (closed_by in ('finished', 'stopped', 'handed_over', 'transferred'));
