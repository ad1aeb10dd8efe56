-- Names are sorted by the key by which every service finds them: without tones and capitals, đ as d.
create function name_key(name text) returns text
    language sql immutable parallel safe
begin atomic
    select trim(regexp_replace(
        lower(translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f\u02b0-\u02ff^`´¨¯·¸]', '', 'g'), 'Đđ', 'dd')),
        '[^[:alnum:]]+', ' ', 'g'));
end;

alter table accounts add column name_key text not null generated always as (name_key(display_name)) stored;
drop index accounts_by_name;
create index accounts_by_name on accounts (name_key, id);

alter table helpers add column name_key text not null generated always as (name_key(name)) stored;
drop index helpers_of_organisation;
create index helpers_of_organisation on helpers (organisation, name_key);
