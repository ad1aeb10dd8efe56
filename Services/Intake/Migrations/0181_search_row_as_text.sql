-- As 0046: a body that is text lets PostgreSQL 15.20 and later change the tables whose rows it takes. Put in line as before (0177).
create or replace function case_search_row(entry cases, request requests) returns setof case_search
    language sql stable
as $$
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
        ] || case when entry.change_due_on is not null then array['a:change'] else '{}' end
            || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
        entry.accepted_on, entry.papers_due_on, entry.next_on
$$;
