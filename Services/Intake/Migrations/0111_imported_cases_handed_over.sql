select set_config('app.scope', 'service', true);

-- A stopped case that an older register brought in with the day of the handing over is handed over, as one that was stopped here.
update cases
set state = 'handed_over', version = version + 1
where imported and state = 'stopped' and handed_over_on is not null;
