-- A function of SQL that is called in a select list is parsed and planned anew by each statement that calls it (0.3 ms, ten times what else such a
-- statement takes); in a from clause the planner puts its query in its place, and the plan is kept with the statement.
--
-- To be called once by each service, after its policies: those that ask scope_organisations() in a select list ask it in a from clause.
create procedure put_scope_in_line()
    language plpgsql as
$$
declare
    called constant text := '( SELECT scope_organisations() AS scope_organisations)';
    in_line constant text := '( SELECT own.organisation FROM scope_organisations() own(organisation))';
    policy record;
begin
    for policy in
        -- Its own alone: to show a policy of another schema locks the tables that it reads, which their service may be rewriting.
        with own as materialized (
            select relname, polname, polrelid, polqual, polwithcheck
            from pg_policy join pg_class on pg_class.oid = polrelid
            where relnamespace = current_schema()::regnamespace
        ), shown as (
            select relname, polname, pg_get_expr(polqual, polrelid) as qual, pg_get_expr(polwithcheck, polrelid) as with_check
            from own
        )
        select relname, polname, replace(qual, called, in_line) as qual, replace(with_check, called, in_line) as with_check
        from shown
        where strpos(qual, called) > 0 or strpos(with_check, called) > 0
        order by relname, polname
    loop
        execute format('alter policy %I on %I', policy.polname, policy.relname)
            || coalesce(' using (' || policy.qual || ')', '') || coalesce(' with check (' || policy.with_check || ')', '');
    end loop;
end;
$$;
