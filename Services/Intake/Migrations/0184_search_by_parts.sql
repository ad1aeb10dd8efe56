-- The index keeps a word by its parts of three letters, each with a list of its own, and goes through the lists of all of them: that of `ang` in Giang,
-- which a third of all names have, or that of a number's beginning, as every code ends in a year. Some parts are enough, where the word itself is looked
-- for in what they have found. Which parts of a pattern of LIKE are asked of the index, each as a pattern, is told by `sample`, the words of some rows:
-- the rarest alone, where hardly anything but the word has it; else those that are not far more frequent than it.
create function index_patterns(pattern text, sample text[]) returns text[]
    language sql immutable parallel safe
as $$
    with
        parts as (
            select distinct '%' || substr(word, place, 3) || '%' as part
            from (select substring(pattern from '^% ?([[:alnum:]]{3,} ?)%$')) as one (word)
            cross join lateral generate_series(1, length(word) - 2) as place
        ),
        counted as (select part, (select count(*) from unnest(sample) as words where words like part) as found from parts),
        rarest as (
            select part, found, (select count(*) from unnest(sample) as words where words like pattern) as having_all from counted order by found limit 1
        )
    select coalesce(
        (
            select array[part]
            from rarest
            where having_all * 30 >= cardinality(sample) and found * 2 <= having_all * 3
        ),
        (select array_agg(part) from counted where found <= 4 * (select found from rarest) + cardinality(sample) / 30),
        array[pattern])
$$;

-- The newest cases of the transaction's scope that have every tag of `every` and every word, each a pattern of LIKE, before a place in the list.
-- First among the newest rows, where what is frequent is found at once. If they do not fill the list, by the index of words and tags, some months at a
-- time from the newest on: twice as many as the newest rows promise to be needed, then four times as many, and again. Where an index finds many in those
-- months, there are many in fewer; where there are many in one month, they are read in the order of their time. A word that stands in most of the
-- newest rows is not asked of the index, which would read all of it to leave out little; of the others, some parts are (`index_patterns`).
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
    -- The words of some of them.
    sample text[];
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
    -- What the index tells of days of acceptance; where there is no first of them, little of some months before the last: nearly all cases have it.
    accepted text := '';
    -- The months looked at are those after the days of acceptance that are asked for.
    is_after bool := false;
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

    if cardinality(patterns) > 0 then
        execute 'select array(select words from (' || format(newest, '', 'limit $8') || ') as one)'
            into sample using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, least(span, 300);
    end if;
    for place in 1 .. cardinality(patterns) loop
        -- Of what is put together only now the index has no parts.
        sought := sought || format(' and words || %L like %L', '', patterns[place]);
        continue when having_it[place] * 2 > examined and having_it[place] > (select min(one) from unnest(having_it) as one);
        sought := sought || (select string_agg(format(' and words like %L', part), '') from unnest(index_patterns(patterns[place], sample)) as part);
    end loop;

    month := date_trunc('month', latest at time zone 'UTC');
    oldest := date_trunc('month', (select min(registered_at) from case_search) at time zone 'UTC');
    -- Twice as many as it should take: to ask again costs more. A month has 2,629,746 seconds on average.
    months := greatest(1, ceil(extract(epoch from latest - earliest) / 2629746 * 2 * wanted / greatest(cardinality(hits), 1)));
    if num_nonnulls(accepted_from, accepted_until) > 0 then
        -- No case is older than that, or accepted later than the day after the last that is registered.
        accepted := format(
            ' and tags && %L::text[]',
            month_tags('e:', greatest(accepted_from, '1990-01-01'), least(accepted_until, last_of_all + 1)));
        -- Few are registered long after their acceptance: the months in which that can be, and then most of them in the one of the last of these days.
        is_after := coalesce(accepted_until < month, false);
        months := case when is_after then month_count(accepted_until, month) - 1 else 1 end;
    end if;
    while wanted > 0 and month >= oldest loop
        -- A third of all there is left is asked for as slowly as all of it.
        months_left := month_count(oldest, month);
        is_rest := most is null and not is_after and 3 * months >= months_left;
        months := case when is_rest then months_left else least(months, months_left) end;
        since := month - make_interval(months => months - 1);
        -- Hits come in the order in which they lie: no more of them are read than tell that they are many.
        execute 'with hits as materialized (select id, registered_at from case_search where ' || sought || before
            || case when is_after or is_rest or accepted_from is not null then accepted else '' end
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
        months := case
            when not is_after then least(most, 4 * months)
            when accepted_until < month then least(most, month_count(accepted_until, month) - 1)
            else 1
        end;
        is_after := is_after and accepted_until < month;
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
