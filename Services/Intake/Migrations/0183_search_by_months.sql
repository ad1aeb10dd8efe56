-- Each case has the month of its registration among its tags. An index of words keeps what it has in the order in which rows lie, which is nearly that
-- of their time: what is asked together with some months is read of those months alone, however often its words stand in all the others.
create or replace function case_search_row(entry cases, request requests) returns setof case_search
    language sql stable
as $$
    select
        entry.id, entry.organisation, entry.province, entry.registered_at,
        ' ' || name_key(concat_ws(' ', entry.code, entry.client_name, request.client_identity_number, entry.helper_name)) || ' | '
            || normalize(lower(concat_ws(' | ', entry.client_name, entry.helper_name)), nfc),
        array[
            'o:' || entry.organisation, 'p:' || entry.province, 's:' || entry.state, 'f:' || entry.form, 'd:' || entry.field,
            'h:' || coalesce(entry.helper::text, 'none'), 't:' || to_char(entry.registered_at at time zone 'UTC', 'YYYYMM'),
            case when entry.state in ('registered', 'assigned', 'under_way', 'suspended') then 'w:open' else 'w:over' end,
            case when entry.state in ('registered', 'assigned', 'under_way') then 'w:moving' else 'w:still' end,
            case when entry.stalled then 'l:stalled' else 'l:moving' end,
            case when entry.missing_papers > 0 then 'm:incomplete' else 'm:complete' end
        ] || case when entry.change_due_on is not null then array['a:change'] else '{}' end
            || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
        entry.accepted_on, entry.papers_due_on, entry.next_on
$$;

update case_search set tags = tags || ('t:' || to_char(registered_at at time zone 'UTC', 'YYYYMM'));

-- The newest cases of the transaction's scope that have every tag of `every` and every word, each a pattern of LIKE, before a place in the list.
-- First among the newest rows, where what is frequent is found at once. If they do not fill the list, by the index of words and tags, some months at a
-- time from the newest on: as many as the newest rows promise to be needed, then four times as many, and again. Where an index finds many in those
-- months, there are many in fewer; where there are many in one month, they are read in the order of their time.
--
-- `unlike`: where it has patterns, cases that have all of them are left out.
create or replace function found_cases(
    every text[], patterns text[], unlike text[], accepted_from date, accepted_until date, papers_due_before date, next_before date,
    change_due_before date, before_time timestamptz, before_id uuid, wanted int
) returns table (found_id uuid)
    language plpgsql stable security definer rows 50
as $$
declare
    places uuid[];
    -- So many of the newest rows. Those of a country lie in the order of their time; those of a place are scattered, and dearer to look at.
    span int := greatest(2 * wanted, case when scope_kind() in ('country', 'service') then 2000 else 1000 end);
    many int := greatest(5000, 10 * wanted);
    sought text := case when cardinality(every) > 0 then 'tags @> $1' else 'true' end;
    before text := case when before_time is null then '' else ' and (registered_at, id) < ($6, $7)' end;
    -- The newest rows of the scope, of a range, so many of them.
    newest text;
    pattern text;
    examined bigint;
    earliest timestamptz;
    latest timestamptz;
    hits uuid[];
    -- The first days of the last of the months that are looked at, and of the first month that there is.
    month date;
    first_month date;
    months int;
    is_rest bool;
begin
    if scope_kind() = 'organisations' then
        places := array(select organisation from scope_organisations() as own (organisation));
        -- As many are read of each of them.
        span := greatest(2 * wanted, 1000 / greatest(cardinality(places), 1));
        sought := sought || format(' and tags && %L::text[]', array(select 'o:' || unnest(places)));
        newest := 'select one.* from scope_organisations() as place (organisation) cross join lateral (select * from case_search'
            || ' where case_search.organisation = place.organisation' || before || '%1$s order by registered_at desc, id desc %2$s) as one'
            || ' order by registered_at desc, id desc %2$s';
    elsif scope_kind() = 'province' then
        sought := sought || format(' and tags @> array[%L]', 'p:' || scope_province());
        newest := 'select * from case_search where province = scope_province()' || before || '%1$s order by registered_at desc, id desc %2$s';
    elsif scope_kind() in ('country', 'service') then
        newest := 'select * from case_search where true' || before || '%1$s order by registered_at desc, id desc %2$s';
    else
        return;
    end if;
    foreach pattern in array patterns loop
        sought := sought || format(' and words like %L', pattern);
    end loop;
    if cardinality(unlike) > 0 then
        sought := sought || ' and not (' || (select string_agg(format('words like %L', word), ' and ') from unnest(unlike) as word) || ')';
    end if;
    if accepted_from is not null then sought := sought || ' and accepted_on >= $2'; end if;
    if accepted_until is not null then sought := sought || ' and accepted_on <= $3'; end if;
    if papers_due_before is not null then sought := sought || ' and papers_due_on < $4'; end if;
    if next_before is not null then sought := sought || ' and next_on < $5'; end if;
    if change_due_before is not null then
        sought := sought || ' and id in (select late.id from cases as late where late.change_due_on < $8)';
    end if;

    execute 'with newest as materialized (' || format(newest, '', 'limit $10') || ')'
        || ' select count(*), min(registered_at), array(select id from newest where ' || sought
        || ' order by registered_at desc, id desc limit $9) from newest'
        into examined, earliest, hits
        using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted, span;
    if cardinality(hits) >= wanted or examined < span then
        return query select unnest(hits);
        return;
    end if;

    latest := least(before_time, (select max(registered_at) from case_search));
    month := date_trunc('month', latest at time zone 'UTC');
    first_month := date_trunc('month', (select min(registered_at) from case_search) at time zone 'UTC');
    -- A month has 2,629,746 seconds on average.
    months := least(100, greatest(1,
        ceil(extract(epoch from latest - earliest) / 2629746 * wanted / greatest(cardinality(hits), 1))));
    while wanted > 0 and month >= first_month loop
        -- More months are as quickly read as all of them.
        is_rest := months > 24 or month - make_interval(months => months - 1) <= first_month;
        -- Hits come in the order in which they lie: no more of them are read than tell that they are many.
        execute 'with hits as materialized (select id, registered_at from case_search where ' || sought || before
            || case when is_rest then ' and registered_at < $11' else ' and tags && $12' end || '),'
            || ' few as materialized (select * from hits limit $10)'
            || ' select (select count(*) from few), array(select id from few order by registered_at desc, id desc limit $9)'
            into examined, hits
            using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted, many,
                (month + interval '1 month') at time zone 'UTC',
                array(select to_char(month - make_interval(months => back), '"t:"YYYYMM') from generate_series(0, least(months, 24) - 1) as back);
        if examined >= many and months > 1 then
            months := greatest(1, least(months, 24) / 8);
            continue;
        end if;
        if examined >= many then
            -- Read in their order, and no further than the last that is wanted.
            execute 'with newest as materialized (' || format(newest, ' and registered_at >= $10 and registered_at < $11', '') || ')'
                || ' select array(select id from newest where ' || sought || ' limit $9)'
                into hits
                using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted,
                    month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC';
            is_rest := false;
        end if;
        return query select unnest(hits);
        exit when is_rest;
        wanted := wanted - cardinality(hits);
        month := month - make_interval(months => months);
        months := months * 4;
    end loop;
end
$$;

-- What is asked of some months is read by the index of words and tags, whatever is reckoned beforehand.
do $$
declare
    called text := 'found_cases(text[], text[], text[], date, date, date, date, date, timestamptz, uuid, int)';
begin
    execute format('alter function %s set search_path = %I, public, pg_temp', called, current_schema());
    execute format('alter function %s set enable_seqscan = off', called);
end
$$;
