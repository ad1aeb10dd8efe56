-- Programs of two centres may bear the same name: what is kept for one is never the other's.
alter table saved_searches drop constraint saved_searches_name_once;
alter table saved_searches add constraint saved_searches_name_once unique nulls not distinct (owner, organisation, province, name);

-- The organisation or the province of whoever looked; none, where they oversee the country. What was kept before is nobody's, for its thirty days.
alter table searches add place text;
alter table searches drop constraint searches_once;
alter table searches add constraint searches_once unique nulls not distinct (subject, place, text);
