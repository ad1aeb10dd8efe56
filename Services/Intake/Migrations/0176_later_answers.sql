-- What became later of what its receiver passed on: whoever passed it on before is told too, as far as it has come.
alter table transfers
    -- How often it had been passed on then.
    add column later_passing int,
    -- Who decided, and what.
    add column later_by text,
    add column later_outcome text,
    add column later_on date,
    add column later_code text,
    add column later_receiver text,
    add constraint transfers_later_outcome_known check (later_outcome in ('registered', 'refused', 'passed_on')),
    add constraint transfers_later_whole check (
        (later_outcome is null) = (later_by is null) and (later_outcome is null) = (later_on is null) and (later_outcome is null) = (later_passing is null)),
    add constraint transfers_later_after_passing check (later_outcome is null or outcome is null or outcome = 'passed_on');

-- What had been decided before this was kept.
select set_config('app.scope', 'service', true);
with recursive later as (
    select transfers.request as before, next.request, next.title, next.outcome, next.answered_on, next.answer_code, next.answer_receiver, next.passing
    from transfers join transfers as next on next.sender_request = transfers.request and next.sender_case is null
    union all
    select later.before, next.request, next.title, next.outcome, next.answered_on, next.answer_code, next.answer_receiver, next.passing
    from later join transfers as next on next.sender_request = later.request and next.sender_case is null
)
update transfers
set later_passing = last.passing, later_by = last.title, later_outcome = last.outcome, later_on = last.answered_on, later_code = last.answer_code,
    later_receiver = last.answer_receiver
from (select distinct on (before) * from later where outcome is not null order by before, passing desc) as last
where last.before = transfers.request;
