-- What became of what was passed on (Law 11/2017, Điều 16.3, 35), as the message of whoever got it told: the sender sees that and no more.
alter table transfers
    -- The case with which it began, at whichever organisation, and how often it has been passed on since.
    add column origin_case uuid,
    add column passing int not null default 1,
    add column outcome text,
    add column answered_on date,
    -- The code of the case that it became; to whom it was passed on.
    add column answer_code text,
    add column answer_receiver text,
    add constraint transfers_outcome_known check (outcome in ('registered', 'refused', 'passed_on')),
    add constraint transfers_answered_whole check ((outcome is null) = (answered_on is null)),
    add constraint transfers_code_of_a_case check (answer_code is null or outcome = 'registered'),
    add constraint transfers_receiver_of_a_passing check (answer_receiver is null or outcome = 'passed_on');

-- What had been passed on before this was kept.
select set_config('app.scope', 'service', true);
with recursive passed as (
    select request, sender_case as origin, 1 as passing
    from transfers
    where sender_case is not null or not exists (select from transfers as earlier where earlier.request = transfers.sender_request)
    union all
    select transfers.request, passed.origin, passed.passing + 1
    from passed
    join transfers on transfers.sender_request = passed.request and transfers.sender_case is null
)
update transfers
set origin_case = passed.origin, passing = passed.passing
from passed
where passed.request = transfers.request;

update transfers
set outcome = case requests.state when 'accepted' then 'registered' when 'transferred' then 'passed_on' else requests.state end,
    answered_on = (requests.decided_at at time zone 'Asia/Ho_Chi_Minh')::date,
    answer_code = (select code from cases where cases.request = requests.id),
    answer_receiver = (select title from transfers as later where later.sender_request = requests.id)
from requests
where requests.id = transfers.request and requests.state in ('accepted', 'refused', 'transferred') and requests.decided_at is not null;
