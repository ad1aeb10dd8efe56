-- The search finds late answers to clients who asked for another helper (circular 12/2018, Điều 9.1) by the day itself, however many are still in time.
create index cases_change_due on cases (change_due_on) where change_due_on is not null;

drop function found_cases(text[], text[], text[], date, date, date, date, timestamptz, uuid, int);

-- The newest cases of the transaction's scope that have every tag of `every` and every word, each a pattern of LIKE, before a place in the list.
-- First among the newest rows, where what is frequent is found at once; only if they do not fill the list, by the index of words and tags, which is
-- quick for what is rare. Rows of a province lie scattered among those of all others: a few of them are looked at first, the rest only where those
-- promise a full page.
--
-- `unlike`: where it has patterns, cases that have all of them are left out.
create function found_cases(
    every text[], patterns text[], unlike text[], accepted_from date, accepted_until date, papers_due_before date, next_before date,
    change_due_before date, before_time timestamptz, before_id uuid, wanted int
) returns table (found_id uuid)
    language plpgsql stable security definer rows 50
as $$
declare
    places uuid[];
    -- Rows of a country lie in the order of their time; those of a place are scattered, and dearer to look at.
    span int := case when scope_kind() = 'province' then 5000 else 20000 end;
    sought text := case when cardinality(every) > 0 then 'tags @> $1' else 'true' end;
    -- Rows that are looked at before it is decided whether to look at all of them.
    probe int;
    newest text;
    before text := '';
    place text;
    pattern text;
    examined bigint;
    hits uuid[];
begin
    if scope_kind() = 'organisations' then
        places := array(select organisation from scope_organisations() as own (organisation));
        span := greatest(1000, 4000 / greatest(cardinality(places), 1));
        sought := sought || format(' and tags && %L::text[]', array(select 'o:' || unnest(places)));
    elsif scope_kind() = 'province' then
        sought := sought || format(' and tags @> array[%L]', 'p:' || scope_province());
    elsif scope_kind() is null or scope_kind() not in ('country', 'service') then
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
        sought := sought || ' and id in (select late.id from cases as late where late.change_due_on < $10)';
    end if;
    if before_time is not null then before := ' and (registered_at, id) < ($6, $7)'; end if;

    place := case scope_kind()
        when 'organisations' then 'organisation = place.organisation'
        when 'province' then 'province = scope_province()'
        else 'true'
    end;
    newest := 'select * from case_search where ' || place || before || ' order by registered_at desc, id desc limit $8';
    if scope_kind() = 'organisations' then
        newest := 'select one.* from scope_organisations() as place (organisation) cross join lateral (' || newest || ') as one'
            || ' order by registered_at desc, id desc limit $8';
    end if;
    probe := case when scope_kind() = 'province' then 1000 else span end;
    loop
        execute 'with newest as materialized (' || newest || ')'
            || ' select (select count(*) from newest), array(select id from newest where ' || sought
            || ' order by registered_at desc, id desc limit $9)'
            into examined, hits
            using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, probe, wanted, change_due_before;
        if cardinality(hits) >= wanted or examined < probe then
            return query select unnest(hits);
            return;
        end if;
        exit when probe >= span or cardinality(hits) * span < wanted * probe;
        probe := span;
    end loop;
    return query execute 'with hits as materialized (select id, registered_at from case_search where ' || sought || before || ')'
        || ' select id from hits order by registered_at desc, id desc limit $9'
        using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, span, wanted, change_due_before;
end
$$;

do $$
declare
    called text := 'found_cases(text[], text[], text[], date, date, date, date, date, timestamptz, uuid, int)';
begin
    execute format('alter function %s set search_path = %I, public, pg_temp', called, current_schema());
    execute format('revoke all on function %s from public', called);
    execute format('grant execute on function %s to %I', called, current_schema());
end
$$;
