-- What was laid into a case after that had been passed on stayed there; all are looked at once more, and each paper goes along once.
select set_config('app.scope', 'service', true);
update transfers set due = true where case_id is not null;
