-- The audit rows whose time is over may go, once they were told: the trail that Portal gathered has its own end. Nobody but the schema's owner can
-- delete any, and the owner none that is younger than a year.
create policy end_of_time on audit for delete using ((select scope_kind()) = 'service' and at < now() - interval '1 year');

create index audit_by_time on audit (at);

create function drop_audit(before timestamptz, most int) returns bigint
    language plpgsql security definer
as $$
declare
    dropped bigint;
begin
    with old as (
        select id from audit
        where at < before and not exists (select from audit_untold where audit_untold.id = audit.id)
        order by at
        limit most
    )
    delete from audit using old where audit.id = old.id;
    get diagnostics dropped = row_count;
    return dropped;
end
$$;

do $$
begin
    execute format('alter function drop_audit(timestamptz, int) set search_path = %I, pg_temp', current_schema());
    execute format('revoke all on function drop_audit(timestamptz, int) from public');
    execute format('grant execute on function drop_audit(timestamptz, int) to %I', current_schema());
end
$$;
