-- Whoever keeps accounts (circular 12/2018/TT-BTP, Điều 11a.1b, 11a.2, 11a.3) writes those within their own reach alone, whatever the program takes it
-- to be: its transactions work in the scope of the service, and say in app.keeper on whose behalf, as a scope.
create function keeper_reaches(account_role text, account_organisation uuid) returns boolean
    language sql stable parallel safe
begin atomic
    with keeper as (
        select split_part(current_setting('app.keeper', true), ':', 1) as kind, split_part(current_setting('app.keeper', true), ':', 2) as reach
    ), place as (
        select id, parent, province from organisations where id = account_organisation
    )
    select case keeper.kind
        when 'service' then true
        when 'country' then account_role not in ('ministry', 'system')
        when 'province' then
            account_role in ('helper', 'leader', 'administrator', 'organisation', 'program')
            and exists (select from place where province = keeper.reach)
        when 'organisations' then
            account_role in ('helper', 'staff', 'branch_leader', 'leader', 'program')
            and exists (select from place where keeper.reach in (id::text, parent::text))
        else false
    end
    from keeper;
end;

-- Null in the service's own work, and in a person's with their own account.
create function is_kept() returns boolean
    language sql stable parallel safe
    return nullif(current_setting('app.keeper', true), '') is not null;

create policy keeper_enters on accounts as restrictive for insert
    with check (not (select is_kept()) or keeper_reaches(role, organisation));
create policy keeper_changes on accounts as restrictive for update
    using (not (select is_kept()) or keeper_reaches(role, organisation))
    with check (not (select is_kept()) or keeper_reaches(role, organisation));
create policy keeper on account_links as restrictive for insert
    with check (
        not (select is_kept())
        or exists (select from accounts where accounts.id = account_links.account and keeper_reaches(accounts.role, accounts.organisation)));
create policy keeper on sessions as restrictive for delete
    using (
        not (select is_kept())
        or exists (select from accounts where accounts.id = sessions.account and keeper_reaches(accounts.role, accounts.organisation)));
create policy keeper on second_factors as restrictive for delete
    using (
        not (select is_kept())
        or exists (select from accounts where accounts.id = second_factors.account and keeper_reaches(accounts.role, accounts.organisation)));
create policy keeper on program_keys as restrictive for update
    using (not (select is_kept()) or keeper_reaches('program', organisation));
