-- The newest first for those who oversee many organisations, as cases_newest and requests_newest are for one.
create index cases_newest_of_province on cases (province, registered_at desc, id desc);
create index cases_newest_of_all on cases (registered_at desc, id desc);
create index requests_newest_of_province on requests (province, received_at desc, id desc);
create index requests_newest_of_all on requests (received_at desc, id desc);
