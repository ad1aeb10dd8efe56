-- The search of the register (decision 0040): for each case one row, which says what is looked for in it and what lists are narrowed by. Nobody but the
-- schema's owner reads it, through found_cases, which keeps to the scope of its transaction: under policies of its own no search could use an index.
create table case_search (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    registered_at timestamptz not null,
    -- Code, client, identity number and helper without tones, each word behind a space; then what people write with tones, as typed.
    words text not null,
    -- What equals something, each behind the letter that says what: o:<organisation>, s:under_way, f:litigation …
    tags text[] not null,
    accepted_on date not null,
    papers_due_on date,
    next_on date,
    constraint case_search_key primary key (id),
    constraint case_search_of_a_case foreign key (id) references cases (id) on delete cascade
);

create index case_search_newest on case_search (organisation, registered_at desc, id desc);
create index case_search_newest_of_province on case_search (province, registered_at desc, id desc);
create index case_search_newest_of_all on case_search (registered_at desc, id desc);
-- One index for all of it: rows that have every word and every tag are found by it alone.
create index case_search_index on case_search using gin (tags, words gin_trgm_ops) with (gin_pending_list_limit = 512);
-- It looked through the register without its policies' leave, and so never served a search.
drop index cases_search;

-- No policy, so that the service's login sees nothing; not forced, so that the owner's functions do.
alter table case_search enable row level security;

-- As Models.NameKey folds.
create function name_key(name text) returns text
    language sql immutable parallel safe
begin atomic
    select trim(regexp_replace(
        lower(translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f\u02b0-\u02ff^`´¨¯·¸]', '', 'g'), 'Đđ', 'dd')),
        '[^[:alnum:]]+', ' ', 'g'));
end;

-- The row that a case has there.
create function case_search_row(entry cases, request requests) returns case_search
    language sql stable
begin atomic
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
        entry.accepted_on, entry.papers_due_on, entry.next_on;
end;

-- Statement by statement, so that many cases at once (a register brought in) cost little more than one.
create function keep_case_search() returns trigger
    language plpgsql security definer
as $$
begin
    if tg_op = 'INSERT' then
        insert into case_search
        select row.*
        from new_cases
        join cases on cases.id = new_cases.id
        left join requests on requests.id = cases.request
        cross join lateral case_search_row(cases, requests) as row;
        return null;
    end if;
    update case_search as kept
    set organisation = row.organisation, province = row.province, registered_at = row.registered_at, words = row.words, tags = row.tags,
        accepted_on = row.accepted_on, papers_due_on = row.papers_due_on, next_on = row.next_on
    from new_cases as after
    join old_cases as before on before.id = after.id
    join cases on cases.id = after.id
    left join requests on requests.id = cases.request
    cross join lateral case_search_row(cases, requests) as row
    where kept.id = after.id
      and (before.organisation, before.province, before.registered_at, before.code, before.client_name, before.helper, before.helper_name,
            before.state, before.form, before.field, before.counted_as, before.stalled, before.missing_papers > 0, before.accepted_on, before.papers_due_on, before.next_on)
        is distinct from
        (after.organisation, after.province, after.registered_at, after.code, after.client_name, after.helper, after.helper_name,
            after.state, after.form, after.field, after.counted_as, after.stalled, after.missing_papers > 0, after.accepted_on, after.papers_due_on, after.next_on);
    return null;
end
$$;

create trigger case_search_begun after insert on cases
    referencing new table as new_cases
    for each statement execute function keep_case_search();
create trigger case_search_changed after update on cases
    referencing old table as old_cases new table as new_cases
    for each statement execute function keep_case_search();

create function keep_case_search_of_request() returns trigger
    language plpgsql security definer
as $$
begin
    update case_search as kept
    set words = row.words, tags = row.tags
    from cases cross join lateral case_search_row(cases, new) as row
    where cases.request = new.id and kept.id = cases.id;
    return null;
end
$$;

create trigger case_search_of_request_changed after update on requests for each row
    when ((old.client_identity_number, old.categories) is distinct from (new.client_identity_number, new.categories))
    execute function keep_case_search_of_request();

select set_config('app.scope', 'service', true);
insert into case_search
select row.*
from cases
join requests on requests.id = cases.request
cross join lateral case_search_row(cases, requests) as row;

-- The newest cases of the transaction's scope that have every tag of `every` and every word, each a pattern of LIKE, before a place in the list.
-- First among the newest rows, where what is frequent is found at once; only if they do not fill the list, by the index of words and tags, which is
-- quick for what is rare.
--
-- `unlike`: where it has patterns, cases that have all of them are left out.
create function found_cases(
    every text[], patterns text[], unlike text[], accepted_from date, accepted_until date, papers_due_before date, next_before date,
    before_time timestamptz, before_id uuid, wanted int
) returns table (found_id uuid)
    language plpgsql stable security definer rows 50
as $$
declare
    places uuid[];
    -- Rows of a country lie in the order of their time; those of a place are scattered, and dearer to look at.
    span int := case when scope_kind() = 'province' then 5000 else 20000 end;
    sought text := case when cardinality(every) > 0 then 'tags @> $1' else 'true' end;
    newest text;
    before text := '';
    place text;
    pattern text;
    examined bigint;
    hits uuid[];
begin
    if scope_kind() = 'organisations' then
        places := array(select scope_organisations());
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
    execute 'with newest as materialized (' || newest || ')'
        || ' select (select count(*) from newest), array(select id from newest where ' || sought
        || ' order by registered_at desc, id desc limit $9)'
        into examined, hits
        using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, span, wanted;
    if cardinality(hits) >= wanted or examined < span then
        return query select unnest(hits);
        return;
    end if;
    return query execute 'with hits as materialized (select id, registered_at from case_search where ' || sought || before || ')'
        || ' select id from hits order by registered_at desc, id desc limit $9'
        using every, accepted_from, accepted_until, papers_due_before, next_before, before_time, before_id, span, wanted;
end
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'keep_case_search()', 'keep_case_search_of_request()',
        'found_cases(text[], text[], text[], date, date, date, date, timestamptz, uuid, int)'
    ] loop
        execute format('alter function %s set search_path = %I, public, pg_temp', name, current_schema());
        execute format('revoke all on function %s from public', name);
    end loop;
    execute format(
        'grant execute on function found_cases(text[], text[], text[], date, date, date, date, timestamptz, uuid, int) to %I', current_schema());
end
$$;
