-- Thụ lý ngay (Law 11/2017, Điều 30.4; circular 12/2018, Điều 6): why a case was accepted before its proofs were there, and whether force majeure keeps
-- them away for longer (Điều 6.2a).
alter table requests
    add column at_once_ground text,
    add column force_majeure boolean not null default false,
    -- When the decision in `eligibility` was made, where a paper that came later had it made anew.
    add column eligibility_at timestamptz;

-- Decisions on eligibility that a later one stands in place of: what was decided, and what had it decided again: a paper, or a
-- correction of the register.
create table former_decisions (
    request uuid not null,
    number int not null,
    organisation uuid not null,
    province text not null,
    decided_at timestamptz not null,
    superseded_at timestamptz not null,
    -- Null where the register was corrected.
    paper text,
    attachment uuid,
    decision jsonb not null,
    constraint former_decisions_key primary key (request, number),
    constraint former_decisions_paper_once unique (request, attachment),
    constraint former_decisions_of_a_request foreign key (request) references requests (id)
);

alter table former_decisions enable row level security;
alter table former_decisions force row level security;
create policy tenant on former_decisions using (organisation = any (array(select scope_organisations())));
create policy province on former_decisions for select using (province = (select scope_province()));
create policy country on former_decisions for select using ((select scope_kind()) = 'country');
create policy service on former_decisions using ((select scope_kind()) = 'service');
