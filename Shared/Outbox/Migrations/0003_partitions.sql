-- The smallest UUIDv7 of an instant: its 48 bits of milliseconds, then zeros.
create function first_id(instant timestamptz) returns uuid
    language sql immutable parallel safe
    return rpad(lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- Makes one daily partition where it is missing, and moves into it what had fallen into the default one.
create function prepare_partition(parent text, key text, day date) returns void
    language plpgsql
as $$
declare
    partition text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
    lower uuid := first_id(day::timestamp at time zone 'UTC');
    upper uuid := first_id((day + 1)::timestamp at time zone 'UTC');
begin
    if to_regclass(partition) is not null then
        return;
    end if;
    -- Who inserts meanwhile waits, and is then sent to the new partition: a row already on its way to the default one would be refused.
    execute format('lock table %I in share row exclusive mode', parent);
    execute format('create table %I (like %I including defaults including constraints)', partition, parent);
    execute format('alter table %I enable row level security', partition);
    -- Through the parent: the partitions themselves show nothing to anybody.
    execute format('with moved as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from moved',
        parent, key, lower, key, upper, partition);
    execute format('alter table %I force row level security', partition);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition, lower, upper);
end
$$;

-- Makes the partitions of a day and the two after it. The login role may not create tables: this runs as the owner.
create function prepare_partitions(today date) returns void
    language plpgsql security definer
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(current_schema() || '.partitions', 0));
    for ahead in 0..2 loop
        perform prepare_partition('outbox', 'id', today + ahead);
        perform prepare_partition('inbox', 'message_id', today + ahead);
    end loop;
end
$$;

do $$
begin
    execute format('alter function prepare_partitions(date) set search_path = %I, pg_temp', current_schema());
    execute format('alter function prepare_partition(text, text, date) set search_path = %I, pg_temp', current_schema());
end
$$;
revoke all on function prepare_partition(text, text, date) from public;

-- From the first message on.
select prepare_partitions((now() at time zone 'UTC')::date);
