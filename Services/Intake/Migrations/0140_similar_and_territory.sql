-- Requests by people born in one year: those whose names are alike are found among them. A range of dates is what row-level security lets an index answer.
create index requests_by_birth on requests (client_birth, received_at);
drop index requests_by_client;

-- Why whoever lives in another province is helped here (Law 11/2017, Điều 26.1; circular 12/2018, Điều 8a), as a ground of the pack.
alter table requests add column territory text;
