-- PostgreSQL refuses, since the fixes of November 2026 (15.20), a column with a default to a table whose rows a function with a parsed body
-- (`begin atomic`) takes, which the migrations after this one would add. A body that is text is not looked at. From 0150 on the function is
-- another one, which 0181 writes as text.
do $migration$
begin
    if exists (select from pg_attribute where attrelid = 'cases'::regclass and attname = 'suspended_from') then
        return;
    end if;
    create or replace function case_search_row(entry cases, request requests) returns case_search
        language sql stable
    as $$
        select
            entry.id, entry.organisation, entry.province, entry.registered_at,
            ' ' || name_key(concat_ws(' ', entry.code, entry.client_name, request.client_identity_number, entry.helper_name)) || ' | '
                || normalize(lower(concat_ws(' | ', entry.client_name, entry.helper_name)), nfc),
            array[
                'o:' || entry.organisation, 'p:' || entry.province, 's:' || entry.state, 'f:' || entry.form, 'd:' || entry.field,
                'h:' || coalesce(entry.helper::text, 'none'),
                case when entry.state in ('registered', 'assigned', 'under_way') then 'w:open' else 'w:over' end,
                case when entry.stalled then 'l:stalled' else 'l:moving' end,
                case when entry.missing_papers > 0 then 'm:incomplete' else 'm:complete' end
            ] || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
            entry.accepted_on, entry.papers_due_on, entry.next_on
    $$;
end
$migration$;
