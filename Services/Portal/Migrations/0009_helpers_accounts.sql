-- A helper has one open account. Where there were several, the one that was changed last stays open; the others say so in their history. Their
-- version stays, since it counts what the others were told.
select set_config('app.scope', 'service', true);
with closed as (
    update accounts
    set active = false, changed_at = now()
    where active and helper is not null
        and exists (
            select from accounts as others
            where others.helper = accounts.helper and others.active and (others.changed_at, others.id) > (accounts.changed_at, accounts.id)
        )
    returning id, role, organisation, province, helper
)
insert into account_events (id, account, at, what, actor, actor_name, role, organisation, province, helper, active, reason)
select gen_random_uuid(), id, now(), 'deactivated', 'portal', 'Portal', role, organisation, province, helper, false,
    'Người thực hiện có tài khoản khác / The helper has another account'
from closed;
delete from sessions where account in (select id from accounts where not active);

create unique index accounts_helper_once on accounts (helper) where active;

-- A second factor that is to take the place of the one that holds, as long as its first code has not come.
alter table second_factors add column next_sealed_secret bytea;
alter table second_factors add column next_begun_at timestamptz;
