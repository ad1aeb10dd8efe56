-- What the list of actual time asks of an entry (bảng kê thời gian thực tế; circular 02/2021, Điều 3.3, 4.3, 5.3, 7.2): how long, with what result, and
-- who confirmed it. A correction is a row of its own, beside the one that it corrects, which stays.
alter table progress
    add column minutes int,
    add column result text,
    add column confirmed_by text,
    add column helper_name text,
    add column helper_kind text,
    -- The row that this one corrects, and when the work was first entered.
    add column corrects uuid,
    add column first_entered_at timestamptz,
    -- Set where it holds no longer: corrected by another row, or withdrawn.
    add column superseded_at timestamptz,
    add column superseded_by text,
    add column superseded_reason text,
    add constraint progress_corrects_an_entry foreign key (corrects) references progress (id),
    add constraint progress_minutes_of_a_day check (minutes between 1 and 1440),
    add constraint progress_superseded_with_reason
        check ((superseded_at is null) = (superseded_by is null) and (superseded_at is null) = (superseded_reason is null));

-- An entry is corrected once; its correction may be corrected again.
create unique index progress_corrected_once on progress (corrects) where corrects is not null;

select set_config('app.scope', 'service', true);
update progress set first_entered_at = entered_at;
update progress
set helper_name = cases.helper_name, helper_kind = cases.helper_kind
from cases
where cases.id = progress.case_id and cases.helper = progress.helper;

alter table progress alter column first_entered_at set not null;
