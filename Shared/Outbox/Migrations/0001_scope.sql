-- Whose rows a transaction sees: every table's policies ask these. The text is set at the start of each transaction
-- (organisations:<uuid>,… | province:<code> | country | service); unset or empty sees nothing.
create function scope_kind() returns text
    language sql stable parallel safe
    return split_part(nullif(current_setting('app.scope', true), ''), ':', 1);

create function scope_province() returns text
    language sql stable parallel safe
    return case when scope_kind() = 'province' then split_part(current_setting('app.scope', true), ':', 2) end;

create function scope_organisations() returns setof uuid
    language sql stable parallel safe
begin atomic
    select unnest(string_to_array(split_part(current_setting('app.scope', true), ':', 2), ',')::uuid[])
    where scope_kind() = 'organisations';
end;
