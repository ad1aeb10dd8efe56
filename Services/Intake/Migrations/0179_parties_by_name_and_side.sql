-- The conflict search reads the bearers of a name from the index alone, whoever is on the side that it asks for: of a common name there are thousands.
create index parties_by_name_and_side on parties (name_key, role) include (request, birth_year, identity_number, organisation, province);
drop index parties_by_name;

-- The cases of one matter: they are looked at even where the names are less alike.
create index cases_by_matter on cases (matter);
