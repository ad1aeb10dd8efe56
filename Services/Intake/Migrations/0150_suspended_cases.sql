-- Where a suspended case stood before it was suspended: there it goes on.
alter table cases
    add column suspended_from text,
    add constraint cases_suspended_from_known check (suspended_from in ('registered', 'assigned', 'under_way'));

select set_config('app.scope', 'service', true);
update cases
set suspended_from = case when last_progress_on is not null then 'under_way' when helper is null then 'registered' else 'assigned' end
where state = 'suspended';

-- A suspended case is not over: it counts among the open ones.
drop index cases_open;
drop index cases_open_by_place;
create index cases_open on cases (organisation, registered_at desc, id desc)
    include (province, helper, state, stalled, missing_papers, papers_due_on, next_on)
    where state in ('registered', 'assigned', 'under_way', 'suspended');
create index cases_open_by_place on cases (province, organisation)
    include (helper, state, stalled, missing_papers, papers_due_on, next_on)
    where state in ('registered', 'assigned', 'under_way', 'suspended');

create or replace function case_search_row(entry cases, request requests) returns case_search
    language sql stable
begin atomic
    select
        entry.id, entry.organisation, entry.province, entry.registered_at,
        ' ' || name_key(concat_ws(' ', entry.code, entry.client_name, request.client_identity_number, entry.helper_name)) || ' | '
            || normalize(lower(concat_ws(' | ', entry.client_name, entry.helper_name)), nfc),
        array[
            'o:' || entry.organisation, 'p:' || entry.province, 's:' || entry.state, 'f:' || entry.form, 'd:' || entry.field,
            'h:' || coalesce(entry.helper::text, 'none'),
            case when entry.state in ('registered', 'assigned', 'under_way', 'suspended') then 'w:open' else 'w:over' end,
            case when entry.state in ('registered', 'assigned', 'under_way') then 'w:moving' else 'w:still' end,
            case when entry.stalled then 'l:stalled' else 'l:moving' end,
            case when entry.missing_papers > 0 then 'm:incomplete' else 'm:complete' end
        ] || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
        entry.accepted_on, entry.papers_due_on, entry.next_on;
end;

update case_search as kept
set tags = row.tags
from cases
left join requests on requests.id = cases.request
cross join lateral case_search_row(cases, requests) as row
where kept.id = cases.id and cases.state in ('registered', 'assigned', 'under_way', 'suspended');
