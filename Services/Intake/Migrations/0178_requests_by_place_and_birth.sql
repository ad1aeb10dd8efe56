-- Whoever was born in one year is looked for among a centre's own requests: the country's would all be read, to be left out by row-level security.
create index requests_by_place_and_birth on requests (organisation, client_birth);
