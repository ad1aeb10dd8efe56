-- Cases that an older register brought in: nobody is picked for them by rule.
alter table assignments add column imported boolean not null default false;
