-- Old registers are brought in by turns, a batch of a file each: next comes the organisation whose last turn is longest ago. A file that could not be gone
-- on with waits, twice as long each time, and holds nobody back. By the server's own clock, which all copies of the service share and no demonstration moves.
alter table register_imports
    add column turn_at timestamptz,
    add column failures int not null default 0,
    -- Null where the last turn went well.
    add column retry_at timestamptz;
