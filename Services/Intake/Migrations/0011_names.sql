-- Every spelling of a name that stands in parties, once, with the traces by which like ones are found (Services/Intake/Names). Who bears it, and in
-- which case, does not stand here, so that there is no tenant: a policy would keep the index from being used.
create table names (
    key text not null,
    traces bigint[] not null,
    constraint names_key primary key (key)
);

create index names_by_trace on names using gin (traces) with (fastupdate = off);

-- What is known of a party besides the name: at least the year of birth; and other names of the same person, each a row of its own.
alter table parties
    add column birth_year int,
    add column alias_of uuid;

select set_config('app.scope', 'service', true);
update parties set birth_year = extract(year from birth)::int where birth is not null;

create index parties_by_identity on parties (identity_number) where identity_number is not null;
