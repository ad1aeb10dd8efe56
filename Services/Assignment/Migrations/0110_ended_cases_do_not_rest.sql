select set_config('app.scope', 'service', true);

-- A case that has ended does not rest: should it be worked on again, it would weigh on nobody.
update assignments
set suspended_at = null, suspended_on = null
where closed_at is not null and suspended_at is not null;
