-- What helpers spent on a case (decree 144/2017, Điều 13.5), each with the paper that proves it. A correction is a row of its own, beside the one that it
-- corrects, which stays.
create table expenses (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    -- Whose it is.
    helper uuid not null,
    helper_name text not null,
    helper_kind text not null,
    -- From the rule pack.
    kind text not null,
    date date not null,
    dong bigint not null,
    purpose text not null,
    -- The stored paper that proves it.
    attachment uuid not null,
    entered_by text not null,
    entered_at timestamptz not null,
    first_entered_at timestamptz not null,
    -- The row that this one corrects.
    corrects uuid,
    -- Set where it holds no longer: corrected by another row, or withdrawn.
    superseded_at timestamptz,
    superseded_by text,
    superseded_reason text,
    constraint expenses_key primary key (id),
    constraint expenses_of_a_case foreign key (case_id) references cases (id),
    constraint expenses_correct_an_expense foreign key (corrects) references expenses (id),
    constraint expenses_are_something check (dong > 0),
    constraint expenses_superseded_with_reason
        check ((superseded_at is null) = (superseded_by is null) and (superseded_at is null) = (superseded_reason is null))
);

create index expenses_by_case on expenses (case_id, date, first_entered_at);
-- One is corrected once; its correction may be corrected again.
create unique index expenses_corrected_once on expenses (corrects) where corrects is not null;

alter table expenses enable row level security;
alter table expenses force row level security;
create policy tenant on expenses using (organisation = any (array(select scope_organisations())));
create policy province on expenses for select using (province = (select scope_province()));
create policy country on expenses for select using ((select scope_kind()) = 'country');
create policy service on expenses using ((select scope_kind()) = 'service');

-- What the organisation decided of each: every decision stays, the latest holds.
create table expense_decisions (
    id uuid not null,
    expense uuid not null,
    organisation uuid not null,
    province text not null,
    -- What is paid of it; nothing: refused.
    dong bigint not null,
    reason text,
    decided_by text not null,
    decided_at timestamptz not null,
    constraint expense_decisions_key primary key (id),
    constraint expense_decisions_of_an_expense foreign key (expense) references expenses (id),
    constraint expense_decisions_not_negative check (dong >= 0),
    constraint expense_decisions_refused_with_reason check (dong > 0 or reason is not null)
);

create index expense_decisions_by_expense on expense_decisions (expense, decided_at desc, id desc);

alter table expense_decisions enable row level security;
alter table expense_decisions force row level security;
create policy tenant on expense_decisions using (organisation = any (array(select scope_organisations())));
create policy province on expense_decisions for select using (province = (select scope_province()));
create policy country on expense_decisions for select using ((select scope_kind()) = 'country');
create policy service on expense_decisions using ((select scope_kind()) = 'service');
