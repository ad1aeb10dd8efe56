-- Each case has the month and the year of its registration and of its acceptance among its tags. An index of words keeps what it has in the order in
-- which rows lie, which is nearly that of their registration: what is asked together with some months is read of those months alone, however often its
-- words stand in all the others.
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
            't:' || to_char(entry.registered_at at time zone 'UTC', 'YYYYMM'), 't:' || to_char(entry.registered_at at time zone 'UTC', 'YYYY'),
            'e:' || to_char(entry.accepted_on, 'YYYYMM'), 'e:' || to_char(entry.accepted_on, 'YYYY'),
            case when entry.state in ('registered', 'assigned', 'under_way', 'suspended') then 'w:open' else 'w:over' end,
            case when entry.state in ('registered', 'assigned', 'under_way') then 'w:moving' else 'w:still' end,
            case when entry.stalled then 'l:stalled' else 'l:moving' end,
            case when entry.missing_papers > 0 then 'm:incomplete' else 'm:complete' end
        ] || case when entry.change_due_on is not null then array['a:change'] else '{}' end
            || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
        entry.accepted_on, entry.papers_due_on, entry.next_on
$$;

-- Nobody writes a row without its months meanwhile. Rows are laid in the order of their time, and the index is made of all at once.
lock table requests, cases, case_search in exclusive mode;
drop index case_search_index;
update case_search
set tags = tags || array[
    't:' || to_char(registered_at at time zone 'UTC', 'YYYYMM'), 't:' || to_char(registered_at at time zone 'UTC', 'YYYY'),
    'e:' || to_char(accepted_on, 'YYYYMM'), 'e:' || to_char(accepted_on, 'YYYY')];
cluster case_search using case_search_newest_of_all;
create index case_search_index on case_search using gin (tags, words gin_trgm_ops) with (gin_pending_list_limit = 512);
analyze case_search;

-- The tags of all months from that of `since` to that of `until`, each behind `kind`: of a whole year, the year's.
create function month_tags(kind text, since date, until date) returns text[]
    language sql immutable parallel safe
as $$
    select array(
        select distinct kind || case when 12 * year >= first and 12 * year + 11 <= last then year::text
            else year || lpad((month % 12 + 1)::text, 2, '0') end
        from (
            select 12 * extract(year from since)::int + extract(month from since)::int - 1 as first,
                12 * extract(year from until)::int + extract(month from until)::int - 1 as last
        ) as range
        cross join generate_series(first, last) as month
        cross join lateral (select month / 12) as of_year (year))
$$;

-- How many months there are from that of `since` to that of `until`, both counted.
create function month_count(since date, until date) returns int
    language sql immutable parallel safe
as $$
    select (12 * (extract(year from until) - extract(year from since)) + extract(month from until) - extract(month from since) + 1)::int
$$;

-- The newest cases of the transaction's scope that have every tag of `every` and every word, each a pattern of LIKE, before a place in the list.
-- First among the newest rows, where what is frequent is found at once. If they do not fill the list, by the index of words and tags, some months at a
-- time from the newest on: twice as many as the newest rows promise to be needed, then four times as many, and again. Where an index finds many in those
-- months, there are many in fewer; where there are many in one month, they are read in the order of their time. A word that stands in most of the
-- newest rows is not asked of the index, which would read all of it to leave out little.
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
    -- Of the newest rows, those that have each pattern.
    having_it bigint[];
    examined bigint;
    earliest timestamptz;
    latest timestamptz;
    -- Of all there are.
    last_of_all date := (select max(registered_at) from case_search) at time zone 'UTC';
    hits uuid[];
    -- The first days of the months: the first that there is; of those that are looked at, the last and the first.
    oldest date;
    month date;
    since date;
    months int;
    -- Fewer than have turned out to have too many hits; null where none have.
    most int;
    months_left int;
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
    if cardinality(unlike) > 0 then
        sought := sought || ' and not (' || (select string_agg(format('words like %L', word), ' and ') from unnest(unlike) as word) || ')';
    end if;
    if accepted_from is not null then sought := sought || ' and accepted_on >= $2'; end if;
    if accepted_until is not null then sought := sought || ' and accepted_on <= $3'; end if;
    if papers_due_before is not null then sought := sought || ' and papers_due_on < $4'; end if;
    if next_before is not null then sought := sought || ' and next_on < $5'; end if;
    if change_due_before is not null then
        sought := sought || ' and id = any (array(select late.id from cases as late where late.change_due_on < $8))';
    end if;

    execute 'with newest as materialized (' || format(newest, '', 'limit $10') || ')'
        || ' select count(*), min(registered_at), max(registered_at),'
        || ' array(select id from newest where words like all ($11) and ' || sought || ' order by registered_at desc, id desc limit $9),'
        || ' array(select (select count(*) from newest where words like one) from unnest($11) with ordinality as asked (one, place) order by place)'
        || ' from newest'
        into examined, earliest, latest, hits, having_it
        using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted, span, patterns;
    if cardinality(hits) >= wanted or examined < span then
        return query select unnest(hits);
        return;
    end if;

    for place in 1 .. cardinality(patterns) loop
        sought := sought || case
            when having_it[place] * 2 > examined and having_it[place] > (select min(one) from unnest(having_it) as one)
                then format(' and words || %L like %L', '', patterns[place])
            else format(' and words like %L', patterns[place])
        end;
    end loop;

    month := date_trunc('month', latest at time zone 'UTC');
    oldest := date_trunc('month', (select min(registered_at) from case_search) at time zone 'UTC');
    -- Twice as many as it should take: to ask again costs more. A month has 2,629,746 seconds on average.
    months := greatest(1, ceil(extract(epoch from latest - earliest) / 2629746 * 2 * wanted / greatest(cardinality(hits), 1)));
    if num_nonnulls(accepted_from, accepted_until) > 0 then
        sought := sought || format(
            ' and tags && %L::text[]',
            month_tags('e:', coalesce(accepted_from, '1990-01-01'), coalesce(accepted_until, last_of_all + 1)));
        -- Few are registered long after their acceptance.
        months := case when accepted_until < month then month_count(accepted_until, month) - 1 else 1 end;
    end if;
    while wanted > 0 and month >= oldest loop
        -- A third of all there is left is asked for as slowly as all of it.
        months_left := month_count(oldest, month);
        is_rest := most is null and 3 * months >= months_left;
        months := case when is_rest then months_left else least(months, months_left) end;
        since := month - make_interval(months => months - 1);
        -- Hits come in the order in which they lie: no more of them are read than tell that they are many.
        execute 'with hits as materialized (select id, registered_at from case_search where ' || sought || before
            || case when is_rest then ' and registered_at < $12' else ' and tags && $11' end || '),'
            || ' few as materialized (select * from hits limit $10)'
            || ' select (select count(*) from few), array(select id from few order by registered_at desc, id desc limit $9)'
            into examined, hits
            using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted, many,
                month_tags('t:', since, month), (month + interval '1 month') at time zone 'UTC';
        if examined >= many and months > 1 then
            most := months - 1;
            months := months / 8 + 1;
            continue;
        end if;
        if examined >= many then
            -- Read in their order, and no further than the last that is wanted.
            execute 'with newest as materialized (' || format(newest, ' and registered_at >= $10 and registered_at < $11', '') || ')'
                || ' select array(select id from newest where ' || sought || ' limit $9)'
                into hits
                using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, change_due_before, wanted,
                    month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC';
        end if;
        return query select unnest(hits);
        wanted := wanted - cardinality(hits);
        month := since - interval '1 month';
        months := least(most, 4 * months);
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
