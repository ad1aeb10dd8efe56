-- Makes requests, parties and cases of those who were drawn (drawn_people, by `Benchmarks names-fill`): of five people two cases, the first with a
-- client and an opposing party, the second with a relative as well, of thirty-four centres over nine years. Run by the superuser.
set session_replication_role = replica;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';

-- Indexes are made when the rows are there.
create temp table put_aside as
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index
where indrelid in ('names'::regclass, 'requests'::regclass, 'parties'::regclass, 'cases'::regclass)
    and not exists (select from pg_constraint where conindid = indexrelid);
select 'drop index ' || name from put_aside \gexec

insert into names select key, traces from drawn_names;
drop table drawn_names;

-- As they come in: the rare names not after the frequent ones.
create temp table placed as
select place, number, name, name_key, 2 * (place / 5) + place % 5 / 2 - place % 5 / 4 as request, abs(hashint8(number)) as seed,
    (array['client', 'opposing', 'client', 'opposing', 'relative'])[1 + place % 5] as role
from (select *, row_number() over (order by hashint8(number), number) - 1 as place from drawn_people) as shuffled;

create temp table received as
select request, seed, name, name_key, md5('o' || seed % 34)::uuid as organisation, lpad((seed % 34)::text, 2, '0') as province,
    1940 + (seed / 34) % 70 as birth_year, time as received_at,
    (lpad(to_hex((extract(epoch from time) * 1000)::bigint), 12, '0') || '7' || substr(md5('r' || request), 1, 3) || '8'
        || substr(md5('r' || request), 4, 15))::uuid as id,
    lpad((seed::bigint * 7919 % 1000000000000)::text, 12, '0') as identity_number
from placed
cross join lateral (
    select timestamptz '2017-01-01' + request / (select max(request) + 1.0 from placed)::float * interval '9 years' as time
) as moment
where role = 'client'
order by request;

insert into requests (id, organisation, province, channel, received_at, recorded_at, recorded_by, state, urgent, client_name, client_name_key,
    client_birth, client_gender, client_ethnicity, client_languages, categories, form, field, matter, summary, eligibility, version, told,
    client_identity_number)
select
    id, organisation, province, 'post', received_at, received_at, 'mẫu', 'accepted', false, name, name_key, make_date(birth_year, 3, 1), 'female',
    'Kinh', '{}', '{poor_household}', 'litigation', 'civil', md5('m' || case when request % 20 = 1 then request - 1 else request end)::uuid, '',
    '{}', 1, 1, case when seed % 10 < 6 then identity_number end
from received
order by request;

insert into parties (id, request, organisation, province, role, name, name_key, birth, birth_year, identity_number)
select
    md5('p' || number)::uuid, received.id, organisation, province, role, placed.name, placed.name_key,
    case when role = 'client' then make_date(received.birth_year, 3, 1) end,
    case
        when role = 'client' then received.birth_year
        when role = 'relative' and placed.seed % 2 = 0 or placed.seed % 10 < 3 then 1940 + (placed.seed / 34)::int % 70
    end,
    case
        when role = 'client' and placed.seed % 10 < 6 then identity_number
        when role = 'opposing' and placed.seed % 10 = 0 then lpad((placed.seed::bigint * 7907 % 1000000000000)::text, 12, '0')
    end
from placed join received using (request)
order by place;

insert into cases (id, request, organisation, province, code, series, number, matter, form, field, state, counted_as, poor_and_ethnic_minority,
    client_name, search_key, search_text, accepted_on, registered_at, urgent, version, told)
select
    md5('c' || request)::uuid, received.id, organisation, province, 'TT.TGTT.' || request, 'x', request, matter, form, field,
    'handed_over', 'poor_household', false, name, '', '', received.received_at::date, received.received_at, false, 1, 2
from received join requests using (id, organisation, province)
order by request;

drop table placed, received;
select definition from put_aside \gexec
alter table drawn_people add primary key (number);
create index on drawn_people (name_key);
vacuum (analyze) names, requests, parties, cases, drawn_people;
