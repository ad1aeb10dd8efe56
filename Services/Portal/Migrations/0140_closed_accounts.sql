select set_config('app.scope', 'service', true);
-- A closed account holds its sign-in name back from nobody: only open ones have each their own.
alter table accounts drop constraint accounts_login_once;
create unique index accounts_login_once on accounts (login) where active;
create index accounts_by_login on accounts (login);

-- Nor does it hold back a person of the identity provider.
delete from connected_persons where account in (select id from accounts where not active);

-- What was handed back (circular 12/2018/TT-BTP, Điều 11a.5b) is opened by nothing that its former holder has.
with handed_back as (
    select id
    from accounts
    where not active
        and (
            select what
            from account_events
            where account = accounts.id and what in ('deactivated', 'revived', 'handed-back', 'helper-left')
            order by at desc
            limit 1
        ) = 'handed-back'
),
factors as (
    delete from second_factors where account in (select id from handed_back)
),
codes as (
    delete from recovery_codes where account in (select id from handed_back)
)
update accounts set password = null where id in (select id from handed_back);
