-- How many messages told of a client's request for another helper: what was asked before this is told of from its answer on.
alter table helper_changes add column told int not null default 0;
