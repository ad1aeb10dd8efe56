-- Cases of which nobody has been told yet wait here until they are: marking that in their own rows wrote each anew, with every index of it.
create table cases_to_announce (
    -- 0: registered here; 1: brought in from an older register, which lets the others go first.
    turn int not null,
    case_id uuid not null,
    organisation uuid not null,
    constraint cases_to_announce_key primary key (turn, case_id),
    constraint cases_to_announce_turn_known check (turn in (0, 1))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

alter table cases_to_announce enable row level security;
alter table cases_to_announce force row level security;
create policy tenant on cases_to_announce
    using (organisation = any (array(select organisation from scope_organisations() as own (organisation))));
create policy service on cases_to_announce using ((select scope_kind()) = 'service');

select set_config('app.scope', 'service', true);

insert into cases_to_announce (turn, case_id, organisation)
select imported::int, id, organisation from cases where announced_at is null;

-- What is known of a case when it is registered stands in its row from then on: whether it was accepted at once, and how many messages announce it.
-- Of the few that wait just now, those that were accepted at once only because a day presses are not known as such: working days are the program's.
update cases
set told = 2 + case when not imported or ended_on is null then 0 when handed_over_on is null then 1 else 2 end,
    accepted_at_once = not imported and (requests.channel = 'notice' or requests.at_once_ground is not null)
from requests
where cases.announced_at is null and requests.id = cases.request;

drop index cases_to_announce_in_turn;
alter table cases drop column announced_at;
