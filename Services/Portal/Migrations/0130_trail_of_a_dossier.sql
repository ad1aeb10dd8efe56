select set_config('app.scope', 'service', true);

-- The case that an entry is about, whatever it names first: one of its papers, its request. “Who saw this dossier” asks for it.
alter table trail add column dossier uuid;
update trail
set dossier = (line::jsonb -> 'details' ->> 'case')::uuid
where line::jsonb -> 'details' ->> 'case' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
create index trail_by_dossier on trail (dossier, at desc, id desc) where dossier is not null;

-- What was gathered stays as it is, for the login role too: an entry gets its block once, and goes with its day only.
create policy sealed_once on trail as restrictive for update using (block is null) with check (true);

-- Drops the entries and blocks of days whose end is laid down as a root, none younger than a year.
create function drop_trail(upto bigint) returns void
    language plpgsql security definer
as $$
begin
    if not exists (select from trail_roots where number = upto) then
        raise 'no root stands for block %', upto;
    end if;
    if exists (select from trail_blocks where number <= upto and day > now()::date - 365) then
        raise 'block % is of a day that has not had its time', upto;
    end if;
    delete from trail where block <= upto;
    delete from trail_blocks where number <= upto;
end
$$;

-- The login role is called as its schema.
do $$
begin
    execute format('revoke update, delete, truncate on trail, trail_blocks, trail_heads, trail_roots from %I', current_schema());
    execute format('grant update (block) on trail to %I', current_schema());
    execute format('alter function drop_trail(bigint) set search_path = %I, pg_temp', current_schema());
    execute format('revoke all on function drop_trail(bigint) from public');
    execute format('grant execute on function drop_trail(bigint) to %I', current_schema());
end
$$;
