-- A message whose turn had come may fail: how often it did, and when it is tried again. The rest of its story waits for it.
alter table early
    add column failed int not null default 0,
    add column next_attempt_at timestamptz;

-- Behind a long transaction the lock would keep everybody waiting who sends: it is tried again a minute later, days before it is needed.
do $$
begin
    execute format('alter function %I.prepare_partitions(date) set lock_timeout = %L', current_schema(), '2s');
end
$$;
