-- Invented cases of sixty-four organisations in thirty-four provinces over nine years, in proportions of surnames as they are. :cases says how many.
select set_config('app.scope', 'service', false);
alter table cases disable trigger user;

-- Indexes are made after the rows, which is many times as fast; they are denser then than those of a register that grew.
create temp table laid_aside as
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid in ('requests'::regclass, 'cases'::regclass, 'case_search'::regclass)
        and not exists (select from pg_constraint where conindid = indexrelid);
select format('drop index %s', name) from laid_aside \gexec

create temp table syllables as select
    array['Nguyễn', 'Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý',
        'Nông', 'Lò', 'Vàng', 'Giàng', 'Hà', 'Đinh', 'Trịnh'] as family,
    array['Thị', 'Thị', 'Thị', 'Văn', 'Văn', 'Minh', 'Ngọc', 'Thanh', 'Đức', 'Hữu', 'Quang', 'Thu', 'Kim', 'Xuân', 'Bích', 'Hồng'] as middle,
    array['Hường', 'Hương', 'Hưởng', 'Lan', 'Mai', 'Hoa', 'Hà', 'Linh', 'Trang', 'Thảo', 'Anh', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hải', 'Khánh',
        'Long', 'Nam', 'Phong', 'Quân', 'Sơn', 'Tâm', 'Uyên', 'Việt', 'Yến', 'Sương', 'Páo', 'Mỷ', 'Súa', 'Dợ', 'Pà', 'Ềnh', 'Khuê', 'Ngân',
        'Oanh'] as given;

insert into requests (id, organisation, province, channel, received_at, recorded_at, recorded_by, state, urgent, client_name, client_name_key,
    client_birth, client_gender, client_ethnicity, client_languages, categories, form, field, matter, summary, eligibility, version, told,
    client_identity_number)
select
    gen_random_uuid(), md5('o' || seed % 64)::uuid, lpad((seed % 34)::text, 2, '0'), 'post',
    timestamptz '2017-01-01' + (n::float / :cases) * interval '9 years', now(), 'mẫu', 'accepted', false, name, name_key(name), '1990-01-01',
    'female', 'Kinh', '{}',
    array[(array['poor_household', 'child', 'ethnic_minority', 'disabled', 'elderly', 'hiv'])[1 + seed / 64 % 6]],
    (array['litigation', 'litigation', 'litigation', 'advice', 'representation'])[1 + seed / 97 % 5],
    (array['criminal', 'civil', 'civil', 'marriage_family', 'administrative', 'labour', 'other'])[1 + seed / 131 % 7],
    gen_random_uuid(), '', '{}', 1, 1, lpad((seed::bigint * 7919 % 1000000000000)::text, 12, '0')
from (
    select
        n, abs(hashint8(n)) as seed,
        concat_ws(' ', family[1 + abs(hashint8(n * 3)) % 24], middle[1 + abs(hashint8(n * 5)) % 16],
            case when n % 3 = 0 then middle[1 + abs(hashint8(n * 7)) % 16] end, given[1 + abs(hashint8(n * 11)) % 36]) as name
    from generate_series(1, :cases) as n cross join syllables
) as invented;

insert into cases (id, request, organisation, province, code, series, number, matter, form, field, state, counted_as, poor_and_ethnic_minority,
    client_name, search_key, search_text, accepted_on, registered_at, urgent, version, told, helper, helper_name)
select
    gen_random_uuid(), id, organisation, province, 'TT' || n % 64 || '.TGTT.' || n || '.20' || lpad((17 + n % 9)::text, 2, '0'), 'x', n, matter,
    form, field, case when n > :cases * 0.97 then 'under_way' when n % 50 = 0 then 'stopped' else 'handed_over' end, categories[1], false,
    client_name, '', '', received_at::date, received_at, false, 1, 1, md5('h' || n % 1500)::uuid,
    concat_ws(' ', family[1 + abs(hashint8(n % 1500 * 3)) % 24], middle[1 + abs(hashint8(n % 1500 * 5)) % 16],
        given[1 + abs(hashint8(n % 1500 * 13)) % 36])
from (select *, row_number() over (order by received_at) as n from requests) as requests cross join syllables;

insert into case_search
select row.*
from cases
join requests on requests.id = cases.request
cross join lateral case_search_row(cases, requests) as row;
alter table cases enable trigger user;
set maintenance_work_mem = '1GB';
select definition from laid_aside \gexec
analyze requests;
analyze cases;
analyze case_search;
