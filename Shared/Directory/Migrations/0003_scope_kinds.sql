-- As before, but safe in the scope of a province: the planner estimates unnest's argument whatever a where clause says, so the argument itself
-- must be null where the scope names no organisations.
create or replace function scope_organisations() returns setof uuid
    language sql stable parallel safe
begin atomic
    with own as (
        select unnest(string_to_array(
            case when scope_kind() = 'organisations' then split_part(current_setting('app.scope', true), ':', 2) end, ','
        )::uuid[]) as id
    )
    select id from own
    union
    select organisations.id from organisations join own on organisations.parent = own.id;
end;
