-- Names and codes are found by one key in every service: without tones and capitals, đ as d, and what stands between words one space.
create function pg_temp.name_key(name text) returns text
    language sql immutable
begin atomic
    select trim(regexp_replace(
        lower(translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f\u02b0-\u02ff^`´¨¯·¸]', '', 'g'), 'Đđ', 'dd')),
        '[^[:alnum:]]+', ' ', 'g'));
end;

alter table assignments add column code_key text;
select set_config('app.scope', 'service', true);
update assignments set code_key = pg_temp.name_key(code);
alter table assignments alter column code_key set not null;
update helpers set name_folded = pg_temp.name_key(name) where name_folded <> pg_temp.name_key(name);
