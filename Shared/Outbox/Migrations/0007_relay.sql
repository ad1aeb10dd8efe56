-- When a message that the broker did not take is tried again; it holds back the later ones of its aggregate only.
alter table outbox add column next_attempt_at timestamptz;

-- Drops the partitions whose days are over for long enough, and sweeps the default ones. A partition with a message that is not confirmed stays.
-- Inboxes outlive the history of the outboxes: what is published again is recognised. The login role may not drop tables: this runs as the owner.
create function drop_partitions(today date, outbox_days int, inbox_days int) returns setof text
    language plpgsql security definer
    set lock_timeout = '2s'
as $$
declare
    old record;
    lower uuid;
    upper uuid;
begin
    if scope_kind() is distinct from 'service' then
        raise exception 'drop_partitions needs the scope service: without it no row is seen, confirmed or not';
    end if;
    if outbox_days < 1 or inbox_days <= outbox_days then
        raise exception 'the inbox must be kept longer than the outbox: % and % days', inbox_days, outbox_days;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(current_schema() || '.partitions', 0));
    for old in
        select parent, kept.key, child.relname as name, to_date(right(child.relname, 8), 'YYYYMMDD') as day, kept.days
        from (values ('outbox', 'id', outbox_days), ('inbox', 'message_id', inbox_days)) as kept (parent, key, days)
        join pg_inherits on inhparent = to_regclass(parent)
        join pg_class child on child.oid = inhrelid
        where child.relname ~ ('^' || parent || '_[0-9]{8}$')
        order by child.relname
    loop
        continue when old.day >= today - old.days;
        lower := first_id(old.day::timestamp at time zone 'UTC');
        upper := first_id((old.day + 1)::timestamp at time zone 'UTC');
        -- Nobody changes it between the look and the drop.
        execute format('lock table %I in access exclusive mode', old.parent);
        if old.parent = 'outbox' and exists (select from outbox where id >= lower and id < upper and confirmed_at is null) then
            continue;
        end if;
        execute format('alter table %I detach partition %I', old.parent, old.name);
        execute format('drop table %I', old.name);
        return next old.name;
    end loop;
    delete from outbox
    where id < first_id((today - outbox_days)::timestamp at time zone 'UTC') and confirmed_at is not null
        and tableoid = to_regclass('outbox_default');
    delete from inbox
    where message_id < first_id((today - inbox_days)::timestamp at time zone 'UTC') and tableoid = to_regclass('inbox_default');
end
$$;

do $$
begin
    execute format('alter function drop_partitions(date, int, int) set search_path = %I, pg_temp', current_schema());
end
$$;
